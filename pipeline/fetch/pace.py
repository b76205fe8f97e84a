"""Give every host its rest: one token bucket per host, shared by all threads and processes on the machine.

A host's file holds the moment from which it may be asked again, and is changed only under its lock. Whoever comes takes the
next free moment, and waits for it outside the lock.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from urllib.parse import quote

from pipeline.errors import FetchError
from pipeline.fetch.settings import Clock

_MOST_AHEAD_S = 86_400.0
"""A moment further ahead than this comes from a clock that was set back, and is not waited for."""

_WIDTH = 20


class Pace:
    """The token buckets of one machine, in a folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clock = clock

    def take(self, host: str, delay_s: float, *, patience_s: float) -> float:
        """Wait for a host's next free moment and take it; give the seconds waited.

        Raises FetchError, with nothing taken, where the wait would outlast the patience.
        """
        wait_s = self._book(host, rest_s=delay_s, patience_s=patience_s)
        if wait_s > 0:
            self._clock.sleep(wait_s)
        return wait_s

    def pause(self, host: str, pause_s: float) -> None:
        """Let a host rest for some time from now, as it asked for."""
        with self._open(host) as stream:
            free_at = max(self._read(stream), self._clock.now() + pause_s)
            self._write(stream, free_at)

    def _book(self, host: str, *, rest_s: float, patience_s: float) -> float:
        with self._open(host) as stream:
            now = self._clock.now()
            start = max(now, self._read(stream))
            if start - now > patience_s:
                message = f"{host} rests for another {start - now:.0f} s; try again later."
                raise FetchError("host resting", message)
            self._write(stream, start + rest_s)
        return start - now

    def _open(self, host: str) -> _Locked:
        return _Locked(self._folder / quote(host, safe=""))

    def _read(self, stream: int) -> float:
        text = os.pread(stream, _WIDTH, 0).decode("ascii", "replace")
        try:
            free_at = float(text)
        except ValueError:
            return 0.0
        return free_at if free_at < self._clock.now() + _MOST_AHEAD_S else 0.0

    @staticmethod
    def _write(stream: int, free_at: float) -> None:
        # Always of the same width: cutting the file first would cost a hundred times as much as the writing.
        os.pwrite(stream, f"{free_at:0{_WIDTH}.3f}".encode(), 0)


class _Locked:
    """An open file under its exclusive lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> int:
        self._stream = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        fcntl.flock(self._stream, fcntl.LOCK_EX)
        return self._stream

    def __exit__(self, *_: object) -> None:
        os.close(self._stream)
