"""Show on a terminal how far fetching is: how many answers came, how many addresses failed, and the last one asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.markup import escape
from rich.status import Status

from pipeline.cli.output import errors
from pipeline.home import Home
from pipeline.run.collect.progress import find_fetch_log
from storage.model import LeadReason

_POLL_S = 0.3
"""How often the log is read, in seconds: a progress line that seems to move at once."""
_WIDEST = 70
"""Characters of an address in a progress line."""


@contextmanager
def watching(home: Home) -> Iterator[None]:
    """Show what the fetch log says until the context ends; nothing if errors go to no terminal."""
    console = errors()
    if not console.is_terminal:
        yield
        return
    log = find_fetch_log(home)
    offset = log.stat().st_size if log.exists() else 0
    ended = threading.Event()
    with console.status("starting …") as status:
        watcher = threading.Thread(target=_follow, args=(log, offset, status, ended))
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()


def _follow(log: Path, offset: int, status: Status, ended: threading.Event) -> None:
    answered = failed = 0
    while not ended.wait(_POLL_S):
        lines, offset = read_lines(log, offset)
        for line in lines:
            fetch = json.loads(line)
            failed += fetch.get("status") is None and fetch.get("reason") != LeadReason.NOT_MODIFIED
            answered += fetch.get("status") is not None or fetch.get("reason") == LeadReason.NOT_MODIFIED
            status.update(f"{answered} answers, {failed} failed · {escape(fetch['url'][:_WIDEST])}")


def read_lines(log: Path, offset: int) -> tuple[list[bytes], int]:
    """Return the whole lines of a log from a byte offset on, and the offset behind them."""
    if not log.exists():
        return [], offset
    with log.open("rb") as stream:
        stream.seek(offset)
        content = stream.read()
    whole = content[: content.rfind(b"\n") + 1]
    return whole.splitlines(), offset + len(whole)
