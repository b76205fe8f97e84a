"""Turn the captures of a run into a shard of records, in any number of processes or machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.declarations import Source
from pipeline.home import Home
from pipeline.registry.knowledge import load_knowledge
from pipeline.registry.sources import find_source, get_source
from pipeline.run.known import open_known
from pipeline.run.ticket import IMPORT, RECOVERED, REPARSE, REPLAY, UNDECLARED, Ticket, name_warc
from pipeline.run.version import code_version
from pipeline.stages.derive import Context, derive
from storage.captures import Found, read_warc
from storage.model import Capture, Derived, Outcome
from storage.shards import write_shard

DERIVED_SUFFIX = ".derived.jsonl"

_EVERY_CAPTURE = (REPLAY, IMPORT, REPARSE, RECOVERED)
"""Ways in which every capture is a lead, also one that turns out to be a listing."""


def derive_ticket(home: Home, ticket: Ticket) -> Ticket:
    """Derive what a run captured into a shard, beside its WARC where it has one, and give the ticket that names it."""
    warcs = ticket.parameters.get(REPARSE) or ([ticket.warc] if ticket.warc else [])
    if not warcs:
        return ticket
    name = name_warc(ticket) + DERIVED_SUFFIX
    counted = any(key in ticket.parameters for key in _EVERY_CAPTURE)
    write_shard(home.warc / name, _iterate_all(home, warcs, ticket.source, counted=counted))
    return replace(ticket, derived=name)


def _iterate_all(home: Home, warcs: Sequence[str], source: str, *, counted: bool) -> Iterator[Derived]:
    for warc in warcs:
        yield from iterate_derived(home, warc, source, counted=counted)


def iterate_derived(home: Home, warc: str, source: str, *, counted: bool) -> Iterator[Derived]:
    """Yield the lines of a WARC in its order, every record of it in some line's ledger."""
    declared = get_source(source) if source != UNDECLARED else None
    with open_known(home.archive) as known:
        for found in read_warc(home.warc, warc, resolve=known.find_payload):
            yield from _derive_found(found, declared, counted)


def make_context(source: Source | None, capture: Capture, *, counted: bool = True) -> Context:
    """Say what understanding a capture needs: its source (found from its address where none is given) and all we know."""
    return Context(
        source=source or find_source(capture.url), knowledge=load_knowledge(), code_version=code_version(), counted=counted
    )


def _derive_found(found: Found, source: Source | None, counted: bool) -> Iterator[Derived]:
    if found.capture is None or found.response is None:
        yield _without_capture(found, source)
        return
    ledger = found.ledger
    for line in derive(found.capture, found.response, make_context(source, found.capture, counted=counted)):
        yield replace(line, ledger=ledger)
        ledger = ()


def _without_capture(found: Found, source: Source | None) -> Derived:
    line = Derived(code_version=code_version(), source=source.id if source else None, ledger=found.ledger)
    if found.problem:
        reason = "revisit without its original"
        return replace(line, lead=found.problem, outcome=Outcome.FAILED, reason=reason, why=found.problem)
    return line
