"""Capture one source: find its leads, fetch them, keep every response in a WARC, and report how each lead ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline.declarations import Method, Source
from pipeline.fetch.http.live import LiveClient
from pipeline.fetch.http.public_addresses import get_host
from pipeline.fetch.walks.accounts import AccountWalk, list_accounts
from pipeline.fetch.walks.host_ownership import FindSource
from pipeline.fetch.walks.revisiting import Again, FindPage, ListDue, choose_looks, list_revisitable
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.visiting import LatestCapture, LeadEnd, ReadStored, Visitor
from pipeline.fetch.walks.walk import Walk
from pipeline.fetch.walks.wayback import WAYBACK, WaybackWalk
from pipeline.fetch.walks.window import Window
from pipeline.knowledge import Vocabulary
from pipeline.stages.posts.account_pages import start_address
from storage.captures import WarcWriter
from storage.model import HOST_LEFT_ALONE, Lead, Page, Survey
from storage.model.identity import canonical_url


def capture_source(
    source: Source,
    client: LiveClient,
    writer: WarcWriter | None,
    words: Vocabulary,
    *,
    find_source: FindSource,
    since: date | None = None,
    until: date | None = None,
    via: str = "live",
    latest: LatestCapture | None = None,
    read_stored: ReadStored | None = None,
    pages: FindPage | None = None,
    due: ListDue | None = None,
    again: Again | None = None,
    wayback: str = WAYBACK,
) -> Iterator[Step]:
    """Yield, as it happens, how each lead of a source ended (LeadEnd), why each list came to its end (Stop), and what the
    lists held (Survey).

    Without ``since``, take the newest leads, back to where nothing is new, then the known pages that are due; with it, take
    all leads of the days from ``since`` to ``until`` (both included, in the source's time zone). ``latest`` finds the newest
    stored capture of an address, for conditional requests and to detect what is new; ``read_stored`` reads such a capture,
    so that an unmodified list need not be sent again. ``pages`` finds when an address was requested, ``due`` lists the pages
    that are due for a revisit. ``again`` (None: ``LISTED`` without ``since``, else ``NEVER``) says which pages captured
    before are requested again. Without a ``writer`` it is a dry run: only the lists are requested, nothing is kept, and
    leads that would be fetched are yielded as they are. ``words`` are the tables of the languages, to judge answers by;
    ``find_source`` finds the declared source that owns an address.
    """
    window = Window(since=since, until=until, zone=source.timezone)
    visitor = replace(_make_visitor(source, client, writer, words, latest, find_source), read_stored=read_stored, pages=pages)
    now = datetime.fromtimestamp(client.settings.clock.now(), UTC)
    again = again or (Again.LISTED if since is None else Again.NEVER)
    dry = writer is None
    if source.discovery.method is Method.NONE and via == "live":
        yield Stop(why=f"{source.id} declares no way to find leads; import its documents instead")
    elif via == "wayback" or source.discovery.method is Method.WAYBACK:
        yield from WaybackWalk(source=source, visitor=visitor, window=window, today=now.date(), base=wayback, dry=dry).run()
    elif list_accounts(source):
        yield from AccountWalk(source=source, visitor=visitor, window=window, dry=dry).run()
    else:
        walk = Walk(source=source, visitor=visitor, window=window, today=now.date(), again=again, dry=dry)
        yield from walk.run()
        wanted = due(now) if due and again is not Again.NEVER and not dry else ()
        yield from _look_again(source, visitor, walk, wanted)


def _look_again(source: Source, visitor: Visitor, walk: Walk, due: Iterable[Page]) -> Iterator[Step]:
    """Request the known pages that are due and that the walk did not request; stop if the host's circuit is open."""
    done = walk.asked | set(map(canonical_url, walk.visited))  # a list that failed once is known as a page
    wanted = [page for page in list_revisitable(source, due) if canonical_url(page.url) not in done]
    looked = 0
    asked: set[str] = set()
    for page in choose_looks(wanted, source.revisit.budget):
        if page.url in asked:
            looked += 1
            continue
        end = visitor.visit_page(page.url).end
        if end.reason in HOST_LEFT_ALONE:
            yield Stop(why=f"no further known pages are requested: {end.why}")
            break
        looked += 1
        asked.add(end.answered or page.url)
        yield end
    yield Survey(listed=len(walk.listed), due=len(wanted), deferred=len(wanted) - looked)


def capture_lead(
    lead: Lead,
    source: Source,
    client: LiveClient,
    writer: WarcWriter,
    words: Vocabulary,
    *,
    find_source: FindSource,
    latest: LatestCapture | None,
) -> LeadEnd:
    """Capture a single lead, such as one that failed in an earlier run."""
    return _make_visitor(source, client, writer, words, latest, find_source).visit_page(lead.url).end


def _make_visitor(
    source: Source,
    client: LiveClient,
    writer: WarcWriter | None,
    words: Vocabulary,
    latest: LatestCapture | None,
    find_source: FindSource,
) -> Visitor:
    """Make what asks for a source: it knows which of the hosts that the source declares may be sent a token."""
    begins = (*source.discovery.urls, *(start_address(account, since=None, until=None) for account in list_accounts(source)))
    declared = {get_host(url) for url in begins if url} | {host.partition("/")[0] for host in source.hosts}
    return Visitor(
        client=client,
        source=source,
        find_source=find_source,
        writer=writer,
        words=words,
        latest=latest,
        token_hosts=frozenset(declared),
    )
