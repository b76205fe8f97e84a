"""Run a source, a replay or an import completely: capture, derive, load."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypedDict, Unpack

from pipeline.errors import PipelineError
from pipeline.fetch.http.fetch_settings import FetchSettings
from pipeline.file_kinds import name_file
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source, is_declared, load_sources
from pipeline.run.collect.deriving import derive_ticket
from pipeline.run.collect.given_files import list_files
from pipeline.run.collect.importing import capture_files
from pipeline.run.collect.known import open_known
from pipeline.run.collect.loading import LOAD_WAIT_S, load_ticket
from pipeline.run.collect.locks import OpenRuns, holding
from pipeline.run.collect.progress import log_event
from pipeline.run.collect.recovering import hand_over, heal, remove_leftovers
from pipeline.run.collect.reparsing import list_reparse_tickets
from pipeline.run.collect.replaying import capture_replay
from pipeline.run.collect.summing import sum_by_source
from pipeline.run.collect.ticket import Ticket, name_warc, new_ticket
from pipeline.stages.imported import ImportOptions
from storage.errors import OnRecordError
from storage.model import UNDECLARED, Tally
from storage.model.codec import to_json
from storage.model.findings import view_tally
from storage.reading.failed import list_failed

LOAD_EXPECTED = timedelta(hours=6)
"""How long a run that is captured and derived waits for its load task before another run loads it. Chosen by hand: longer than
a load task is retried."""


class Asked(TypedDict, total=False):
    """What a run of one source is asked for.

    ``since`` and ``until`` are the first and last day; ``due_only`` requests known pages by the source's policy alone, as a
    scheduled run does; ``failed_only`` requests only what failed before; ``replay`` reads WARC files instead of the network.
    """

    since: date | None
    until: date | None
    via: str
    replay: Sequence[Path]
    failed_only: bool
    due_only: bool
    settings: FetchSettings | None


def follow(home: Home, source: str, **asked: Unpack[Asked]) -> Tally:
    """Run one source in this process: first finish runs that died, then capture, derive and load."""
    with holding(home) as runs:
        ticket = capture(home, source, runs=runs, **asked)
        return load(home, derive(home, ticket, runs=runs), runs=runs)


def collect(home: Home, source: str, *, waits: timedelta = LOAD_EXPECTED, **asked: Unpack[Asked]) -> Ticket:
    """Capture and derive one source, as ``follow`` does, and leave the loading to a later ``load`` of the ticket.

    No other run takes over the loading until ``waits`` has passed, unless it copies the same files.
    """
    with holding(home) as runs:
        ticket = derive(home, capture(home, source, runs=runs, **asked), runs=runs)
        hand_over(home, ticket, runs, waits_until=datetime.now(UTC) + waits)
    return ticket


def capture(home: Home, source: str, *, runs: OpenRuns | None = None, **asked: Unpack[Asked]) -> Ticket:
    """Capture one source, from the network or from WARC files, and return the ticket for the next step.

    ``runs`` keeps the run's lock after the call.
    """
    since, until, via, replay = asked.get("since"), asked.get("until"), asked.get("via", "live"), asked.get("replay", ())
    declared = get_source(source) if source != UNDECLARED else None
    with holding(home, runs) as held:
        held.hold_files(replay)
        heal(home, slots=held.slots, sources={source})
        if replay or declared is None:
            parameters = {"since": _day(since), "until": _day(until), "via": via, "files": [name_file(path) for path in replay]}
            found = capture_replay(home, replay, {source}, parameters, held)
            ticket = found[0] if found else _begin(held, new_ticket(source, parameters))
        else:
            from pipeline.run.collect.fetching import capture_live  # slow to import: only what asks the network needs it

            failed = _list_failed(home, source, since, until) if asked.get("failed_only") else None
            ticket = capture_live(
                home,
                declared,
                since=since,
                until=until,
                via=via,
                failed=failed,
                due_only=asked.get("due_only", False),
                settings=asked.get("settings"),
                runs=held,
            )
    _log(home, "captured", ticket)
    return ticket


def derive(home: Home, ticket: Ticket, *, runs: OpenRuns | None = None) -> Ticket:
    """Derive what a ticket's run captured."""
    with holding(home, runs) as held:
        held.wait_for(name_warc(ticket), wait_s=LOAD_WAIT_S)
        derived = derive_ticket(home, ticket)
        held.note(derived)
    _log(home, "derived", derived)
    return derived


