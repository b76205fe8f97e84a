"""The runs that are not loaded yet: each has its ticket beside its WARC file, and a lock while a process works on it.

A lock ends with its process, so a ticket without a held lock belongs to a run that died or that waits for its next step; such a
ticket says until when. Both are stored with the WARC files, which nothing deletes, and not with disposable state. If machines
share their state, a run also has a lease there, which ends soon after its machine died.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.clock import Clock
from pipeline.errors import PipelineError
from pipeline.file_kinds import find_odd_kind
from pipeline.home import Home
from pipeline.run.collect.slots import name_slots
from pipeline.run.collect.ticket import Ticket, name_warc
from pipeline.shared import SHARED, Lease, SharedState, open_shared
from storage.captures import OPEN_SUFFIX
from storage.model.codec import format_instant, read_instant
from storage.text.untrusted_json import load_json

TICKET_SUFFIX = ".ticket.json"
LOCK_SUFFIX = ".lock"
COPYING_SUFFIX = ".copying"
"""Of the locks of files that are copied into the archive; what a killed process left of them is empty and holds nobody up."""

BEGIN_WAIT_S = 60.0
"""How long beginning a run waits for another process that looks whether its lock is held, in seconds. Chosen by hand: looking
takes milliseconds, removing an empty run less than a second, on a machine that is many times slower some ten."""
_POLL_S = 0.1
"""The seconds between two tries to take a lock. Chosen by hand."""


@dataclass(slots=True)
class OpenRuns:
    """The runs that this process works on, by their WARC's name; see ``holding``."""

    home: Home
    _held: dict[str, int] = field(default_factory=dict)
    _files: dict[Path, int] = field(default_factory=dict)
    _leases: dict[str, tuple[ExitStack, Lease]] = field(default_factory=dict)
    _shared: SharedState | None = field(default_factory=lambda: _open_shared())

    def begin(self, ticket: Ticket) -> None:
        """Begin a run: take its lock and write its ticket. A lock that is only just made, another process may look at."""
        self.wait_for(name_warc(ticket), wait_s=BEGIN_WAIT_S)
        self.note(ticket)

    def take(self, name: str) -> bool:
        """Take the lock of a run; False if another process holds it."""
        if name in self._held:
            return True
        descriptor = _lock(self.home.warc / (name + LOCK_SUFFIX))
        if descriptor is None:
            return False
        if not self._lease(name):
            os.close(descriptor)
            return False
        self._held[name] = descriptor
        return True

    def check(self, name: str) -> None:
        """Raise LockLost if a run's lock ended while this process was suspended. Call it before an irreversible step."""
        if name in self._leases:
            self._leases[name][1].check()

    def wait_for(self, name: str, *, wait_s: float) -> None:
        """Take the lock of a run, waiting while another process holds it. Raises PipelineError after ``wait_s`` seconds."""
        deadline = time.monotonic() + wait_s
        while not self.take(name):
            if time.monotonic() >= deadline:
                raise PipelineError(f"Run {name} is still at work in another process after {wait_s:g} s; try again later.")
            time.sleep(_POLL_S)

    def hold_files(self, files: Iterable[Path]) -> None:
        """Hold the files that are copied into the archive, waiting while another process copies and loads one of them: then it
        is known what of them is stored. Copies of a file count as the file, also in a zip; now and then different files wait
        for each other.
        """
        slots = {self.home.warc / f"{name}{COPYING_SUFFIX}" for name in name_slots(files)}
        for slot in sorted(slots - self._files.keys()):  # in one order everywhere, so that no two wait for each other
            self._files[slot] = _wait_for_lock(slot)

    @property
    def slots(self) -> frozenset[str]:
        """Return the names of the locks of the files that are held."""
        return frozenset(slot.name.removesuffix(COPYING_SUFFIX) for slot in self._files)

    def remove_left_slots(self) -> None:
        """Remove the locks of copied files that a killed process left; those that are held stay."""
        for slot in self.home.warc.glob(f"*{COPYING_SUFFIX}"):
            if slot not in self._files and (descriptor := _lock(slot)) is not None:
                slot.unlink(missing_ok=True)
                os.close(descriptor)

    def note(self, ticket: Ticket, *, waits_until: datetime | None = None) -> None:
        """Rewrite a run's ticket. ``waits_until``: until then its next step is expected, and no other run finishes it."""
        path = self.home.warc / (name_warc(ticket) + TICKET_SUFFIX)
        path.parent.mkdir(parents=True, exist_ok=True)
        waits = format_instant(waits_until) if waits_until else None
        passing = path.with_name(path.name + OPEN_SUFFIX)
        with passing.open("w", encoding="utf-8") as stream:
            json.dump({"ticket": ticket.to_json(), "waits_until": waits}, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        passing.replace(path)

    def finish(self, name: str) -> None:
        """Remove a run's ticket, also one that was never completed, and release and remove its lock."""
        for ending in (TICKET_SUFFIX, TICKET_SUFFIX + OPEN_SUFFIX):
            (self.home.warc / (name + ending)).unlink(missing_ok=True)
        (self.home.warc / (name + LOCK_SUFFIX)).unlink(missing_ok=True)
        self.release(name)

    def release(self, name: str) -> None:
        """Release a run's lock; its ticket stays for the process that continues the run."""
        descriptor = self._held.pop(name, None)
        if descriptor is not None:
            os.close(descriptor)
        if name in self._leases:
            self._leases.pop(name)[0].close()

    def close(self) -> None:
        """Release every run."""
        for name in list(self._held):
            self.release(name)
        while self._files:
            slot, descriptor = self._files.popitem()
            slot.unlink(missing_ok=True)
            os.close(descriptor)
        if self._shared:
            self._shared.close()

    def _lease(self, name: str) -> bool:
        """Take a run's lease in the shared state; True if there is no shared state."""
        if self._shared is None:
            return True
        stack = ExitStack()
        lease = stack.enter_context(self._shared.hold(_name_lease(name)))
        if lease is None:
            stack.close()
            return False
        self._leases[name] = (stack, lease)
        return True


@contextmanager
def holding(home: Home, runs: OpenRuns | None = None) -> Iterator[OpenRuns]:
    """Hold the runs begun or taken in the context until its end; ``runs`` passed in stay held by the caller."""
    if runs is not None:
        yield runs
        return
    own = OpenRuns(home)
    try:
        yield own
    finally:
        own.close()


def read_ticket(home: Home, name: str) -> tuple[Ticket, datetime | None] | None:
    """Read a run's ticket and until when it waits for its next step; None if there is no readable one."""
    path = home.warc / (name + TICKET_SUFFIX)
    if find_odd_kind(path):
        return None
    try:
        noted = load_json(path.read_bytes())
        waits = noted["waits_until"]
        return Ticket.from_json(noted["ticket"]), read_instant(waits) if waits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_waiting(home: Home, name: str) -> bool:
    """Say whether a run waits for its next step and that is still expected."""
    found = read_ticket(home, name)
    return found is not None and found[1] is not None and found[1] > datetime.now(UTC)


def is_held(home: Home, name: str) -> bool:
    """Say whether a process is working on a run."""
    path = home.warc / (name + LOCK_SUFFIX)
    if path.exists():
        descriptor = _lock(path)
        if descriptor is None:
            return True
        os.close(descriptor)
    shared = _open_shared()
    if shared is None:
        return False
    try:
        return shared.is_held(_name_lease(name))
    finally:
        shared.close()


def _open_shared() -> SharedState | None:
    """Open the state that machines share; None if they share none: then the lock files suffice."""
    address = os.environ.get(SHARED)
    return open_shared(Path(), address, Clock()) if address else None


def _name_lease(name: str) -> str:
    return f"run/{name}"


def _wait_for_lock(path: Path) -> int:
    """Lock a file and return its descriptor, once no other process holds it."""
    while (descriptor := _lock(path)) is None:
        time.sleep(_POLL_S)
    return descriptor


def _lock(path: Path) -> int | None:
    """Lock a file and return its descriptor; None if another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_same(descriptor, path):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            return None
        # The holder has finished the run and removed the file in between.
        os.close(descriptor)


def _is_same(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
