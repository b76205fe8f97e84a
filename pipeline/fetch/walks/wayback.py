"""Walk the Wayback Machine's captures of a source: its CDX index, page by page, and the raw mementos it lists.

Each address is taken once per distinct content, by the index's digests. A memento is requested by its exact instant; if the
Wayback Machine redirects to one of another instant, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from pipeline.declarations import Method, Source
from pipeline.fetch.http.live import Fetched
from pipeline.fetch.walks.host_ownership import find_owner
from pipeline.fetch.walks.leads import LeadPage, choose_leads, read_leads
from pipeline.fetch.walks.steps import MOST_LIST_BYTES, Step, Stop
from pipeline.fetch.walks.visiting import LeadEnd, Visitor
from pipeline.fetch.walks.window import Place, Window
from pipeline.stages.dates import read_url_date
from pipeline.stages.results import CdxRecord
from storage.captures import find_header
from storage.model import EffectiveStatus, Lead, LeadReason, Outcome
from storage.model.addresses import bare_host, read_http_date, read_timestamp, split_memento
from storage.model.identity import canonical_url

WAYBACK = "https://web.archive.org"

LATE = timedelta(days=90)
"""How long after the requested days an archive may first have visited what was published in them. Chosen by hand: a longer time
finds more and makes each window read more of the index."""

MIN_DELAY_S = 2.0
"""The least delay between requests to a web archive, in seconds. Chosen by hand: the Internet Archive turns fast clients away
with 429."""

_ROWS_A_PAGE = 5000
"""Rows of the index asked for at once. Chosen by hand: about a megabyte."""
_MAX_INDEX_PAGES = 400
"""At most this many pages of the CDX index are read per prefix in one run. Chosen by hand: two million captures."""
OTHER_TIME = "a memento of another time"
"""How a lead ends that was answered with a capture of another time than requested."""

_MAX_INSTANT_DIFFERENCE = timedelta(days=1)
"""A memento is refused if its instant differs from the requested one by more than this. Chosen by hand: the archive answers
with the nearest capture it has, which may be years away."""


UNREADABLE = "an unreadable row of an index"
"""How a row of the index ends that is none."""


@dataclass(slots=True, kw_only=True)
class WaybackWalk:
    """A walk in progress over one source's mementos. ``base`` is the archive's address; see ``walk.Walk`` for the rest."""

    source: Source
    visitor: Visitor
    window: Window
    today: date
    base: str = WAYBACK
    refetch: bool = False
    dry: bool = False
    _contents: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> Iterator[Step]:
        """Walk the index of everything the source owns, with at least the delay of its own host."""
        politeness = self.source.politeness
        patient = replace(politeness, delay_s=max(politeness.delay_s, MIN_DELAY_S))
        self.visitor = replace(self.visitor, source=replace(self.source, politeness=patient))
        for prefix in list_prefixes(self.source):
            yield from self._walk_index(prefix)

    def _walk_index(self, prefix: str) -> Iterator[Step]:
        key: str | None = None
        keys: set[str] = set()
        for _ in range(_MAX_INDEX_PAGES):
            url = self._address_index(prefix, key)
            visit = self.visitor.visit_list(url, most_bytes=MOST_LIST_BYTES, obey_robots=False)
            if visit.response is None:
                yield visit.end
                yield Stop(why=f"the index of {prefix}: {visit.end.reason}")
                return
            page = read_leads(visit.response, self.source, self.visitor.words, day=self.today)
            for _ in range(page.unreadable):
                why = f"{page.unreadable} of its rows are of no form that is known, or of no instant."
                yield LeadEnd(url=url, outcome=Outcome.FAILED, reason=UNREADABLE, why=f"{url}: {why}")
            for record in self._choose(page.records):
                yield from self._end_record(record)
            stop = _find_stop(prefix, page, keys)
            if page.problem and page.status is not EffectiveStatus.EMPTY:
                yield LeadEnd(url=url, outcome=Outcome.FAILED, reason="no index", why=page.problem)
            if stop or page.resume_key is None:
                yield Stop(why=stop or f"the index of {prefix} was read to its end")
                return
            key = page.resume_key
            keys.add(key)
        yield Stop(why=f"the index of {prefix}: {_MAX_INDEX_PAGES} pages, the most that are read at a time")

    def _address_index(self, prefix: str, key: str | None) -> str:
        fields = [("url", prefix.removesuffix("*")), ("matchType", "prefix")] if prefix.endswith("*") else [("url", prefix)]
        fields += [("filter", "statuscode:200"), ("collapse", "digest")]
        until = min(self.window.until + LATE, self.today) if self.window.until else None
        return address_index(self.base, fields, since=self.window.since, until=until, key=key)

    def _choose(self, records: Iterable[CdxRecord]) -> Iterator[CdxRecord]:
        """Yield the rows of this source whose content was not met before."""
        for record in records:
            lead = Lead(url=record.original)
            content = (canonical_url(record.original), record.digest)
            if record.statuscode not in ("200", "-") or not _is_page(record) or content in self._contents:
                continue
            if any(choose_leads((lead,), self.source.discovery)):
                self._contents.add(content)
                yield record

    def _end_record(self, record: CdxRecord) -> Iterator[Step]:
        url = f"{self.base}/web/{record.timestamp}id_/{record.original}"
        if find_owner(self.source, record.original, self.visitor.find_source) is None:
            why = f"{record.original}, a row of the index, is on {bare_host(record.original)}, a host that no source declares."
            yield LeadEnd(url=url, outcome=Outcome.SKIPPED, reason=LeadReason.OTHER_HOST, why=why)
        elif self.window.place(read_url_date(record.original)) in (Place.BEFORE, Place.AFTER):
            yield LeadEnd(url=url, outcome=Outcome.SKIPPED, reason=LeadReason.OUTSIDE_DAYS)
        elif not self.refetch and self.visitor.is_settled(url):
            yield LeadEnd(url=url, outcome=Outcome.SKIPPED, reason=LeadReason.CAPTURED_BEFORE)
        elif self.dry:
            yield Lead(url=url)
        else:
            yield self.visitor.visit_memento(url, judge=self._judge_memento).end

    def _judge_memento(self, asked: str, fetched: Fetched) -> LeadEnd | None:
        """Refuse a memento of another time than requested, or of a page of nobody's, and anything that is not a memento."""
        wanted, found = split_memento(asked, host=None), split_memento(fetched.url, host=None)
        why = f"redirected to {fetched.url}"
        if wanted is None or found is None:
            return LeadEnd(url=asked, outcome=Outcome.SKIPPED, reason="no memento", why=why)
        if not _is_near(read_timestamp(wanted.instant), read_timestamp(found.instant)):
            return LeadEnd(url=asked, outcome=Outcome.SKIPPED, reason=OTHER_TIME, why=why)
        moved = bare_host(found.address) != bare_host(wanted.address)
        if moved and find_owner(self.source, found.address, self.visitor.find_source) is None:
            return LeadEnd(url=asked, outcome=Outcome.SKIPPED, reason="redirected to another host", why=why)
        stated = find_header(fetched.exchanges[-1].response.headers, "Memento-Datetime")
        if stated and not _is_near(read_timestamp(wanted.instant), read_http_date(stated)):
            why = f"it states that it is of {stated}"
            return LeadEnd(url=asked, outcome=Outcome.SKIPPED, reason=OTHER_TIME, why=why)
        return None


