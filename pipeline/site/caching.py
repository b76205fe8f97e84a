"""Keep what changes only with the archive until its file changes, and while a load writes to it for some seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from pipeline.home import Home

OLDEST_S: Final = 30.0
"""Seconds for which a value is kept although the archive has changed: during a load it changes all the time."""

State = tuple[tuple[int, int], ...]


class Kept:
    """A value read from an archive, read again when the database or its journal has changed, at most every OLDEST_S seconds."""

    def __init__(self, read: Callable[[Home], Any]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._state: State | None = None
        self._until = 0.0
        self._value: Any = None

    def of(self, home: Home) -> Any:
        """Return the value for the archive as it is now, or was a few seconds ago."""
        with self._lock:
            state = _find_state(home)
            if self._state is None or (self._state != state and time.monotonic() > self._until):
                self._value = self._read(home)
                self._state = state
                self._until = time.monotonic() + OLDEST_S
            return self._value


def _find_state(home: Home) -> State:
    files = (home.archive, home.archive.with_name(f"{home.archive.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for found in (file.stat() for file in files if file.exists()))
