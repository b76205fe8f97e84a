"""Capture from the network: a client with its state and log in the archive's folder, and a WARC of what it fetched."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from pipeline.declarations import Source
from pipeline.errors import PipelineError
from pipeline.fetch.http.credentials import read_tokens
from pipeline.fetch.http.fetch_settings import FetchSettings, read_allowed
from pipeline.fetch.http.live import LiveClient
from pipeline.fetch.walks.capturing import capture_lead, capture_source
from pipeline.fetch.walks.revisiting import Again
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd
from pipeline.home import Home
from pipeline.registry.declared_sources import find_source
from pipeline.registry.language_files import load_vocabulary
from pipeline.run.collect.known import Known, open_known
from pipeline.run.collect.locks import OpenRuns, holding
from pipeline.run.collect.progress import find_fetch_log
from pipeline.run.collect.ticket import LEADS_SUFFIX, Ticket, name_warc, new_ticket
from pipeline.run.collect.version import code_version
from pipeline.run.remote.mirroring import read_mirrored
from pipeline.shared import SHARED
from storage.captures import WarcWriter
from storage.loading.shards import ShardWriter
from storage.model import Derived, Lead, LeadReason, Response, Survey

CONTACT = "ONRECORD_CONTACT"
"""The environment variable with the contact for publishers: a URL or mail address, sent in the User-Agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a backfill would request: the leads known so far, the requests they take, the least seconds these take, and why
    discovery stopped."""

    source: str
    leads: int
    known: int
    requests: int
    seconds: float
    stops: tuple[str, ...]


def capture_live(
    home: Home,
    source: Source,
    *,
    since: date | None = None,
    until: date | None = None,
    via: str = "live",
    failed: Iterable[str] | None = None,
    due_only: bool = False,
    settings: FetchSettings | None = None,
    runs: OpenRuns | None = None,
) -> Ticket:
    """Capture a source from the network and return the ticket for deriving it.

    ``failed`` are addresses to request again instead of walking the source's lists. ``due_only`` requests known pages by the
    source's policy alone. ``runs`` keeps the run's lock after the call.
    """
    words = load_vocabulary()
    parameters = _describe(since, until, via, failed is not None, due_only)
    with (
        holding(home, runs) as held,
        open_known(home) as known,
        open_client(home, settings) as client,
    ):
        ticket = new_ticket(source.id, parameters, at=datetime.fromtimestamp(client.settings.clock.now(), UTC))

        def walk(writer: WarcWriter) -> Iterable[Step]:
            latest = known.latest_capture
            if failed is not None:
                # One by one, so that each end is written before the next address is requested.
                return (
                    capture_lead(Lead(url=url), source, client, writer, words, find_source=find_source, latest=latest)
                    for url in failed
                )
            return capture_source(
                source,
                client,
                writer,
                words,
                find_source=find_source,
                since=since,
                until=until,
                via=via,
                latest=latest,
                read_stored=lambda capture: read_mirrored(home, capture, known.find_capture),
                pages=lambda url: known.find_page(source.id, url),
                due=lambda now: known.list_due(source, now),
                again=Again.DUE if due_only else None,
            )

        return record_steps(home, ticket, walk, known=known, runs=held)


def record_steps(
    home: Home, ticket: Ticket, walk: Callable[[WarcWriter], Iterable[Step]], *, known: Known, runs: OpenRuns
) -> Ticket:
    """Begin a ticket's run, write what a walk captures to its WARC and how its leads ended to a shard, and return the ticket
    for deriving it."""
    runs.begin(ticket)
    name = name_warc(ticket)
    with (
        WarcWriter(home.warc, name=name, find_payload=known.find_payload) as writer,
        ShardWriter(home.warc / f"{name}{LEADS_SUFFIX}", streamed=True) as leads,
    ):
        stops, survey = _write_ends(walk(writer), ticket.source, leads)
    ended = replace(
        ticket,
        warc=writer.path if writer.ledger else None,
        leads=f"{name}{LEADS_SUFFIX}" if leads.count else None,
        stops=stops,
        survey=survey,
    )
    runs.note(ended)
    return ended


def estimate_live(home: Home, source: Source, *, since: date, until: date, via: str = "live") -> Estimate:
    """Request the lists only, and estimate what a backfill would fetch."""
    with open_known(home) as known, open_client(home) as client:
        steps = Counter[str]()
        stops = []
        latest, words = known.latest_capture, load_vocabulary()
        for step in capture_source(
            source, client, None, words, find_source=find_source, since=since, until=until, via=via, latest=latest
        ):
            if isinstance(step, Stop):
                stops.append(step.why)
            elif isinstance(step, Lead):
                steps["wanted"] += 1
            elif isinstance(step, LeadEnd) and step.reason == LeadReason.CAPTURED_BEFORE:
                steps["known"] += 1
    seconds = steps["wanted"] * source.politeness.delay_s
    return Estimate(
        source=source.id,
        leads=steps["wanted"] + steps["known"],
        known=steps["known"],
        requests=steps["wanted"],
        seconds=seconds,
        stops=tuple(stops),
    )


def open_client(home: Home, settings: FetchSettings | None = None) -> LiveClient:
    """Open a client of the live network, with its state and log in the archive's folder."""
    return LiveClient(settings or make_settings(home))


def make_settings(home: Home) -> FetchSettings:
    """Return the fetch settings of this archive. Raises PipelineError for a contact that no request can carry."""
    contact, tokens = os.environ.get(CONTACT), read_tokens(os.environ)
    if contact and not (contact.isascii() and contact.isprintable()):
        raise PipelineError(f"{CONTACT}: found {contact!r}, expected a web or mail address of ASCII characters on one line.")
    return FetchSettings(
        state=home.state,
        shared=os.environ.get(SHARED),
        log=find_fetch_log(home),
        contact=contact,
        version=version("onrecord"),
        allowed=read_allowed(os.environ),
        tokens=tokens,
    )


def fetch_one(home: Home, source: Source, url: str) -> Response:
    """Fetch one address with its source's politeness, and keep nothing. Raises FetchError if no response came."""
    with open_client(home) as client:
        fetched = client.fetch(url, politeness=source.politeness)
    return fetched.exchanges[-1].response


def _write_ends(steps: Iterable[Step], source: str, leads: ShardWriter) -> tuple[tuple[str, ...], Survey]:
    """Write the leads that ended without a capture; returns why lists ended and what they held."""
    stops: list[str] = []
    survey = Survey()
    for step in steps:
        if isinstance(step, Stop):
            stops.append(step.why)
        elif isinstance(step, Survey):
            survey = step
        elif isinstance(step, LeadEnd) and step.outcome is not None:
            end = Derived(code_version=code_version(), source=source, lead=step.url, outcome=step.outcome, reason=step.reason)
            leads.write(replace(end, why=step.why))
    return tuple(stops), survey


def _describe(since: date | None, until: date | None, via: str, failed_only: bool, due_only: bool) -> Mapping[str, Any]:
    days = {"since": since.isoformat() if since else None, "until": until.isoformat() if until else None}
    return {**days, "via": via, "failed_only": failed_only, "due_only": due_only}
