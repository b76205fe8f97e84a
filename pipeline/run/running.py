"""Take a source, a replay or some files all the way: capture, derive, load."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.registry.sources import get_source, load_sources
from pipeline.run.deriving import derive_ticket
from pipeline.run.fetching import capture_live
from pipeline.run.importing import capture_files
from pipeline.run.known import open_known
from pipeline.run.loading import describe_tally, load_ticket
from pipeline.run.locks import capturing
from pipeline.run.opening import bring_up_to_date
from pipeline.run.progress import log_event
from pipeline.run.recovering import heal
from pipeline.run.reparsing import list_reparse_tickets
from pipeline.run.replaying import capture_replay
from pipeline.run.ticket import Ticket, new_ticket
from pipeline.stages.imported import ImportNote
from storage.failed import list_failed
from storage.model import Tally


def capture(
    home: Home,
    source: str,
    *,
    since: date | None = None,
    until: date | None = None,
    via: str = "live",
    replay: Sequence[Path] = (),
    failed_only: bool = False,
) -> Ticket:
    """Capture one source, from the network or out of WARC files, and give the ticket for the next step."""
    parameters: dict[str, Any] = {"since": _day(since), "until": _day(until), "via": via}
    bring_up_to_date(home)
    with capturing(home):
        if replay:
            parameters |= {"files": [path.name for path in replay]}
            found = capture_replay(home, replay, {source}, parameters)
            ticket = found[0] if found else new_ticket(source, parameters)
        else:
            failed = _list_failed(home, source, since, until) if failed_only else None
            ticket = capture_live(home, get_source(source), since=since, until=until, via=via, failed=failed)
    _log(home, "captured", ticket)
    return ticket


def derive(home: Home, ticket: Ticket) -> Ticket:
    """Derive what a ticket's run captured."""
    derived = derive_ticket(home, ticket)
    _log(home, "derived", derived)
    return derived


def load(home: Home, ticket: Ticket) -> Tally:
    """Load what a ticket's run captured and derived; its shards go once they are in the archive."""
    tally = load_ticket(home, ticket)
    for shard in (ticket.leads, ticket.derived):
        if shard:
            (home.warc / shard).unlink(missing_ok=True)
    _log(home, "loaded", ticket, tally=describe_tally(tally))
    return tally


def run(
    home: Home,
    sources: Collection[str] = (),
    *,
    since: date | None = None,
    until: date | None = None,
    replay: Sequence[Path] = (),
    via: str = "live",
    failed_only: bool = False,
) -> Iterator[Tally]:
    """Run sources (none named: all that declare a schedule, or all that the replayed files hold) and yield their Tallies."""
    heal(home)
    if replay:
        for source in sources:
            get_source(source)
        with capturing(home):
            tickets = capture_replay(home, replay, set(sources) or None, {"files": [path.name for path in replay]})
        yield from _finish(home, tickets)
        return
    for name in sources or [source.id for source in load_sources() if source.schedule]:
        yield from _finish(home, [capture(home, name, since=since, until=until, via=via, failed_only=failed_only)])


def backfill(
    home: Home,
    sources: Collection[str],
    *,
    since: date,
    until: date,
    via: str = "live",
    replay: Sequence[Path] = (),
    failed_only: bool = False,
) -> Iterator[Tally]:
    """Run sources over their publishers' archives from one day to another, both included.

    ``failed_only`` asks again for what failed in such runs before, and for nothing else.
    """
    yield from run(home, sources, since=since, until=until, replay=replay, via=via, failed_only=failed_only)


def import_files(home: Home, paths: Sequence[Path], note: ImportNote, source: str | None = None) -> Iterator[Tally]:
    """Take in files and yield the Tallies of the sources they belong to."""
    heal(home)
    with capturing(home):
        tickets = capture_files(home, paths, note, source)
    yield from _finish(home, tickets)


def reparse(home: Home, sources: Collection[str] = ()) -> Iterator[Tally]:
    """Derive again from stored captures, with today's parser (none named: all sources), and yield what changed."""
    heal(home)
    yield from _finish(home, list_reparse_tickets(home, sources))


def _finish(home: Home, tickets: Iterable[Ticket]) -> Iterator[Tally]:
    for ticket in tickets:
        yield load(home, derive(home, ticket))


def _list_failed(home: Home, source: str, since: date | None, until: date | None) -> list[str]:
    with open_known(home.archive) as known:
        return list_failed(known.db, source, since=since, until=until) if known.db is not None else []


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _log(home: Home, event: str, ticket: Ticket, **fields: Any) -> None:
    log_event(home, event, run=ticket.run, source=ticket.source, warc=ticket.warc, **fields)
