"""Walk a source's own lists, newest page first, and capture the leads.

Each list is walked until a page repeats, is empty, fails, holds nothing unknown or lies before the requested days. Every such
stop is yielded with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, islice

from pipeline.declarations import Method, Source
from pipeline.errors import READER_FAULTS, describe_fault
from pipeline.fetch.walks.leads import LeadPage, part_leads, read_leads
from pipeline.fetch.walks.paging import Strand, list_strands, seek
from pipeline.fetch.walks.revisiting import Again
from pipeline.fetch.walks.visiting import LeadEnd, Visitor
from pipeline.fetch.walks.window import Place, Window
from pipeline.stages.dates import read_url_date
from storage.model import EffectiveStatus, Lead, LeadReason, Outcome, Survey
from storage.model.addresses import bare_host
from storage.model.identity import canonical_url

MOST_LIST_BYTES = 12_000_000
"""The largest list that is read, in bytes: a sitemap of 50,000 addresses takes about ten million."""

_MAX_SITEMAP_DEPTH = 3
_MAX_SITEMAP_LEADS = 500
"""At most this many leads of a sitemap are taken in a run without a first day."""
_MAX_SITEMAPS = 500
"""At most this many sitemaps of an index are read: with 50,000 addresses each, more than any publisher has."""
_MOST_NAMED = 10
"""At most this many hosts are named whose leads were passed over."""
_OF_LATE = timedelta(days=30)
_GONE = frozenset({EffectiveStatus.SOFT_404, EffectiveStatus.GONE, EffectiveStatus.EMPTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why the walk of one list ended."""

    why: str


