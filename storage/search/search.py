"""Search the quotes: understand, compile, rank, and say what was not looked at."""

from __future__ import annotations

from typing import Final, Literal

from sqlite_utils import Database

from storage.model.findings import Certainty, SearchAnswer
from storage.search.compiling import read_weighed
from storage.search.filtering import Filters
from storage.search.hits import read_hits
from storage.search.limiting import TIME_LIMIT_S, Clock, TookTooLong
from storage.search.match_counts import MOST_KEPT
from storage.search.match_samples import Extent
from storage.search.matching import MOST_COUNTED, Matcher
from storage.search.missing import tell_absence, tell_left_out
from storage.search.querying import shorten
from storage.search.ranked_pages import Page
from storage.search.selecting import Order
from storage.search.tree import Node, has_phrases
from storage.search.understanding import understand

Sort = Literal["relevance", "date", "newest", "oldest"]

MOST_RANKED: Final = 70_000
"""At most this many matches of one word are all ranked by relevance."""

MOST_OF_SEVERAL_RANKED: Final = 40_000
"""So many of several words, or of a beginning: of these FTS5 weighs each."""

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
    page = Page(matcher, asked.tree, max(limit, 0), max(offset, 0))
    many = number is None or number > min(rankable, MOST_KEPT)
    found: list[tuple[int, int, str]] = []
    cut_short = None
    try:
        with clock.within():
            best, told = page.find_best(can_rank=can_rank, number=number) if is_ranked else ([], "")
            if is_ranked and not can_rank:
                notes.append(f"of more than {rankable} matches {told}")
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
    if not matcher.is_bare(tree):
        return MOST_COMPARED_RANKED, MOST_COUNTED
    return (MOST_RANKED if read_weighed(tree) else MOST_OF_SEVERAL_RANKED), MOST_COUNTED


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


def _choose_order(can_rank: bool, sort: Sort) -> Order:
    """Order by relevance if there are words to rank by and few enough matches, else by date."""
    if sort == "oldest":
        return "oldest"
    return "relevance" if sort == "relevance" and can_rank else "newest"
