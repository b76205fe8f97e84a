"""Serve the site with uvicorn."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from pipeline.home import Home
from pipeline.site.app import make_app
from pipeline.site.data import Data
from pipeline.site.security import LOOPBACK


def serve(
    home: Home, *, host: str, port: int, snapshot: Path | None = None, hosts: Sequence[str] = (), data: Path | None = None
) -> None:
    """Serve until interrupted: from the archive, or from a snapshot.

    ``hosts`` are further names to answer to; ``data`` is a snapshot that Datasette shows at ``/data``. If the site itself runs
    from a snapshot, that one is shown.
    """
    import uvicorn

    served = dataclasses.replace(home, snapshot=snapshot) if snapshot else home
    shown = data or snapshot
    app = make_app(served, hosts=(*LOOPBACK, host, *hosts), data=Data(shown) if shown else None)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, access_log=False, timeout_keep_alive=75)
