"""Ask the Wayback Machine for one address: every row of its index, and the raw mementos that prove a history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline.declarations import Politeness
from pipeline.errors import FetchError
from pipeline.fetch.http.live import LiveClient
from pipeline.fetch.walks.leads import read_leads
from pipeline.fetch.walks.steps import MOST_LIST_BYTES, Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd
from pipeline.fetch.walks.wayback import MIN_DELAY_S, address_index
from pipeline.knowledge import Vocabulary
from pipeline.stages.results import CdxRecord
from storage.captures import WarcWriter, find_header
from storage.model import HOST_LEFT_ALONE, EffectiveStatus, Outcome, Response
from storage.model.addresses import read_timestamp, split_memento

MOST_PAGES = 20
"""At most this many pages of 5,000 rows are read of the index of one address. Chosen by hand: 100,000 captures of one
address."""

_MAX_FAILURES = 3
"""After this many mementos in a row that could not be had, the others are left for another time. Chosen by hand."""


class ArchiveReader:
    """Reads one web archive at ``base``, with at least the delay of its own host."""

    def __init__(self, client: LiveClient, words: Vocabulary, *, base: str, politeness: Politeness) -> None:
        self._client, self._words, self._base = client, words, base
        self._politeness = replace(politeness, delay_s=max(politeness.delay_s, MIN_DELAY_S))

    def read_index(self, url: str, *, since: date | None, until: date | None) -> tuple[list[CdxRecord], str | None]:
        """Read the rows of an address, and why they are not all, if they are not.

        Raises FetchError if the index did not answer, refuses the address, or sent something else.
        """
        records: list[CdxRecord] = []
        key: str | None = None
        keys: set[str] = set()
        unreadable = 0
        for _ in range(MOST_PAGES):
            address = address_index(self._base, [("url", url)], since=since, until=until, key=key)
            politeness = replace(self._politeness, max_bytes=min(MOST_LIST_BYTES, self._politeness.max_bytes))
            response = self._client.fetch(address, politeness=politeness, obey_robots=False).exchanges[-1].response
            page = read_leads(
                response, None, self._words, day=datetime.fromtimestamp(self._client.settings.clock.now(), UTC).date()
            )
            if page.problem and page.status is not EffectiveStatus.EMPTY:
                raise FetchError("no index", f"The Wayback Machine's index of {url}: {_explain(response, page.problem)}.")
            records += page.records
            unreadable += page.unreadable
            key = page.resume_key
            if key is None:
                return records, f"{unreadable} of its rows could not be read" if unreadable else None
            if key in keys:
                return records, "the index runs in a circle"
            keys.add(key)
        return records, f"only the first {len(records)} rows of the index were read; use --since and --until for the others"

    def take_mementos(self, mementos: Iterable[str], writer: WarcWriter) -> Iterator[Step]:
        """Fetch raw mementos, whatever their status, and keep them as received; redirects are kept and not followed."""
        failures = 0
        for memento in mementos:
            end = self._take(memento, writer)
            yield end
            failures = failures + 1 if end.outcome is Outcome.FAILED else 0
            if failures == _MAX_FAILURES or end.reason in HOST_LEFT_ALONE:
                yield Stop(why=f"the other mementos are left for another time: {end.why}")
                return

    def _take(self, memento: str, writer: WarcWriter) -> LeadEnd:
        try:
            fetched = self._client.fetch(memento, politeness=self._politeness, obey_robots=False, follow_redirects=False)
        except FetchError as error:
            return LeadEnd(url=memento, outcome=Outcome.FAILED, reason=error.reason, why=str(error))
        exchange = fetched.exchanges[-1]
        refused = _refuse(memento, exchange.response)
        if refused:
            return refused
        capture = writer.write_exchange(exchange)
        if capture.location is None:
            return LeadEnd(url=memento, captures=(capture,), answered=memento)
        why = f"redirects to {capture.location}"
        return LeadEnd(url=memento, outcome=Outcome.SKIPPED, reason=KEPT_REDIRECT, why=why, captures=(capture,))


KEPT_REDIRECT = "a redirect, kept as evidence"
"""How the lead of a memento ends that is a redirect of the publisher's."""


def _refuse(memento: str, response: Response) -> LeadEnd | None:
    """Refuse what is the Wayback Machine's own answer, or a memento of another time; None for the memento asked for."""
    stated = find_header(response.headers, "Memento-Datetime")
    if stated:
        return None
    status = response.status or 0
    location = find_header(response.headers, "Location") or ""
    asked, found = split_memento(memento, host=None), split_memento(location, host=None)
    if asked and found and read_timestamp(asked.instant) != read_timestamp(found.instant):
        reason, outcome = "a memento of another time", Outcome.SKIPPED
    elif status == 404:
        reason, outcome = "no memento", Outcome.SKIPPED
    else:
        reason, outcome = "no memento", Outcome.FAILED
    why = f"the Wayback Machine answered {status}" + (f", redirecting to {location}" if location else "") + " for itself"
    return LeadEnd(url=memento, outcome=outcome, reason=reason, why=why)


def _explain(response: Response, problem: str) -> str:
    wait = find_header(response.headers, "Retry-After")
    if response.status == 429:
        return "too many requests (429); wait " + (f"{wait} s" if wait else "some minutes") + " and ask again"
    return problem
