"""Derive again: a ticket for each source, naming the stored WARC files to read again; and report what that changed."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.home import Home
from pipeline.registry.declared_sources import get_source
from pipeline.run.collect.ticket import REPARSE, Ticket, new_ticket
from pipeline.run.opening import bring_up_to_date, reading
from storage.loading.tallies import loaded_warcs
from storage.model import UNDECLARED
from storage.model.findings import DocumentChange
from storage.reading.rereadings import count_named, count_unnamed, iterate_changes, newest_observation


def list_reparse_tickets(home: Home, sources: Collection[str]) -> tuple[Ticket, ...]:
    """Return the tickets for reparsing the given sources (none: all that have captures)."""
    for source in sources:
        if source != UNDECLARED:
            get_source(source)
    with reading(home) as db:
        warcs = sorted(loaded_warcs(db))
    held = sorted({path.split("/")[0] for path in warcs})
    return tuple(
        new_ticket(source, {REPARSE: [path for path in warcs if path.startswith(f"{source}/")]})
        for source in held
        if not sources or source in sources
    )


def mark_reading(home: Home) -> int:
    """Return the mark from which `list_changes` lists changed readings; 0 if there is no archive."""
    bring_up_to_date(home)
    if not home.archive.exists():
        return 0
    with reading(home) as db:
        return newest_observation(db)


def count_speakers(home: Home, since: int) -> tuple[int, int]:
    """Count since a mark the posts whose speaker is not known, and the documents whose speaker is known only now."""
    if not home.archive.exists():
        return 0, 0
    with reading(home) as db:
        return count_unnamed(db, since), count_named(db, since)


def list_changes(home: Home, since: int) -> list[DocumentChange]:
    """List the readings that changed since a mark, as `storage.reading.rereadings.iterate_changes` yields them."""
    with reading(home) as db:
        return list(iterate_changes(db, since))
