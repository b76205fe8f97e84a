"""Datasette over a snapshot, for readers who want SQL, JSON and CSV of everything; never over the archive itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

PATH: Final = "/data/"
_SETTINGS: Final = {
    "base_url": PATH,
    "allow_download": False,
    "sql_time_limit_ms": 1_000,
    "max_returned_rows": 1_000,
    "num_sql_threads": 2,
    "default_cache_ttl": 0,
    "truncate_cells_html": 400,
}


class Data:
    """Datasette over a snapshot, read only; opened again when another snapshot is put in its place."""

    def __init__(self, snapshot: Path) -> None:
        self._snapshot = snapshot
        self._opened: tuple[int, int] | None = None
        self._served: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        found = self._snapshot.stat()
        if self._served is None or self._opened != (found.st_ino, found.st_mtime_ns):
            self._served = _open(self._snapshot)
            self._opened = (found.st_ino, found.st_mtime_ns)
        await self._served(scope, receive, send)


def _open(snapshot: Path) -> ASGIApp:
    from datasette.app import Datasette

    metadata = {"title": "On Record: the data", "description": "A snapshot of the archive. Withdrawn items are not in it."}
    served: ASGIApp = Datasette([], immutables=[str(snapshot)], settings=_SETTINGS, metadata=metadata, cors=False).app()
    return served
