"""Open the shared state that the environment names: a folder of files, or a Redis database."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pipeline.clock import Clock
from pipeline.errors import SharedError
from pipeline.shared.folder_state import FileState
from pipeline.shared.state import SharedState

SHARED = "ONRECORD_SHARED"
"""The environment variable that names where machines share pace, robots.txt answers, circuits and locks."""

_REDIS = frozenset({"redis", "rediss", "unix"})


def open_shared(folder: Path, address: str | None, clock: Clock) -> SharedState:
    """Open the Redis database at an address, else (None or empty) the files in a folder.

    Raises SharedError if the address has no known form, or nothing answers there.
    """
    if not address:
        return FileState(folder, clock)
    scheme = urlsplit(address).scheme
    if scheme not in _REDIS:
        raise SharedError(f"{SHARED} begins with {scheme or 'no scheme'!r}; expected redis://host:port/database.")
    # Only an archive on several machines needs this library; on one machine it need not be installed.
    from pipeline.shared.redis import open_redis

    return open_redis(address, clock)
