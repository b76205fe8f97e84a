"""Datasette over a snapshot, for readers who want SQL, JSON and CSV of everything; never over the archive itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.types import ASGIApp

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


def make_data(snapshot: Path) -> ASGIApp:
    """Return Datasette over a snapshot, read only; it serves the file that is there when the site starts."""
    from datasette.app import Datasette

    metadata = {"title": "On Record: the data", "description": "A snapshot of the archive. Withdrawn items are not in it."}
    served: ASGIApp = Datasette([], immutables=[str(snapshot)], settings=_SETTINGS, metadata=metadata, cors=False).app()
    return served
