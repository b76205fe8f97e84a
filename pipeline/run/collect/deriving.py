"""Derive a shard of records from the captures of a run, in any number of processes or machines."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from pipeline.declarations import Source
from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.fetch.walks.host_ownership import find_owner
from pipeline.home import Home
from pipeline.limits import allow_for, iterate_within
from pipeline.registry.declared_sources import find_source, get_source
from pipeline.registry.reading_background import load_knowledge
from pipeline.run.collect.known import open_known
from pipeline.run.collect.ticket import IMPORT, REPARSE, REPLAY, Ticket, name_warc
from pipeline.run.collect.version import code_version
from pipeline.run.remote.mirroring import require, requiring
from pipeline.stages.derive import Context, derive
from pipeline.stages.redirects import Hop, find_lost
from storage.captures import LIST_NOTE, Found, read_warc
from storage.loading.shards import write_shard
from storage.model import UNDECLARED, Capture, Derived, LargeResponse, Outcome, RecordType, Response
from storage.model.identity import canonical_url

DERIVED_SUFFIX = ".derived.jsonl"


def derive_ticket(home: Home, ticket: Ticket) -> Ticket:
    """Derive what a run captured into a shard, beside its WARC if it has one, and return the ticket that names it."""
    warcs = ticket.parameters.get(REPARSE) or ([ticket.warc] if ticket.warc else [])
    if not warcs:
        return ticket
    name = name_warc(ticket) + DERIVED_SUFFIX
    copied = REPLAY in ticket.parameters or IMPORT in ticket.parameters
    lines = (line for warc in warcs for line in iterate_derived(home, warc, ticket.source, copied=copied))
    write_shard(home.warc / name, lines)
    return replace(ticket, derived=name)


def iterate_derived(home: Home, warc: str, source: str, *, copied: bool = False) -> Iterator[Derived]:
    """Yield the lines of a WARC in file order; each record of it is in the ledger of some line.

    ``copied``: its records come from another archive, which may hold a redirect without the answer at its end. Such a redirect
    is a lead that ends as skipped; a run of our own follows each to its end.
    """
    declared = get_source(source) if source != UNDECLARED else None
    lists: set[str] = set()
    hops: dict[str, Hop] = {}
    answered: set[str] = set()
    with open_known(home) as known:
        require(home, warc)
        find_original = requiring(home, partial(known.find_original, home))
        for found in read_warc(home.warc, warc, resolve=requiring(home, known.find_payload), elsewhere=find_original):
            if found.note:
                lists.update(found.note.fields.get(LIST_NOTE, ()))
            if copied and found.capture:
                key = canonical_url(found.capture.url)
                if found.capture.location:
                    hops[key] = Hop(found.capture.url, found.capture.location)
                else:
                    answered.add(key)
            yield from _derive_found(found, declared, lists)
        for hop, reason in find_lost(hops, answered):
            if known.latest_capture(hop.target) is None:
                end = Derived(code_version=code_version(), source=source, lead=hop.url, outcome=Outcome.SKIPPED, reason=reason)
                yield replace(end, why=f"redirects to {hop.target}")


def make_context(source: Source | None, capture: Capture, *, as_list: bool = False) -> Context:
    """Make the context for deriving a capture: its source (found from its address if none is given) and the declarations."""
    return Context(
        source=source or find_source(capture.url), knowledge=load_knowledge(), code_version=code_version(), as_list=as_list
    )


def _derive_found(found: Found, source: Source | None, lists: Collection[str]) -> Iterator[Derived]:
    if found.capture is None or found.response is None:
        yield _without_capture(found, source)
        return
    ledger = found.ledger
    as_list = found.capture.url in lists
    context = make_context(source if as_list else _attribute(source, found.capture), found.capture, as_list=as_list)
    lines = iterate_within(derive(found.capture, found.response, context), allow_for(_measure(found.response)))
    for line in end_faults(lines, found.capture, context):
        yield replace(line, ledger=ledger)
        ledger = ()


def _attribute(source: Source | None, capture: Capture) -> Source | None:
    """Return whose page a capture of a run is; what was imported belongs to the source that the import names."""
    if source is None or capture.record_type is RecordType.RESOURCE:
        return source
    return find_owner(source, capture.url, find_source) or source


def end_faults(lines: Iterator[Derived], capture: Capture, context: Context) -> Iterator[Derived]:
    """Yield the lines of a capture; if a parser of ours fails on its bytes, the lead fails and the others go on.

    An unforeseen page must not block the archive from loading. The failure is counted, and its place in the code is kept as
    the reason; once the parser is fixed, reparsing reads the page. A page that takes too long fails
    alike.
    """
    try:
        yield from lines
    except ParseError as error:
        yield _fail(capture, context, error.reason, str(error))
    except READER_FAULTS as fault:
        yield _fail(capture, context, "fault of the parser", describe_fault(fault))


def _fail(capture: Capture, context: Context, reason: str, why: str) -> Derived:
    source = context.source.id if context.source else None
    line = Derived(code_version=context.code_version, source=source, capture=capture, lead=capture.url)
    return replace(line, outcome=Outcome.FAILED, reason=reason, why=why)


def _measure(response: Response) -> int:
    """Measure a response in bytes: those of a file too large to be held are counted as they come."""
    pieces = response.pieces() if isinstance(response, LargeResponse) else [response.body]
    return sum(map(len, pieces))


def _without_capture(found: Found, source: Source | None) -> Derived:
    line = Derived(code_version=code_version(), source=source.id if source else None, ledger=found.ledger)
    if found.problem:
        reason = "revisit without its original"
        return replace(line, lead=found.problem, outcome=Outcome.FAILED, reason=reason, why=found.problem)
    return line
