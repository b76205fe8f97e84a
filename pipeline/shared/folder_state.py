"""Shared state of one machine: a folder of small files, changed under the system's file locks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pipeline.clock import Clock
from pipeline.shared.state import Lease, Result

_LOCKS = "locks"
_GUARD = ".guard"


class FileState:
    """The shared state in a folder. A lock ends with the process that holds it."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def now(self) -> float:
        """Return this machine's time."""
        return self._clock.now()

    def read(self, kind: str, name: str) -> str:
        """Read a text; empty if nothing is stored."""
        try:
            stream = os.open(self._locate(kind, name), os.O_RDONLY)
        except FileNotFoundError:
            return ""
        try:
            fcntl.flock(stream, fcntl.LOCK_SH)
            return _read(stream)
        finally:
            os.close(stream)

    def update(self, kind: str, name: str, change: Callable[[str], tuple[str, Result]]) -> Result:
        """Change a text under its file's lock."""
        path = self._locate(kind, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(stream, fcntl.LOCK_EX)
            before = _read(stream)
            after, result = change(before)
            if after != before:
                _write(stream, after)
            return result
        finally:
            os.close(stream)

    @contextmanager
    def hold(self, name: str) -> Iterator[Lease | None]:
        """Hold a lock: a file under an exclusive lock, which is removed when the lock ends."""
        path = self._locate(_LOCKS, name)
        with self._guarded():
            stream = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
            if not _try_lock(stream):
                os.close(stream)
                stream = -1
        if stream < 0:
            yield None
            return
        try:
            yield _Held()
        finally:
            with self._guarded():
                path.unlink(missing_ok=True)
                os.close(stream)

    def is_held(self, name: str) -> bool:
        """Say whether a living process holds a lock."""
        with self._guarded():
            try:
                stream = os.open(self._locate(_LOCKS, name), os.O_RDWR)
            except FileNotFoundError:
                return False
            try:
                return not _try_lock(stream)
            finally:
                os.close(stream)

    def close(self) -> None:
        """Do nothing: no file is kept open."""

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Let one process at a time take, test or remove a lock's file, so that a test is never mistaken for a holder."""
        path = self._folder / _LOCKS / _GUARD
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            yield

    def _locate(self, kind: str, name: str) -> Path:
        return self._folder / kind / quote(name, safe="")


class _Held:
    """A file lock: it lasts as long as its process, so it cannot be lost."""

    fence = 0

    def check(self) -> None:
        """Do nothing: the lock is always held."""


def _try_lock(stream: int) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(stream: int) -> str:
    return os.pread(stream, os.fstat(stream).st_size, 0).decode("utf-8", "replace")


def _write(stream: int, text: str) -> None:
    # Truncating a file costs a hundred times as much as writing it, so a text of the same length overwrites the old one.
    content = text.encode()
    longer = os.fstat(stream).st_size > len(content)
    os.pwrite(stream, content, 0)
    if longer:
        os.ftruncate(stream, len(content))