def load(home: Home, ticket: Ticket, *, runs: OpenRuns | None = None) -> Tally:
    """Load what a ticket's run captured and derived; its shards and ticket are removed once they are in the archive.

    Safe to repeat: a run that was loaded before returns the Tally it had.
    """
    name = name_warc(ticket)
    with holding(home, runs) as held:
        held.wait_for(name, wait_s=LOAD_WAIT_S)
        held.check(name)
        tally = load_ticket(home, ticket)
        for _ in remove_leftovers(home, name):
            continue
        held.finish(name)
    _log(home, "loaded", ticket, tally=to_json(view_tally(tally)))
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
    due_only: bool = False,
) -> Iterator[Tally]:
    """Run sources (none given: all that declare a schedule, or all in the replayed files) and yield their Tallies.

    If a source fails, the others still run; raises PipelineError at the end, naming each failed source with its reason.
    """
    for source in sources:
        get_source(source)
    if replay:
        with holding(home) as runs:
            runs.hold_files(replay)
            heal(home, slots=runs.slots, sources=sources)
            parameters = {"files": [name_file(path) for path in replay]}
            tickets = capture_replay(home, replay, set(sources) or None, parameters, runs)
            yield from _finish(home, tickets, runs)
        return
    failures: list[str] = []
    for name in sources or [source.id for source in load_sources() if source.schedule]:
        try:
            yield follow(home, name, since=since, until=until, via=via, failed_only=failed_only, due_only=due_only)
        except (OnRecordError, OSError) as error:  # such as a folder of this source alone that cannot be written
            log_event(home, "failed", source=name, why=str(error))
            failures.append(f"{name}: {error}")
    if failures:
        raise PipelineError(f"Not run: {' '.join(failures)}")


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

    ``failed_only`` requests again only what failed in such runs before.
    """
    yield from run(home, sources, since=since, until=until, replay=replay, via=via, failed_only=failed_only)


def import_files(
    home: Home, paths: Sequence[Path], note: ImportOptions, source: str | None = None, urls: Path | None = None
) -> Iterator[Tally]:
    """Import files and yield the Tallies of their sources, also of what was imported before an error; ``urls`` is a table of
    addresses and times."""
    done: list[Tally] = []
    with holding(home) as runs:
        runs.hold_files(list_files(paths))
        heal(home, slots=runs.slots)
        try:
            done.extend(_finish(home, capture_files(home, paths, note, source, runs, urls), runs))
        except OnRecordError:
            yield from sum_by_source(done)
            raise
        yield from sum_by_source(done)


def reparse(home: Home, sources: Collection[str] = ()) -> Iterator[Tally]:
    """Derive again from stored captures with the current parser (none given: all sources), and yield what changed.

    Raises PipelineError at the end if sources are no longer declared; the others are derived.
    """
    heal(home)
    failures: list[str] = []
    with holding(home) as runs:
        for ticket in list_reparse_tickets(home, sources):
            if ticket.source == UNDECLARED or is_declared(ticket.source):
                yield from _finish(home, [_begin(runs, ticket)], runs)
            else:
                failures.append(ticket.source)
    if failures:
        names = ", ".join(failures)
        raise PipelineError(f"Not reparsed: {names}. They are no longer declared: put their files back, or name other sources.")


def _begin(runs: OpenRuns, ticket: Ticket) -> Ticket:
    runs.begin(ticket)
    return ticket


def _finish(home: Home, tickets: Iterable[Ticket], runs: OpenRuns) -> Iterator[Tally]:
    for ticket in tickets:
        yield load(home, derive(home, ticket, runs=runs), runs=runs)


def _list_failed(home: Home, source: str, since: date | None, until: date | None) -> list[str]:
    with open_known(home) as known:
        return list_failed(known.db, source, since=since, until=until) if known.db is not None else []


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _log(home: Home, event: str, ticket: Ticket, **fields: Any) -> None:
    log_event(home, event, run=ticket.run, source=ticket.source, warc=ticket.warc, **fields)
