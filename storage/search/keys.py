"""Find all quotes that a query matches by their keys, one by one, so that a million of them are never held at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from storage.search.filtering import Filters
from storage.search.matching import Matcher
from storage.search.querying import shorten
from storage.search.terms import Term
from storage.search.understanding import understand


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """All that a query matches: what must be said about it, the terms looked for, the day as of which the archive is asked, and
    the statement that finds the keys (empty if nothing can match)."""

    sql: str
    values: tuple[Any, ...]
    notes: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    as_of: date | None = None

    def iterate(self, db: Database) -> Iterator[tuple[int, int, str]]:
        """Yield the keys of quote and derivation and the id of the source, document by document. Can be done again."""
        if self.sql:
            yield from db.execute(f"SELECT quote, derivation, source FROM ({self.sql}) ORDER BY document, quote", self.values)


def match(db: Database, query: str, filters: Filters) -> Matches:
    """Understand a query. No text is an error; a query of which nothing can be used matches nothing, and a note says so."""
    asked = understand(db, query, filters)
    if asked.tree is None:
        return Matches(notes=(*asked.notes, "the query contains no searchable term"), as_of=asked.as_of, sql="", values=())
    selects = Matcher(db, asked.conditions, asked.as_of).select_keys(asked.tree)
    return Matches(
        notes=tuple(map(shorten, asked.notes)),
        terms=asked.terms,
        as_of=asked.as_of,
        sql=" UNION ALL ".join(sql for sql, _ in selects),
        values=tuple(value for _, values in selects for value in values),
    )
