"""Search the quotes: translate, narrow, rank, and say what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from sqlite_utils import Database

from storage.database.rows import storable
from storage.model.findings import SearchAnswer
from storage.search.filtering import Filters, Narrowing, add_filters, end_of_day, is_empty, narrow
from storage.search.hits import read_hits
from storage.search.missing import tell_as_of, tell_coverage, tell_missing_words
from storage.search.querying import Query, read_query

Sort = Literal["relevance", "date"]

MOST_RANKED: Final = 50_000
"""As many matches are ranked by relevance; of more, the newest come first."""

_AS_OF = """(
    SELECT r.* FROM dated_quotes r WHERE r.observation = (
        SELECT n.seq FROM visible n WHERE n.document = r.document AND n.captured_at <= ?
        ORDER BY n.recency DESC LIMIT 1
    )
)"""
_INSIDE = """(
    c.quote IN (SELECT rowid FROM quote_trigrams WHERE quote_trigrams MATCH ?)
    AND instr((SELECT words FROM quotes WHERE seq = c.quote), ?)
)"""
_NOT_WORDS = "c.quote NOT IN (SELECT rowid FROM quote_words WHERE quote_words MATCH ?)"
_WORDS_FIRST = "quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid"
_NEWEST = "c.earliest DESC NULLS LAST, c.quote DESC"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """The FROM, WHERE and ORDER of a search over the quotes ``c`` that stand, with the values of the first two."""

    tables: str
    where: str
    values: tuple[Any, ...]
    order: str = _NEWEST


def search(
    db: Database, query: str, *, filters: Filters | None = None, sort: Sort = "relevance", limit: int = 20, offset: int = 0
) -> SearchAnswer:
    """Find quotes. No text is an error; what cannot be used is named in the notes."""
    asked = read_query(storable(query))
    filters, unusable = add_filters(filters or Filters(), asked.filters)
    narrowing = narrow(db, filters)
    notes = [*asked.notes, *unusable, *narrowing.notes]
    if not asked.wanted and query.strip() and is_empty(filters):
        return SearchAnswer(total=0, notes=(*notes, "nothing in this query can be looked for"), hits=())
    plan = _plan(asked, narrowing, filters)
    total = db.execute(f"SELECT count(*) FROM {plan.tables} WHERE {plan.where}", plan.values).fetchone()[0]
    best = _order(asked, narrowing, plan, sort, total, notes)
    page = (
        f"SELECT c.quote, c.derivation, c.source FROM {best.tables} WHERE {best.where} ORDER BY {best.order} LIMIT ? OFFSET ?"
    )
    found = db.execute(page, (*best.values, max(limit, 0), max(offset, 0))).fetchall()
    notes += _tell_what_is_left_out(db, asked, narrowing, filters, total)
    return SearchAnswer(total=total, notes=tuple(notes), hits=read_hits(db, found, asked.terms))


def _plan(asked: Query, narrowing: Narrowing, filters: Filters) -> _Plan:
    """Write FROM and WHERE, beginning with the words."""
    standing = _AS_OF if filters.as_of else "current_quotes"
    values: list[Any] = [end_of_day(filters.as_of)] if filters.as_of else []
    conditions = []
    if asked.expression:
        conditions.append("f.quote_words MATCH ?")
        values.append(asked.expression)
    for part in asked.insides:
        conditions.append(_INSIDE)
        values += [_trigrams(part), part]
    for term in asked.unwanted:
        if term.inside:
            conditions.append(f"NOT {_INSIDE}")
            values += [_trigrams(term.tokens[0]), term.tokens[0]]
        elif not asked.expression:
            conditions.append(_NOT_WORDS)
            values.append(term.expression)
    return _Plan(
        tables=f"quote_words f CROSS JOIN {standing} c ON c.quote = f.rowid" if asked.expression else f"{standing} c",
        where=" AND ".join((*conditions, *narrowing.conditions)) or "TRUE",
        values=(*values, *narrowing.values),
    )


def _order(asked: Query, narrowing: Narrowing, plan: _Plan, sort: Sort, total: int, notes: list[str]) -> _Plan:
    """Order by relevance where that can be worked out in time, else by date."""
    if not asked.expression:
        return plan
    if total <= MOST_RANKED:
        return replace(plan, order="f.rank, c.quote") if sort == "relevance" else plan
    if sort == "relevance":
        notes.append(f"{total} quotes hold these words; of more than {MOST_RANKED} the newest come first")
    if narrowing.conditions or plan.tables != _WORDS_FIRST or any(term.prefix for term in asked.terms):
        return plan
    # So many match that walking back from the newest quote meets a page of them soon.
    return replace(plan, tables="current_quotes c CROSS JOIN quote_words f ON f.rowid = c.quote")


def _tell_what_is_left_out(db: Database, asked: Query, narrowing: Narrowing, filters: Filters, total: int) -> list[str]:
    """Say which matches the narrowing hides, and, where nothing was found, how far the archive reaches."""
    notes = []
    if narrowing.dated:
        undated = replace(filters, since=None, until=None)
        plan = _plan(asked, narrow(db, undated), undated)
        hidden = f"SELECT count(*) FROM {plan.tables} WHERE {plan.where} AND c.earliest IS NULL AND c.latest IS NULL"
        number = db.execute(hidden, plan.values).fetchone()[0]
        if number:
            notes.append(f"{number} more without a date are left out")
    if total:
        return notes
    if narrowing.conditions and asked.wanted:
        plan = _plan(asked, Narrowing(), Filters(as_of=filters.as_of))
        others = db.execute(f"SELECT count(*) FROM {plan.tables} WHERE {plan.where}", plan.values).fetchone()[0]
        notes += [f"without the filters {others} match"] if others else []
    if filters.as_of:
        notes += tell_as_of(db, filters.as_of)
    return notes + tell_missing_words(db, asked, filters) + tell_coverage(db, narrowing.sources)


def _trigrams(part: str) -> str:
    """Write what the index of trigrams matches: every three letters of a part of a word."""
    return " AND ".join('"' + part[i : i + 3].replace('"', '""') + '"' for i in range(len(part) - 2))
