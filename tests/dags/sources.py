"""A declared source on this machine, for runs in other processes: its folder, and the environment that names it."""

from __future__ import annotations

from pathlib import Path

from tests.loopback.server import LoopbackServer

_DECLARATION = """
title = "Ministry of Samples: news ({name})"
publisher = "Ministry of Samples"
kind = "statement"
url = "{address}/{name}/news"
country = "xx"
languages = ["en"]
timezone = "UTC"
hosts = ["{host}"]
paths = ["/{name}/"]
schedule = "{schedule}"

[politeness]
delay_s = 0.0
deadline_s = 10.0

[discover]
method = "listing"
pages = "{address}/{name}/news?page={{page}}"
item = "li.item"
link = "a"
date = ".date"

[[layout]]
name = "article"
body = [{{ css = "p", least = 1 }}]
"""


def declare(folder: Path, server: LoopbackServer, *names: str, schedule: str = "0 3 * * *") -> dict[str, str]:
    """Declare sources of a server in a folder; returns the environment under which they are known and reachable."""
    folder.mkdir(exist_ok=True)
    for name in names:
        text = _DECLARATION.format(name=name, address=server.url("").rstrip("/"), host=server.address, schedule=schedule)
        (folder / f"xx_{name}.toml").write_text(text)
    return {"ONRECORD_SOURCES": str(folder), "ONRECORD_ALLOW_LOOPBACK": "yes"}
