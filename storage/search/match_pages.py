"""Find a page of the matches of a search, in an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, islice, repeat
from operator import itemgetter
from typing import Final

from sqlite_utils import Database

from storage.database.listed import read_shared
from storage.database.seconds import AFTER_ALL, BEFORE_ALL, read_day, to_seconds
from storage.search.selecting import Order, Select, Selecting
from storage.search.spans import start_of_day
from storage.search.tree import Node
from storage.search.word_lists import Row, WordLists, only_current
from storage.text.marks import WIDE, any_mark, mark_month

READ: Final = ("c.derivation", read_shared("source"))
"""What is read of each quote beside its key, if nothing else is asked for."""

_RANKED: Final = "SELECT rowid, rank FROM quote_words WHERE quote_words MATCH ? ORDER BY rank, rowid LIMIT ? OFFSET ?"
_LATEST: Final = "SELECT max(earliest_s) FROM listed_quotes WHERE earliest_s < ?"
_MONTHS_AT_ONCE: Final = (1, 2, 4, 8, 16)
"""How many months are searched by one statement, in their order, and after these the last number again. Chosen by hand: of what
is common the newest month is enough; of what was said long ago, each statement begins anew."""
_WALKS: Final = {"newest": "DESC NULLS LAST, quote DESC", "oldest": "ASC NULLS LAST, quote"}
_ORDERS: Final[dict[Order, str]] = {
    "relevance": "score, quote",
    "newest": f"earliest_s {_WALKS['newest']}",
    "oldest": f"earliest_s {_WALKS['oldest']}",
}


class PageFinder:
    """Finds pages of what trees find. ``kept`` are the keys of matches that were found before, as JSON."""

    def __init__(self, db: Database, selecting: Selecting, lists: WordLists, kept: Mapping[Node, str]) -> None:
        self._db = db
        self._selecting = selecting
        self._lists = lists
        self._kept = kept

    def find(
        self, tree: Node, *, order: Order, limit: int, offset: int = 0, many: bool = False, read: tuple[str, ...] = READ
    ) -> list[Row]:
        """Find a page of what a tree finds: the keys of quotes, and what is to be read of each.

        If very ``many`` are known to match, going back from the newest quote (or on from the oldest) soon meets a page of them.
        """
        if many and order != "relevance" and (keys := self._lists.find_inside(tree)) is not None:
            found = self._walk(keys, order)
            return self._lists.read(list(islice(found, offset, offset + limit)), read)
        if order == "relevance" and self._lists.is_bare(tree):
            return self._lists.read(self._rank(tree, limit, offset), read)
        return self._select_page(tree, order, limit, offset, many=many, read=read)

    def find_newest(self, tree: Node, limit: int, *, read: tuple[str, ...] = READ) -> list[Row]:
        """Find the newest of very many matches, as ``find`` does, going back by months from the newest, by more of them each
        time: it takes as long as is needed for so many, not for all. Those without a date are left out, as is what is not
        current."""
        plan = self._selecting.plan(tree)
        if plan.expression is None:
            return self.find(tree, order="newest", limit=limit, many=True, read=read)
        where = " AND ".join(["f.quote_words MATCH ?", *plan.conditions])
        tables = "quote_words f CROSS JOIN listed_quotes c ON c.quote = f.rowid"
        sql = f"SELECT c.earliest_s, c.quote, {', '.join(read)} FROM {tables} WHERE {where}"
        found: list[Row] = []
        since = AFTER_ALL
        months = self._list_months()
        for number in chain(_MONTHS_AT_ONCE, repeat(_MONTHS_AT_ONCE[-1])):
            of_months = list(islice(months, number))
            if len(found) >= limit or not of_months:
                break
            since = to_seconds(start_of_day(of_months[-1]))
            marks = any_mark(mark_month(month.year, month.month) for month in of_months)
            found += self._db.execute(sql, (f"({plan.expression}) AND {marks}", *plan.values))
        since = BEFORE_ALL if len(found) < limit else since
        of_several = (f"({plan.expression}) AND {any_mark([WIDE])}", *plan.values, limit)
        found += self._db.execute(f"{sql} AND c.earliest_s IS NOT NULL ORDER BY c.earliest_s DESC LIMIT ?", of_several)
        # Marks are also those of earlier versions: what they found beyond the months that were gone through is not all of it.
        dated = {row for row in found if row[0] is not None and row[0] >= since}
        return [row[1:] for row in sorted(dated, key=itemgetter(0, 1), reverse=True)[:limit]]

    def _list_months(self) -> Iterator[date]:
        """Yield the first day of each month of which there are current quotes, the newest first."""
        since = AFTER_ALL
        while True:
            [(latest,)] = self._db.execute(_LATEST, (since,)).fetchall()
            if latest is None or latest == BEFORE_ALL:
                return
            month = read_day(latest).replace(day=1)
            since = to_seconds(start_of_day(month))
            yield month

    def _select_page(
        self, tree: Node, order: Order, limit: int, offset: int, *, many: bool, read: tuple[str, ...]
    ) -> list[Row]:
        """Find a page of a tree that more than the index of words is asked for."""
        score = ", f.rank AS score" if order == "relevance" else ""
        columns = f"c.quote AS quote, {', '.join(read)}, c.earliest_s AS earliest_s{score}"
        if tree in self._kept:
            selects = [self._select_again(tree, columns, ranked=order == "relevance")]
        else:
            by_day = order if many and order != "relevance" else None
            selects = self._selecting.select(tree, columns, by_day=by_day, ranked=order == "relevance")
        page = f"ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
        if len(selects) == 1:
            found_so, values = selects[0]
            return [row[: 1 + len(read)] for row in self._db.execute(f"{found_so} {page}", (*values, limit, offset))]
        # Each table gives its own first rows, so that none is read to its end.
        parts = [f"SELECT * FROM ({sql} ORDER BY {_ORDERS[order]} LIMIT ?)" for sql, _ in selects]
        values = tuple(value for _, values in selects for value in (*values, limit + offset))
        sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) {page}"
        return [row[: 1 + len(read)] for row in self._db.execute(sql, (*values, limit, offset))]

    def _rank(self, tree: Node, limit: int, offset: int) -> list[int]:
        """Rank the matches of a bare tree; without a look at each quote that takes less than half the time."""
        expression = only_current(self._selecting.plan(tree).expression or "")
        return [quote for quote, _ in self._db.execute(_RANKED, (expression, limit, offset))]

    def _walk(self, keys: frozenset[int], order: Order) -> Iterator[int]:
        """Go through all quotes in the order of their dates, and yield those that are among some."""
        for (quote,) in self._db.execute(f"SELECT quote FROM listed_quotes ORDER BY earliest_s {_WALKS[order]}"):
            if quote in keys:
                yield quote

    def _select_again(self, tree: Node, columns: str, *, ranked: bool) -> Select:
        """Write the SELECT of quotes that were found before; to be ranked they must be met among all matches of the words."""
        found = "(SELECT value FROM json_each(?))"
        if not ranked:
            return f"SELECT {columns} FROM listed_quotes c WHERE c.quote IN {found}", (self._kept[tree],)
        tables = "quote_words f CROSS JOIN listed_quotes c ON c.quote = f.rowid"
        values = (self._selecting.plan(tree).expression, self._kept[tree])
        return f"SELECT {columns} FROM {tables} WHERE f.quote_words MATCH ? AND +f.rowid IN {found}", values
