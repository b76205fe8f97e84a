"""Tell runs that are at work from runs that died: who captures holds a lock that dies with its process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.home import Home


@contextmanager
def capturing(home: Home) -> Iterator[None]:
    """Hold the shared lock of those who write WARC files."""
    with _open_lock(home, fcntl.LOCK_SH, wait=True):
        yield


@contextmanager
def alone(home: Home) -> Iterator[bool]:
    """Tell whether nobody captures, and keep it so for as long as the context lasts."""
    with _open_lock(home, fcntl.LOCK_EX, wait=False) as held:
        yield held


@contextmanager
def _open_lock(home: Home, kind: int, *, wait: bool) -> Iterator[bool]:
    home.state.mkdir(parents=True, exist_ok=True)
    with (home.state / "capturing.lock").open("ab") as stream:
        try:
            fcntl.flock(stream, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
