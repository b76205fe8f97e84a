"""Search the quotes: understand, compile, rank, and say what was not looked at."""

from __future__ import annotations

from typing import Final, Literal

from sqlite_utils import Database

from storage.model.findings import SearchAnswer
from storage.search.filtering import Filters
from storage.search.hits import read_hits
from storage.search.limiting import TIME_LIMIT_S, Clock, TookTooLong
from storage.search.matching import Matcher, Order
from storage.search.missing import tell_absence, tell_left_out
from storage.search.querying import shorten
from storage.search.tree import Node, has_phrases
from storage.search.understanding import understand

Sort = Literal["relevance", "date", "newest", "oldest"]

MOST_RANKED: Final = 15_000
"""At most this many matches are ranked by relevance; of more, the newest come first. Chosen by hand."""

MOST_PHRASES_RANKED: Final = 3_000
"""This many of those of phrases and NEAR, which take longer to find. Chosen by hand."""

MOST_COUNTED: Final = 100_000
"""Matches are counted up to this many, those of phrases and NEAR up to MOST_PHRASES_RANKED; paging goes on beyond. Chosen by
hand."""

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
    rankable, most = (MOST_PHRASES_RANKED,) * 2 if has_phrases(asked.tree) else (MOST_RANKED, MOST_COUNTED)
    total = _count(matcher, asked.tree, clock, most, notes)
    many = total is None or total > rankable
    if many and sort == "relevance" and matcher.expression(asked.tree):
        notes.append(f"of more than {rankable} matches the newest come first")
    order = _choose_order(matcher.expression(asked.tree) is not None and not many, sort)
    found: list[tuple[int, int, str]] = []
    cut_short = None
    try:
        with clock.within():
            found = _find(matcher, asked.tree, order, max(limit, 0), max(offset, 0), many=many)
            notes += tell_left_out(matcher, asked.tree)
            if total == 0:
                notes += tell_absence(db, matcher, asked)
    except TookTooLong:
        cut_short = True
        notes.append(f"the search was cut short after {clock.limit_s:g} s; narrow it by words or filters")
    total = max(offset, 0) + len(found) if total is None else min(total, most)
    return SearchAnswer(
        total=total, notes=tuple(map(shorten, notes)), hits=read_hits(db, found, asked.terms), cut_short=cut_short
    )


def _count(matcher: Matcher, tree: Node, clock: Clock, most: int, notes: list[str]) -> int | None:
    """Count all matches, one further than ``most``; None if there is no time for it."""
    try:
        with clock.within(_COUNTING_SHARE):
            total = matcher.count(tree, most=most + 1)
    except TookTooLong:
        notes.append(
            f"matches could not be counted in {clock.limit_s * _COUNTING_SHARE:g} s; there may be more than those shown"
        )
        return None
    if total > most:
        notes.append(f"more than {most} quotes match; they are not counted further")
    return total


def _find(matcher: Matcher, tree: Node, order: Order, limit: int, offset: int, *, many: bool) -> list[tuple[int, int, str]]:
    if many and order == "newest" and has_phrases(tree) and matcher.is_current:
        found = matcher.find_newest(tree, offset + limit)
        if len(found) == offset + limit:
            return found[offset:]
    return matcher.find(tree, order=order, limit=limit, offset=offset, many=many)


def _choose_order(can_rank: bool, sort: Sort) -> Order:
    """Order by relevance if there are words to rank by and few enough matches, else by date."""
    if sort == "oldest":
        return "oldest"
    return "relevance" if sort == "relevance" and can_rank else "newest"
