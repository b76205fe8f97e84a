"""Walk a source's own lists, from their newest page back, and capture what they lead to.

Each list is walked until something says that there is no more to find: a page that repeats, is empty, fails, holds nothing
unknown or lies before the days asked for. Every such stop is told, with its reason.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from pipeline.declarations import Method, Source
from pipeline.fetch.leads import LeadPage, choose_leads, read_leads
from pipeline.fetch.paging import Strand, list_strands
from pipeline.fetch.visiting import LeadEnd, Visitor
from pipeline.fetch.window import Place, Window
from pipeline.stages.dates import read_url_date
from storage.identity import canonical_url
from storage.model import Lead, Outcome

MOST_LIST_BYTES = 12_000_000
"""The largest list that is read, in bytes: a sitemap of 50,000 addresses has ten million."""

_MOST_SITEMAP_DEPTH = 3
_MOST_FOLLOWED = 1000
_GONE = ("soft_404", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why the walk over one list ended."""

    why: str


Step = LeadEnd | Stop | Lead
"""What a walk yields: a lead that ended, a list that ended, or, in a dry run, a lead that would be fetched."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk in progress over one source.

    ``refetch`` False leaves alone what was captured before (a backfill that goes on where it stopped), ``dry`` asks for the
    lists only. ``today`` is the day of the walk.
    """

    source: Source
    visitor: Visitor
    window: Window
    today: date
    refetch: bool = True
    dry: bool = False
    _met: set[str] = field(default_factory=set)
    _visited: set[str] = field(default_factory=set)

    def run(self) -> Iterator[Step]:
        """Walk every list of the source."""
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
        """End a lead met for the first time. ``revisable``: its date may be that of a later change."""
        key = canonical_url(lead.url)
        if key in self._met:
            return
        self._met.add(key)
        place = self.window.place(lead.date or read_url_date(lead.url))
        if place is Place.BEFORE or (place is Place.AFTER and not revisable):
            yield LeadEnd(url=lead.url, outcome=Outcome.SKIPPED, reason="outside the days asked for")
        elif not self.refetch and self._is_known(lead.url):
            yield LeadEnd(url=lead.url, outcome=Outcome.UNCHANGED, reason="captured before")
        elif self.dry:
            yield lead
        else:
            yield self.visitor.visit_page(lead.url).end

    def _walk_strand(self, strand: Strand) -> Iterator[Step]:
        numbered = strand.list_numbered()
        # Whoever meets a list for the first time takes its newest page; what lies behind is for a backfill.
        first_meeting = not self.window.since and not self._is_known(strand.first)
        seen: set[str] = set()
        url = strand.first
        for count in range(1, _MOST_FOLLOWED + 1):
            page = yield from self._read_list(url)
            if page is None:
                return
            leads = tuple(choose_leads(page.leads, self.source.discovery))
            stop = self._find_stop(url, page, leads, seen, count)
            if stop is None:
                nothing_new = all(self._is_known(lead.url) for lead in leads)
                for lead in leads:
                    yield from self.end_lead(lead)
                seen.update(lead.url for lead in leads)
                following = next(numbered, None) if strand.pattern else page.next
                stop = self._find_later_stop(url, leads, nothing_new=nothing_new, first_meeting=first_meeting)
                stop = stop or self._find_last_stop(following, strand, count)
            if stop or following is None:
                yield Stop(why=stop or f"the list at {strand.first} has no further page")
                return
            url = following

    def _find_stop(self, url: str, page: LeadPage, leads: tuple[Lead, ...], seen: set[str], count: int) -> str | None:
        """Say why a page ends its list before its leads are looked at."""
        if page.whole:
            return f"{url} holds the items themselves"
        if page.problem and count > 1 and page.problem.startswith(_GONE):
            return f"{url} is past the last page"
        if page.problem:
            return f"{url}: {page.problem}"
        if not leads:
            return f"{url} holds no leads" + (" of this source" if page.leads else "")
        if seen and seen.issuperset(lead.url for lead in leads):
            return f"{url} repeats the leads of earlier pages"
        return None

    def _find_later_stop(self, url: str, leads: tuple[Lead, ...], *, nothing_new: bool, first_meeting: bool) -> str | None:
        """Say why the pages behind one are not looked at."""
        if self.window.since:
            return f"{url} lies before {self.window.since}" if self.window.ends_at(leads) else None
        if first_meeting:
            return f"{url} was met for the first time; `onrecord backfill` reads the pages behind it"
        return f"{url} holds nothing new" if nothing_new else None

    def _find_last_stop(self, following: str | None, strand: Strand, count: int) -> str | None:
        """Say why there is no next page to read."""
        if count >= self.source.discovery.most_pages or (following is None and strand.pattern):
            return f"{count} pages, the most that the source allows, were read"
        if following in self._visited:
            return f"{following} was read before: the list runs in a circle"
        return None

    def _read_list(self, url: str) -> Generator[Step, None, LeadPage | None]:
        """Visit a list; yields how it failed, and returns what it holds, None where nothing came."""
        self._visited.add(url)
        visit = self.visitor.visit_list(url, most_bytes=MOST_LIST_BYTES)
        if visit.response is None:
            yield visit.end
            yield Stop(why=f"{url}: {visit.end.reason}")
            return None
        return read_leads(visit.response, self.source, day=self.today)

    def _walk_sitemap(self, url: str, *, depth: int) -> Iterator[Step]:
        if url in self._visited:
            yield Stop(why=f"{url} was read before: the sitemaps run in a circle")
            return
        page = yield from self._read_list(url)
        if page is None:
            return
        if page.problem or not page.leads:
            yield Stop(why=f"{url}: {page.problem or 'no addresses'}")
        elif page.indexed and depth >= _MOST_SITEMAP_DEPTH:
            yield Stop(why=f"{url}: sitemaps within sitemaps, more than {_MOST_SITEMAP_DEPTH} deep")
        elif page.indexed:
            due = [lead for lead in page.leads if self.window.place(lead.date) is not Place.BEFORE]
            yield from chain.from_iterable(self._walk_sitemap(lead.url, depth=depth + 1) for lead in due)
        else:
            for lead in choose_leads(page.leads, self.source.discovery):
                yield from self.end_lead(lead, revisable=True)
            yield Stop(why=f"{url} was read to its end")

    def _is_known(self, url: str) -> bool:
        return self.visitor.find_latest(url) is not None
