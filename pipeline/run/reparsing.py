"""Plan deriving again: a ticket for each source, naming the stored WARC files that today's parser reads anew."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.home import Home
from pipeline.registry.sources import get_source
from pipeline.run.ticket import REPARSE, UNDECLARED, Ticket, new_ticket
from storage.archive import open_reader
from storage.reading import loaded_warcs


def list_reparse_tickets(home: Home, sources: Collection[str]) -> tuple[Ticket, ...]:
    """Give the tickets for reparsing some sources (none named: all that have captures)."""
    for source in sources:
        if source != UNDECLARED:
            get_source(source)
    db = open_reader(home.archive)
    try:
        warcs = sorted(loaded_warcs(db))
    finally:
        db.close()
    held = sorted({path.split("/")[0] for path in warcs})
    return tuple(
        new_ticket(source, {REPARSE: [path for path in warcs if path.startswith(f"{source}/")]})
        for source in held
        if not sources or source in sources
    )
