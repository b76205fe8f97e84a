"""Keep what changes only with the archive until its file changes, and while a load writes to it for some seconds.

A load changes the archive all the time. A value that has become old is read anew beside the reader who asked, who gets the
older one: nobody waits for a count of the whole archive but the first reader, and one after a long quiet.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final

from pipeline.home import Home

OLDEST_S: Final = 30.0
"""Seconds for which a value is kept although the archive has changed: during a load it changes all the time. Chosen by hand."""

STALEST_S: Final = 600.0
"""A value read longer ago than this, of an archive that has changed, is shown to nobody: its reader waits for a new one. Chosen
by hand."""

MOST_KEPT: Final = 256
"""Answers that are kept by what was asked; of more, those not asked for longest go. Chosen by hand."""

State = tuple[tuple[int, int], ...]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A value, the state of the archive that it was read from, and when."""

    value: Any
    state: State
    at: float


class Kept:
    """A value read from an archive, read again when the database or its journal has changed, at most every OLDEST_S seconds."""

    def __init__(
        self,
        read: Callable[[Home], Any],
        *,
        clock: Clock = time.monotonic,
        beside: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        self._read = read
        self._clock = clock
        self._beside = beside or _run_beside
        self._lock = threading.Lock()
        self._kept: _Read | None = None

    def of(self, home: Home) -> Any:
        """Return the value for the archive as it is now, or was a little while ago."""
        kept = self._kept
        age = self._clock() - kept.at if kept else STALEST_S
        if kept and (age <= OLDEST_S or kept.state == _find_state(home)):
            return kept.value
        if kept and age < STALEST_S:
            if self._lock.acquire(blocking=False):
                self._beside(lambda: self._renew_locked(home))
            return kept.value
        with self._lock:
            if self._kept is kept:  # nobody else read it while this reader waited
                self._renew(home)
        assert self._kept is not None
        return self._kept.value

    def _renew(self, home: Home) -> None:
        state = _find_state(home)
        self._kept = _Read(value=self._read(home), state=state, at=self._clock())

    def _renew_locked(self, home: Home) -> None:
        try:
            self._renew(home)
        finally:
            self._lock.release()


class KeptAnswers:
    """Answers by what was asked, each kept while the archive stays as it is, and for OLDEST_S seconds."""

    def __init__(self, *, most: int = MOST_KEPT, clock: Clock = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Read] = OrderedDict()

    def of(self, home: Home, asked: Hashable, read: Callable[[], Any], *, is_whole: Callable[[Any], bool] = bool) -> Any:
        """Return the answer to what was asked; ``read`` finds it if none is kept. One that is not whole is not kept."""
        state = _find_state(home)
        with self._lock:
            kept = self._kept.get(asked)
            if kept and (kept.state == state or self._clock() - kept.at <= OLDEST_S):
                self._kept.move_to_end(asked)
                return kept.value
        value = read()
        if not is_whole(value):
            return value
        with self._lock:
            self._kept[asked] = _Read(value=value, state=state, at=self._clock())
            self._kept.move_to_end(asked)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value


def _run_beside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="renew", daemon=True).start()


def _find_state(home: Home) -> State:
    files = (home.archive, home.archive.with_name(f"{home.archive.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for found in (file.stat() for file in files if file.exists()))