def address_index(
    base: str, fields: Sequence[tuple[str, str]], *, since: date | None, until: date | None, key: str | None
) -> str:
    """Return the address of a page of the CDX index of a web archive; ``key`` is the one that the page before ended with."""
    days = [(name, f"{day:%Y%m%d}") for name, day in (("from", since), ("to", until)) if day]
    paging = [("limit", str(_ROWS_A_PAGE)), ("showResumeKey", "true"), *days]
    return f"{base}/cdx/search/cdx?{urlencode([*fields, *paging, *([('resumeKey', key)] if key else [])])}"


def list_prefixes(source: Source) -> tuple[str, ...]:
    """List the address prefixes of a source for an index query: those declared for a web archive, else all that it owns."""
    if source.discovery.method is Method.WAYBACK:
        return source.discovery.urls
    return tuple(f"{host}{path}*" for host in source.hosts for path in source.paths or ("/",))


def _is_page(record: CdxRecord) -> bool:
    return record.mimetype in (
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "application/json",
        "warc/revisit",
        "unk",
        "-",
    )


def _find_stop(prefix: str, page: LeadPage, keys: set[str]) -> str | None:
    if page.status is EffectiveStatus.EMPTY:
        return f"the index of {prefix} holds nothing for these days"
    if page.problem:
        return f"the index of {prefix}: {page.problem}"
    return f"the index of {prefix} runs in a circle" if page.resume_key in keys else None


def _is_near(wanted: datetime | None, found: datetime | None) -> bool:
    return wanted is not None and found is not None and abs(found - wanted) <= _MAX_INSTANT_DIFFERENCE
