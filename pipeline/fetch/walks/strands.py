"""Walk one list page by page, newest first, until it tells nothing more."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from pipeline.fetch.walks.leads import LeadPage
from pipeline.fetch.walks.paging import Strand, seek
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.taking import GONE, LeadTaker
from pipeline.fetch.walks.window import Place
from storage.model import Lead

_MOST_PAGES_BACK = 2000
"""At most this many pages of a list are read for past days, unless the source allows more. Chosen by hand: 20,000 items at ten
a page."""


@dataclass(slots=True, kw_only=True)
class StrandWalk:
    """A walk over the pages of lists. ``_looked_at`` are pages that were read to find where the days asked for begin."""

    taker: LeadTaker
    _looked_at: dict[str, LeadPage] = field(default_factory=dict)

    def walk(self, strand: Strand) -> Iterator[Step]:
        """Walk a list, and say why it ended."""
        # On the first visit to a list only its newest page is taken; older pages are left to a backfill.
        first_meeting = not self.taker.window.since and not self.taker.is_known(strand.first)
        seen: set[str] = set()
        url, number = strand.first, strand.first_number
        for count in range(1, self._most_pages() + 1):
            page = yield from self._read(url)
            if page is None:
                return
            leads, others = self.taker.part(page, strand.first)
            yield from self.taker.pass_over(others, url)
            if count == 1:
                self.taker.note_listed(leads)
            stop = self._find_stop(url, page, leads, seen, first=count == 1)
            if stop:
                yield from self.taker.stop_short(url, page, stop, first=count == 1)
                return
            nothing_new = all(self.taker.is_known(lead.url) for lead in leads)
            for lead in leads:
                yield from self.taker.take(lead)
            seen.update(lead.url for lead in leads)
            stop = self._find_later_stop(url, leads, nothing_new=nothing_new, first_meeting=first_meeting)
            following = Stop(why=stop) if stop else (yield from self._find_next(strand, number, page, leads, seen))
            if isinstance(following, Stop):
                yield following
                return
            url, number = following
        yield Stop(why=f"{self._most_pages()} pages, the most that are read of a list, were read")

    def _find_next(
        self, strand: Strand, number: int, page: LeadPage, leads: tuple[Lead, ...], seen: set[str]
    ) -> Generator[Step, None, tuple[str, int] | Stop]:
        """Find the next page of a list; returns its address and number, or the reason why there is none."""
        if strand.pattern is None:
            if page.next is None or self.taker.was_read(page.next):
                return Stop(why=self._explain_end(strand, page.next))
            return page.next, number
        following: int | None = number + 1
        if self.taker.places(leads) == {Place.AFTER}:
            following = yield from self._seek(strand, number, seen)
        if following is None:
            return Stop(why=f"no page of {strand.pattern} was found that reaches back to {self.taker.window.until}")
        return strand.address(following), following

    def _seek(self, strand: Strand, number: int, seen: set[str]) -> Generator[Step, None, int | None]:
        """Skip the pages of a list that are too new; returns the number of the first that is not, None if all are."""
        seeking = seek(number, number + self._most_pages())
        try:
            look = next(seeking)
            while True:
                page = yield from self._read(strand.address(look))
                if page is None:
                    return None
                self._looked_at[strand.address(look)] = page
                leads, _ = self.taker.part(page, strand.first)
                repeats = seen.issuperset(lead.url for lead in leads)
                look = seeking.send(self.taker.places(leads) == {Place.AFTER} and not repeats)
        except StopIteration as found:
            sought: int | None = found.value
            return sought

    def _read(self, url: str) -> Generator[Step, None, LeadPage | None]:
        """Read a page, unless it was looked at before."""
        return self._looked_at[url] if url in self._looked_at else (yield from self.taker.read_list(url))

    def _most_pages(self) -> int:
        declared = self.taker.source.discovery.most_pages
        return max(declared, _MOST_PAGES_BACK) if self.taker.window.since else declared

    def _find_stop(self, url: str, page: LeadPage, leads: tuple[Lead, ...], seen: set[str], *, first: bool) -> str | None:
        """Say why a page ends its list before its leads are read."""
        if page.whole:
            return f"{url} holds the items themselves"
        if page.status in GONE and not first:
            return f"{url} is past the last page"
        if page.problem:
            return f"{url}: {page.problem}"
        if not leads:
            return f"{url} holds no leads" + (" of this source" if page.leads else "")
        if seen.issuperset(lead.url for lead in leads):
            return f"{url} repeats the leads of earlier pages"
        return None

    def _find_later_stop(self, url: str, leads: tuple[Lead, ...], *, nothing_new: bool, first_meeting: bool) -> str | None:
        """Say why the pages after this one are not read."""
        if self.taker.window.since:
            return f"{url} lies before {self.taker.window.since}" if self.taker.places(leads) == {Place.BEFORE} else None
        if first_meeting:
            return f"{url} was met for the first time; `onrecord backfill` reads the pages behind it"
        return f"{url} holds nothing new" if nothing_new else None

    def _explain_end(self, strand: Strand, after: str | None) -> str:
        if after:
            return f"{after} was read before: the list runs in a circle"
        since = self.taker.window.since
        if since and not self.taker.reached_back:
            return f"the list at {strand.first} ends before it reaches {since}; the Wayback Machine may hold more"
        return f"the list at {strand.first} has no further page"
