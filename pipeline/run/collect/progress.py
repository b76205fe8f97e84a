"""Report the progress of a run: one structured line per stage in a file that programs and people can follow."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.home import Home
from storage.model.codec import format_instant


def log_event(home: Home, event: str, **fields: Any) -> None:
    """Append a line to the run log. Lines of several processes never mix: each is one append."""
    path = find_log(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"at": format_instant(datetime.now(UTC)), "event": event, **fields}, ensure_ascii=False) + "\n"
    stream = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o644)  # and waits for no pipe
    try:
        os.write(stream, line.encode("utf-8", "replace"))
    finally:
        os.close(stream)


def find_log(home: Home) -> Path:
    """Return the path of the run log."""
    return home.log / "runs.jsonl"


def find_fetch_log(home: Home) -> Path:
    """Return the path of the log that has a line for each fetch."""
    return home.log / "fetches.jsonl"


def read_events(home: Home, offset: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the events of the run log from a byte offset on; a line that is still being written is skipped."""
    path = find_log(home)
    if not path.exists():
        return
    with path.open("rb") as stream:
        stream.seek(offset)
        for line in stream:
            if line.endswith(b"\n"):
                yield json.loads(line)
