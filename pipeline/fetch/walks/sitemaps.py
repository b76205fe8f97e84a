"""Walk sitemaps: take what changed of late, or lies in the days asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from pipeline.fetch.walks.leads import LeadPage
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.taking import LeadTaker
from pipeline.fetch.walks.window import Place, Window
from storage.model import Lead

_MAX_SITEMAP_DEPTH = 3
"""Indexes of indexes that are followed. The protocol (sitemaps.org) allows none; some publishers have one."""
_MAX_SITEMAP_LEADS = 500
"""At most this many leads of a sitemap are taken in a run without a first day. Chosen by hand: several weeks of a large
newsroom."""
_MAX_SITEMAPS = 500
"""At most this many sitemaps of an index are read: with 50,000 addresses each, more than any publisher has."""
_MAX_SITEMAPS_IN_ALL = 2000
"""At most this many sitemaps and indexes of a source are read in one run. Chosen by hand: one a month for 160 years; indexes of
indexes could name 250,000."""
_OF_LATE = timedelta(days=30)
"""How far back a sitemap is read if no first day is asked for. Chosen by hand: longer than a source is left unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapWalk:
    """A walk over sitemaps, and those that an index of them names."""

    taker: LeadTaker

    def walk(self, url: str, *, depth: int = 1, declared: str | None = None) -> Iterator[Step]:
        """Walk a sitemap, and say why it ended; ``depth`` counts the indexes that led to it, and itself, ``declared`` is the
        address that the source declares of it (None: this one)."""
        declared = declared or url
        if self.taker.was_read(url):
            yield Stop(why=f"{url} was read before: the sitemaps run in a circle")
            return
        page = yield from self.taker.read_list(url)
        if page is None:
            return
        if page.problem or not page.leads:
            yield from self.taker.stop_short(url, page, f"{url}: {page.problem or 'no addresses'}", first=True)
        elif page.indexed and depth >= _MAX_SITEMAP_DEPTH:
            yield Stop(why=f"{url}: sitemaps within sitemaps, more than {_MAX_SITEMAP_DEPTH} deep")
        elif page.indexed:
            yield from self._walk_index(url, page, depth=depth, declared=declared)
        else:
            leads, others = self.taker.part(page, declared)
            yield from self.taker.pass_over(others, url)
            self.taker.note_listed(leads)
            due = list(leads) if self.taker.window.since else list(islice(filter(self._is_due, leads), _MAX_SITEMAP_LEADS))
            for lead in due:
                yield from self.taker.take(lead, revisable=True)
            left = len(leads) - len(due)
            yield Stop(why=f"{url} was read to its end" + (f"; {left} of its addresses are not new" if left else ""))

    def _walk_index(self, url: str, page: LeadPage, *, depth: int, declared: str) -> Iterator[Step]:
        """Walk the sitemaps that an index names, and say how many were left."""
        due = [lead for lead in page.leads if self._recent().place(lead.date) is not Place.BEFORE]
        for count, lead in enumerate(due[:_MAX_SITEMAPS]):
            if len(self.taker.visited) >= _MAX_SITEMAPS_IN_ALL:
                most = f"{_MAX_SITEMAPS_IN_ALL} sitemaps were read, the most in one run"
                yield Stop(why=f"{url}: {len(due) - count} of its {len(due)} sitemaps were left: {most}")
                return
            yield from self.walk(lead.url, depth=depth + 1, declared=declared)
        if len(due) > _MAX_SITEMAPS:
            yield Stop(why=f"{url}: {len(due)} sitemaps, of which the first {_MAX_SITEMAPS} were read, the most of an index")

    def _recent(self) -> Window:
        """Return the window of a sitemap for this walk: without requested days, recent changes."""
        since = self.taker.window.since or self.taker.today - _OF_LATE
        return Window(since=since, until=self.taker.window.until, zone=self.taker.window.zone)

    def _is_due(self, lead: Lead) -> bool:
        """Say whether an address of a sitemap is new: changed recently or, if no date is stated, not captured before."""
        place = self._recent().place(lead.date)
        return place is Place.WITHIN or (place is Place.UNKNOWN and not self.taker.is_known(lead.url))
