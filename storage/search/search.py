"""Search the quotes: understand, compile, rank, and say what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from sqlite_utils import Database

from storage.model.findings import Certainty, SearchAnswer
from storage.search.filtering import Filters
from storage.search.hits import read_hits
from storage.search.limiting import TIME_LIMIT_S, Clock, TookTooLong
from storage.search.match_counts import MOST_KEPT
from storage.search.match_samples import Extent
from storage.search.matching import MOST_COUNTED, Matcher
from storage.search.missing import tell_absence, tell_left_out
from storage.search.querying import shorten
from storage.search.selecting import Order
from storage.search.tree import Node, has_phrases
from storage.search.understanding import understand
from storage.search.word_lists import Row

Sort = Literal["relevance", "date", "newest", "oldest"]

MOST_RANKED: Final = 70_000
"""At most this many matches of words are all ranked by relevance."""

MOST_BEST: Final = 200
"""Of more matches, at most so many of the best come first, and then the newest; or the newest at once, if the best cannot be
found without a look at all. Chosen by hand: ten pages."""

MOST_COMPARED_RANKED: Final = MOST_KEPT
"""So many of those that must also be compared with filters or a day, one by one."""

MOST_PHRASES_RANKED: Final = 6_000
"""So many of those of phrases and NEAR, which take longer to find; they are counted no further. What filters find without words
is counted up to MOST_COUNTED; matches of words all, or estimated if very many must be compared with filters."""

_COUNTING_SHARE: Final = 0.4
"""Of the time limit, so much may go into counting; the rest is for finding hits. Chosen by hand."""


def search(
    db: Database,
    query: str,
    *,
    filters: Filters | None = None,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    time_limit_s: float = TIME_LIMIT_S,
) -> SearchAnswer:
    """Find quotes. No text is an error; what cannot be used is named in the notes.

    ``date`` is the same order as ``newest``. What takes longer than ``time_limit_s`` seconds is cut short, and a note says so.
    """
    clock = Clock(db, time_limit_s)
    asked = understand(db, query, filters or Filters())
    notes = list(asked.notes)
    if asked.tree is None:
        return SearchAnswer(total=0, notes=(*notes, "the query contains no searchable term"), hits=())
    matcher = Matcher(db, asked.conditions, asked.as_of)
    rankable, most = _choose_limits(matcher, asked.tree)
    extent = _measure(matcher, asked.tree, clock, most, notes)
    number = extent.number if extent and extent.certainty is Certainty.EXACT else None
    can_rank = number is not None and number <= rankable
    is_ranked = sort == "relevance" and matcher.expression(asked.tree) is not None
    page = _Page(matcher, asked.tree, max(limit, 0), max(offset, 0))
    many = number is None or number > min(rankable, MOST_KEPT)
    found: list[tuple[int, int, str]] = []
    cut_short = None
    try:
        with clock.within():
            best = page.find_best() if is_ranked and not can_rank else []
            if is_ranked and not can_rank:
                notes.append(f"of more than {rankable} matches {_tell_first(best)}")
            found = page.find(_choose_order(can_rank and is_ranked, sort), best, many=many)
            notes += tell_left_out(matcher, asked.tree)
            if extent == Extent(number=0):
                notes += tell_absence(db, matcher, asked)
    except TookTooLong:
        cut_short = True
        notes.append(f"the search was cut short after {clock.limit_s:g} s; narrow it by words or filters")
    extent = extent or Extent(number=max(offset, 0) + len(found), certainty=Certainty.AT_LEAST)
    return SearchAnswer(
        total=extent.number,
        total_is=extent.certainty,
        notes=tuple(map(shorten, notes)),
        hits=read_hits(db, found, asked.terms),
        cut_short=cut_short,
    )


def _choose_limits(matcher: Matcher, tree: Node) -> tuple[int, int]:
    """Choose how many matches may be ranked and counted."""
    if has_phrases(tree):
        return MOST_PHRASES_RANKED, MOST_PHRASES_RANKED
    return (MOST_RANKED if matcher.is_bare(tree) else MOST_COMPARED_RANKED), MOST_COUNTED


def _measure(matcher: Matcher, tree: Node, clock: Clock, most: int, notes: list[str]) -> Extent | None:
    """Count the matches, or estimate their number; None if there is no time for it."""
    try:
        with clock.within(_COUNTING_SHARE):
            extent = matcher.measure(tree, most=most)
    except TookTooLong:
        notes.append(
            f"matches could not be counted in {clock.limit_s * _COUNTING_SHARE:g} s; there may be more than those shown"
        )
        return None
    if extent.certainty is Certainty.AT_LEAST:
        notes.append(f"more than {extent.number} quotes match; they are not counted further")
    if extent.certainty is Certainty.ESTIMATE:
        notes.append(f"about {extent.number} quotes match, estimated by a sample: they are too many to compare one by one")
    return extent


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of what a tree finds."""

    matcher: Matcher
    tree: Node
    limit: int
    offset: int

    def find_best(self) -> list[Row]:
        """Find the best of very many matches that come before and on the page, as far as they can be found."""
        most = self.offset + self.limit
        return self.matcher.find_best(self.tree, min(most, MOST_BEST)) if most else []

    def find(self, order: Order, best: list[Row], *, many: bool) -> list[Row]:
        """Find the page, the ``best`` first if there are some."""
        if not best:
            return self._find(order, self.limit, self.offset, many=many)
        page = best[self.offset : self.offset + self.limit]
        if len(page) == self.limit:
            return page
        # The best are left out of those that follow them.
        after = self.offset + self.limit - len(best)
        first = {row[0] for row in best}
        others = [row for row in self._find(order, after + len(best), 0, many=many) if row[0] not in first]
        return [*page, *others[after - self.limit + len(page) : after]]

    def _find(self, order: Order, limit: int, offset: int, *, many: bool) -> list[Row]:
        if many and order == "newest" and has_phrases(self.tree) and self.matcher.is_current:
            found = self.matcher.find_newest(self.tree, offset + limit)
            if len(found) == offset + limit:
                return found[offset:]
        return self.matcher.find(self.tree, order=order, limit=limit, offset=offset, many=many)


def _tell_first(best: list[Row]) -> str:
    return f"at most {MOST_BEST} of the best come first, then the newest" if best else "the newest come first"


def _choose_order(can_rank: bool, sort: Sort) -> Order:
    """Order by relevance if there are words to rank by and few enough matches, else by date."""
    if sort == "oldest":
        return "oldest"
    return "relevance" if sort == "relevance" and can_rank else "newest"
