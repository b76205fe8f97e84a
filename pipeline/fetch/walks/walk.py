"""Walk a source's own lists, newest page first, and capture the leads.

Each list is walked until a page repeats, is empty, fails, holds nothing unknown or lies before the requested days. Every such
stop is yielded with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from pipeline.declarations import Method, Source
from pipeline.fetch.walks.paging import list_strands
from pipeline.fetch.walks.revisiting import Again
from pipeline.fetch.walks.sitemaps import SitemapWalk
from pipeline.fetch.walks.steps import Step, Stop
from pipeline.fetch.walks.strands import StrandWalk
from pipeline.fetch.walks.taking import LeadTaker
from pipeline.fetch.walks.visiting import Visitor
from pipeline.fetch.walks.window import Window


@dataclass(slots=True, kw_only=True)
class Walk:
    """A walk in progress over one source.

    ``again`` says which pages that were requested before are requested again; due pages are requested by ``capturing``, not by
    the walk. ``dry`` requests the lists only. ``today`` is the day of the walk. ``listed`` are the leads on the first page of
    each list (how many pages are read depends on how much is new), ``asked`` all that were requested, in canonical form;
    ``visited`` the lists themselves.
    """

    source: Source
    visitor: Visitor
    window: Window
    today: date
    again: Again = Again.LISTED
    dry: bool = False
    listed: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)

    def run(self) -> Iterator[Step]:
        """Walk every list of the source."""
        taker = LeadTaker(
            source=self.source,
            visitor=self.visitor,
            window=self.window,
            today=self.today,
            again=self.again,
            dry=self.dry,
            listed=self.listed,
            asked=self.asked,
            visited=self.visited,
        )
        yield from self._walk_lists(taker)
        yield from taker.name_undeclared()

    def _walk_lists(self, taker: LeadTaker) -> Iterator[Step]:
        discovery = self.source.discovery
        if discovery.method is Method.SITEMAP:
            for url in discovery.urls:
                yield from SitemapWalk(taker=taker).walk(url)
            return
        strands = list(list_strands(discovery, since=self.window.since, until=self.window.until or self.today))
        if not strands:
            yield Stop(why=f"{self.source.id} declares no list to walk")
        walk = StrandWalk(taker=taker)
        for strand in strands:
            yield from walk.walk(strand)
