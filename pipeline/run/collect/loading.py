"""Load the shards of a run into the archive, under its one-writer lock, and return the Tally.

What was loaded is then linked a few seconds at a time, so that other writers wait no longer. If linking is interrupted, the
next load or ``recover`` completes it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.registry.declared_sources import load_sources
from pipeline.registry.language_files import load_vocabulary
from pipeline.registry.reading_background import load_roster
from pipeline.run.collect.publishing import bring_in, settle
from pipeline.run.collect.ticket import Ticket
from pipeline.run.collect.version import code_version
from storage.database.archive import open_writer
from storage.errors import ArchiveLocked
from storage.loading.load import begin_run, finish_run, load_lines
from storage.loading.load import load_roster as store_roster
from storage.loading.load import load_sources as store_sources
from storage.loading.reindexing import rebuild_indexes
from storage.loading.shards import read_shard
from storage.loading.tallies import list_runs, read_tally
from storage.model import Derived, Tally
from storage.sameness.link_quotes import Verdict, link_batch
from storage.sameness.link_texts import link_text_batch
from storage.sameness.wordings import settle_sketches

LOAD_WAIT_S = 900.0
"""How long a load waits for another writer: a large load takes minutes. Chosen by hand."""
LINK_HOLD_S = 3.0
"""For how many seconds linking keeps other writers waiting before it lets them in. Chosen by hand: a third of what SQLite's own
timeout allows (`_BUSY_MS`)."""
_LET_IN_S = 0.1
"""How long linking leaves the archive to them: twice as long as they wait between two tries (storage.database.archive)."""


def load_ticket(home: Home, ticket: Ticket, *, wait_s: float | None = None) -> Tally:
    """Load what a run captured and derived. Loading it again stores nothing twice and returns the same Tally.

    Raises ArchiveLocked after waiting ``wait_s`` seconds (None: a quarter of an hour) for another writer.
    """
    bring_in(home, ticket)
    with open_writer(home.archive, wait_s=LOAD_WAIT_S if wait_s is None else wait_s) as db:
        rebuild_indexes(db)
        loaded = _is_loaded(home, db, ticket)
        tally = read_tally(db, ticket.run, source=ticket.source) if loaded else _load(home, db, ticket)
        is_linked = link_for(db, LINK_HOLD_S)
    settle(home, ticket)
    if not is_linked:
        link_all(home, wait_s=wait_s)
    return tally


def link_all(home: Home, *, wait_s: float | None = None) -> bool:
    """Link all quotes and texts that are not linked yet, and let other writers in every few seconds.

    Returns whether all are linked: if another writer keeps the archive locked for ``wait_s`` seconds (None: a quarter of an
    hour), the rest is left to the next load or ``recover``.
    """
    while True:
        try:
            with open_writer(home.archive, wait_s=LOAD_WAIT_S if wait_s is None else wait_s) as db:
                if link_for(db, LINK_HOLD_S):
                    return True
        except ArchiveLocked:
            return False
        time.sleep(_LET_IN_S)


def link_for(db: Database, hold_s: float) -> bool:
    """Link batch after batch until about ``hold_s`` seconds are over, then settle what was gathered for it; returns whether all
    is done."""
    ends_at = time.monotonic() + hold_s
    for batch in (link_batch, link_text_batch):
        while batch(db, _compare, code_version=code_version()) is not None:
            if time.monotonic() >= ends_at:
                return False
    while settle_sketches(db):
        if time.monotonic() >= ends_at:
            return False
    return True


def _load(home: Home, db: Database, ticket: Ticket) -> Tally:
    _store_declared(db)
    begin_run(
        db,
        run=ticket.run,
        source=ticket.source,
        started_at=ticket.started_at,
        code_version=code_version(),
        parameters=ticket.parameters,
    )
    lines = _Lines(home=home, ticket=ticket)
    tally = load_lines(
        db, lines, run=ticket.run, source=ticket.source, warc=ticket.warc, stops=ticket.stops, survey=ticket.survey
    )
    finish_run(db, run=ticket.run, finished_at=datetime.now(UTC).replace(microsecond=0))
    return tally


def _compare(stored: str, other: str) -> Verdict:
    from pipeline.stages.sameness import compare  # slow to import; a run that brought nothing new does not need it

    return compare(stored, other, load_vocabulary())


def _is_loaded(home: Home, db: Database, ticket: Ticket) -> bool:
    """Say whether a ticket was loaded before and its shards are removed."""
    shards = [shard for shard in (ticket.leads, ticket.derived) if shard]
    missing = any(not (home.warc / shard).exists() for shard in shards)
    return missing and any(run.id == ticket.run for run in list_runs(db, source=ticket.source))


def _store_declared(db: Database) -> None:
    roster = load_roster()
    store_sources(db, load_sources())
    store_roster(db, roster.people, roster.positions, roster.occupancies)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The lines of a ticket's shards, read again at each iteration."""

    home: Home
    ticket: Ticket

    def __iter__(self) -> Iterator[Derived]:
        for shard in (self.ticket.leads, self.ticket.derived):
            if shard:
                yield from read_shard(Derived, self.home.warc / shard)
