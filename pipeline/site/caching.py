"""Keep what changes only with the archive until its file changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from pipeline.home import Home

State = tuple[tuple[int, int], ...]


class Kept:
    """A value read from an archive, read again when the database or its journal has changed."""

    def __init__(self, read: Callable[[Home], Any]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._state: State | None = None
        self._value: Any = None

    def of(self, home: Home) -> Any:
        """Return the value for the archive as it is now."""
        state = _find_state(home)
        with self._lock:
            if self._state != state:
                self._value = self._read(home)
                self._state = state
            return self._value


def _find_state(home: Home) -> State:
    files = (home.archive, home.archive.with_name(f"{home.archive.name}-wal"))
    return tuple((found.st_mtime_ns, found.st_size) for found in (file.stat() for file in files if file.exists()))