Step = LeadEnd | Stop | Lead | Survey
"""What a walk yields: a lead that ended, a list that ended, in a dry run a lead that would be fetched, and at the end what the
lists held."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk in progress over one source.

    ``again`` says which pages that were requested before are requested again; due pages are requested by ``capturing``, not by
    the walk. ``dry`` requests the lists only. ``today`` is the day of the walk; ``most_pages_back`` how many pages of a list
    are read for past days, unless the source allows more. ``listed`` are the leads on the first page of each list (how many
    pages are read depends on how much is new), ``asked`` all that were requested, in canonical form.
    """

    source: Source
    visitor: Visitor
    window: Window
    today: date
    again: Again = Again.LISTED
    dry: bool = False
    most_pages_back: int = 2000
    listed: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    _met: set[str] = field(default_factory=set)
    _visited: set[str] = field(default_factory=set)
    _undeclared: Counter[str] = field(default_factory=Counter)
    _reached_back: bool = False
    _looked_at: dict[str, LeadPage] = field(default_factory=dict)

    def run(self) -> Iterator[Step]:
        """Walk every list of the source."""
        yield from self._walk_lists()
        yield from self._name_undeclared()

    def _walk_lists(self) -> Iterator[Step]:
        discovery = self.source.discovery
        if discovery.method is Method.SITEMAP:
            for url in discovery.urls:
                yield from self._walk_sitemap(url, depth=1)
            return
        strands = list(list_strands(discovery, since=self.window.since, until=self.window.until or self.today))
        if not strands:
            yield Stop(why=f"{self.source.id} declares no list to walk")
        for strand in strands:
            yield from self._walk_strand(strand)

    def end_lead(self, lead: Lead, *, revisable: bool = False) -> Iterator[Step]:
        """End a lead met for the first time. ``revisable``: its date may be that of a later change.

        If our code fails on an unforeseen address, that lead fails and the walk goes on.
        """
        try:
            yield from self._end_lead(lead, revisable=revisable)
        except READER_FAULTS as fault:
            yield LeadEnd(url=lead.url, outcome=Outcome.FAILED, reason="fault of the walk", why=describe_fault(fault))

    def _end_lead(self, lead: Lead, *, revisable: bool) -> Iterator[Step]:
        key = canonical_url(lead.url)
        if key in self._met:
            return
        self._met.add(key)
        place = self._place(lead)
        self._reached_back = self._reached_back or place is Place.BEFORE
        if place is Place.BEFORE or (place is Place.AFTER and not revisable):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.OUTSIDE_DAYS)
        elif self.again is Again.NEVER and self.visitor.is_settled(lead.url):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.CAPTURED_BEFORE)
        elif self.again is Again.DUE and self._is_known(lead.url) and not (revisable and self._has_changed(lead)):
            return
        elif self.dry:
            yield lead
        else:
            self.asked.add(key)
            yield self.visitor.visit_page(lead.url).end

    def _walk_strand(self, strand: Strand) -> Iterator[Step]:
        # On the first visit to a list only its newest page is taken; older pages are left to a backfill.
        first_meeting = not self.window.since and not self._is_known(strand.first)
        seen: set[str] = set()
        url, number = strand.first, strand.first_number
        for count in range(1, self._most_pages() + 1):
            page = yield from self._read_list(url)
            if page is None:
                return
            leads, others = part_leads(page, self.source, url, self.visitor.find_source)
            yield from self._pass_over(others, url)
            if count == 1:
                self.listed.update(canonical_url(lead.url) for lead in leads)
            stop = self._find_stop(url, page, leads, seen, first=count == 1)
            if stop:
                yield from self._stop_short(url, page, stop, first=count == 1)
                return
            nothing_new = all(self._is_known(lead.url) for lead in leads)
            for lead in leads:
                yield from self.end_lead(lead)
            seen.update(lead.url for lead in leads)
            stop = self._find_later_stop(url, leads, nothing_new=nothing_new, first_meeting=first_meeting)
            following = Stop(why=stop) if stop else (yield from self._find_next(strand, number, page, leads, seen))
            if isinstance(following, Stop):
                yield following
                return
            url, number = following
        yield Stop(why=f"{self._most_pages()} pages, the most that are read of a list, were read")

    def _pass_over(self, leads: Iterable[Lead], url: str) -> Iterator[Step]:
        """End leads of a list at ``url`` that are on hosts that no source declares, each once."""
        for lead in leads:
            key = canonical_url(lead.url)
            if key not in self._met:
                self._met.add(key)
                host = bare_host(lead.url)
                self._undeclared[host] += 1
                why = f"{lead.url}, listed at {url}, is on {host}, a host that no source declares."
                yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason=LeadReason.OTHER_HOST, why=why)

    def _name_undeclared(self) -> Iterator[Stop]:
        """Name the hosts whose leads were passed over, those with most leads first."""
        if self._undeclared:
            named = ", ".join(f"{host} ({count})" for host, count in self._undeclared.most_common(_MOST_NAMED))
            more = f" and {len(self._undeclared) - _MOST_NAMED} more" if len(self._undeclared) > _MOST_NAMED else ""
            yield Stop(why=f"leads were passed over, as no source declares their hosts: {named}{more}")

    def _find_next(
        self, strand: Strand, number: int, page: LeadPage, leads: tuple[Lead, ...], seen: set[str]
    ) -> Generator[Step, None, tuple[str, int] | Stop]:
        """Find the next page of a list; returns its address and number, or the reason why there is none."""
        if strand.pattern is None:
            if page.next is None or page.next in self._visited:
                return Stop(why=self._explain_end(strand, page.next))
            return page.next, number
        following: int | None = number + 1
        if self._places(leads) == {Place.AFTER}:
            following = yield from self._seek(strand, number, seen)
        if following is None:
            return Stop(why=f"no page of {strand.pattern} was found that reaches back to {self.window.until}")
        return strand.address(following), following

    def _seek(self, strand: Strand, number: int, seen: set[str]) -> Generator[Step, None, int | None]:
        """Skip the pages of a list that are too new; returns the number of the first that is not, None if all are."""
        seeking = seek(number, number + self._most_pages())
        try:
            look = next(seeking)
            while True:
                page = yield from self._read_list(strand.address(look))
                if page is None:
                    return None
                self._looked_at[strand.address(look)] = page
                leads, _ = part_leads(page, self.source, strand.address(look), self.visitor.find_source)
                repeats = seen.issuperset(lead.url for lead in leads)
                look = seeking.send(self._places(leads) == {Place.AFTER} and not repeats)
        except StopIteration as found:
            sought: int | None = found.value
            return sought

    def _most_pages(self) -> int:
        declared = self.source.discovery.most_pages
        return max(declared, self.most_pages_back) if self.window.since else declared

    def _place(self, lead: Lead) -> Place:
        return self.window.place(lead.date or read_url_date(lead.url, zone=self.window.zone))

    def _places(self, leads: Iterable[Lead]) -> set[Place]:
        """Return the places of the leads that have a date."""
        return {self._place(lead) for lead in leads} - {Place.UNKNOWN}

    def _find_stop(self, url: str, page: LeadPage, leads: tuple[Lead, ...], seen: set[str], *, first: bool) -> str | None:
        """Say why a page ends its list before its leads are read."""
        if page.whole:
            return f"{url} holds the items themselves"
        if page.status in _GONE and not first:
            return f"{url} is past the last page"
        if page.problem:
            return f"{url}: {page.problem}"
        if not leads:
            return f"{url} holds no leads" + (" of this source" if page.leads else "")
        if seen.issuperset(lead.url for lead in leads):
            return f"{url} repeats the leads of earlier pages"
        return None

    def _stop_short(self, url: str, page: LeadPage, stop: str, *, first: bool) -> Iterator[Step]:
        """End a list at a page without leads; a failure if there should have been some."""
        if page.status not in (*_GONE, EffectiveStatus.CONTENT) or (first and not page.whole):
            reason = page.status.value if page.status is not EffectiveStatus.CONTENT else "no leads"
            yield LeadEnd(url=url, outcome=Outcome.FAILED, reason=reason, why=stop)
        yield Stop(why=stop)

    def _find_later_stop(self, url: str, leads: tuple[Lead, ...], *, nothing_new: bool, first_meeting: bool) -> str | None:
        """Say why the pages after this one are not read."""
        if self.window.since:
            return f"{url} lies before {self.window.since}" if self._places(leads) == {Place.BEFORE} else None
        if first_meeting:
            return f"{url} was met for the first time; `onrecord backfill` reads the pages behind it"
        return f"{url} holds nothing new" if nothing_new else None

    def _explain_end(self, strand: Strand, after: str | None) -> str:
        if after:
            return f"{after} was read before: the list runs in a circle"
        if self.window.since and not self._reached_back:
            return f"the list at {strand.first} ends before it reaches {self.window.since}; the Wayback Machine may hold more"
        return f"the list at {strand.first} has no further page"

    def _read_list(self, url: str) -> Generator[Step, None, LeadPage | None]:
        """Visit a list; yields how it failed, and returns its content, None if there is none."""
        if url in self._looked_at:
            return self._looked_at[url]
        self._visited.add(url)
        visit = self.visitor.visit_list(url, most_bytes=MOST_LIST_BYTES)
        if visit.response is None:
            yield visit.end
            yield Stop(why=f"{url}: {visit.end.reason}")
            return None
        return read_leads(visit.response, self.source, self.visitor.words, day=self.today)

    def _walk_sitemap(self, url: str, *, depth: int) -> Iterator[Step]:
        if url in self._visited:
            yield Stop(why=f"{url} was read before: the sitemaps run in a circle")
            return
        page = yield from self._read_list(url)
        if page is None:
            return
        if page.problem or not page.leads:
            yield from self._stop_short(url, page, f"{url}: {page.problem or 'no addresses'}", first=True)
        elif page.indexed and depth >= _MAX_SITEMAP_DEPTH:
            yield Stop(why=f"{url}: sitemaps within sitemaps, more than {_MAX_SITEMAP_DEPTH} deep")
        elif page.indexed:
            due = [lead for lead in page.leads if self._recent().place(lead.date) is not Place.BEFORE]
            yield from chain.from_iterable(self._walk_sitemap(lead.url, depth=depth + 1) for lead in due[:_MAX_SITEMAPS])
            if len(due) > _MAX_SITEMAPS:
                yield Stop(
                    why=f"{url}: {len(due)} sitemaps, of which the first {_MAX_SITEMAPS} were read, the most of an index"
                )
        else:
            leads, others = part_leads(page, self.source, url, self.visitor.find_source)
            yield from self._pass_over(others, url)
            self.listed.update(canonical_url(lead.url) for lead in leads)
            due = list(leads) if self.window.since else list(islice(filter(self._is_due, leads), _MAX_SITEMAP_LEADS))
            for lead in due:
                yield from self.end_lead(lead, revisable=True)
            left = len(leads) - len(due)
            yield Stop(why=f"{url} was read to its end" + (f"; {left} of its addresses are not new" if left else ""))

    def _recent(self) -> Window:
        """Return the window of a sitemap for this walk: without requested days, recent changes."""
        since = self.window.since or self.today - _OF_LATE
        return Window(since=since, until=self.window.until, zone=self.window.zone)

    def _is_due(self, lead: Lead) -> bool:
        """Say whether an address of a sitemap is new: changed recently or, if no date is stated, not captured before."""
        place = self._recent().place(lead.date)
        return place is Place.WITHIN or (place is Place.UNKNOWN and not self._is_known(lead.url))

    def _is_known(self, url: str) -> bool:
        return self.visitor.find_page(url) is not None or self.visitor.find_latest(url) is not None

    def _has_changed(self, lead: Lead) -> bool:
        """Say whether a sitemap's last change of a page is after its last request."""
        page = self.visitor.find_page(lead.url)
        return page is not None and lead.date is not None and lead.date.latest is not None and lead.date.latest > page.asked_at
