"""Capture one source: find its leads, fetch them, keep every answer in a WARC, and tell how each lead ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from pipeline.declarations import Method, Source
from pipeline.fetch.accounts import AccountWalk, list_accounts
from pipeline.fetch.live import LiveClient
from pipeline.fetch.visiting import LatestCapture, LeadEnd, ReadStored, Visitor
from pipeline.fetch.walk import Step, Stop, Walk
from pipeline.fetch.wayback import WAYBACK, WaybackWalk
from pipeline.fetch.window import Window
from storage.captures import WarcWriter
from storage.model import Lead


def capture_source(
    source: Source,
    client: LiveClient,
    writer: WarcWriter | None,
    *,
    since: date | None = None,
    until: date | None = None,
    via: str = "live",
    latest: LatestCapture | None = None,
    read_stored: ReadStored | None = None,
    refetch: bool | None = None,
    wayback: str = WAYBACK,
) -> Iterator[Step]:
    """Yield, as it happens, how each lead of a source ended (LeadEnd) and why each list came to its end (Stop).

    Without ``since`` the newest leads are taken, back to where nothing is new; with it, all of the days from ``since`` to
    ``until`` (both included, in the source's time zone). ``latest`` finds the newest stored capture of an address, for
    conditional requests and for telling what is new; ``read_stored`` reads such a capture, so that a list that was not
    modified need not be sent again. ``refetch`` asks again for what was captured before (the default without ``since``); a
    backfill goes on where it stopped. Without a ``writer`` only the lists are asked for, nothing is kept, and leads that would
    be fetched are yielded as they are: a dry run.
    """
    window = Window(since=since, until=until, zone=source.timezone)
    visitor = Visitor(client=client, politeness=source.politeness, writer=writer, latest=latest, read_stored=read_stored)
    today = datetime.fromtimestamp(client.settings.clock.now(), UTC).date()
    again = refetch if refetch is not None else since is None
    if source.discovery.method is Method.NONE and via == "live":
        yield Stop(why=f"{source.id} declares no way to find leads; import its documents instead")
    elif via == "wayback" or source.discovery.method is Method.WAYBACK:
        yield from WaybackWalk(
            source=source, visitor=visitor, window=window, today=today, base=wayback, dry=writer is None
        ).run()
    elif list_accounts(source):
        yield from AccountWalk(source=source, visitor=visitor, window=window, dry=writer is None).run()
    else:
        yield from Walk(source=source, visitor=visitor, window=window, today=today, refetch=again, dry=writer is None).run()


def capture_lead(
    lead: Lead, source: Source, client: LiveClient, writer: WarcWriter, *, latest: LatestCapture | None
) -> LeadEnd:
    """Capture a single lead, such as one that failed in an earlier run."""
    return Visitor(client=client, politeness=source.politeness, writer=writer, latest=latest).visit_page(lead.url).end
