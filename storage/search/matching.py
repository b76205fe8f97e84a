"""Match the quotes of an archive against a tree: count them, and find a page of them in an order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final, Literal

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.search.compiling import Compiler, Plan
from storage.search.filtering import Condition
from storage.search.spans import end_of_day
from storage.search.tree import Filter, Node, has_words
from storage.text.marks import GONE, WIDE, any_mark, mark_month

Order = Literal["relevance", "newest", "oldest"]
Bound = Literal["earliest", "latest"]

_COUNT: Final = "SELECT count(*) FROM (SELECT rowid FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
_LOOKING_UP: Final = 60
"""Looking for words in one given quote takes as long as going on to this many matches (measured with SQLite 3.53)."""

_MOST_KEPT: Final = 10_000
"""At most this many matches are kept from counting them to showing a page. Chosen by hand."""

_MOST_COMPARED: Final = 120_000
"""Matches of words are counted so far to compare them with those of filters: it takes five milliseconds."""

_BY_DAY: Final = "current_quotes_by_date"

_ORDERS: Final[dict[Order, str]] = {
    "relevance": "score, quote",
    "newest": "earliest DESC NULLS LAST, quote DESC",
    "oldest": "earliest ASC NULLS LAST, quote",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One table of quotes that is searched, with a condition on its rows: what is current, or what was shown on a day."""

    table: str
    condition: str = ""
    values: tuple[str, ...] = ()


class Matcher:
    """Matches trees against the quotes as they are now, or as they were at the end of a day."""

    def __init__(self, db: Database, conditions: Mapping[Filter, Condition], as_of: date | None) -> None:
        self._db = db
        self._arms = [(arm, Compiler(db, conditions, arm.table)) for arm in _list_arms(as_of)]
        self._narrow: dict[tuple[Plan, Arm], bool] = {}
        self._found: dict[Node, str] = {}
        self.is_current = as_of is None

    def count(self, tree: Node, *, most: int = -1) -> int:
        """Count what a tree finds, no further than ``most``. Few matches of words and filters are kept for ``find``."""
        [(arm, compiler), *others] = self._arms
        plan = compiler.plan(tree)
        if plan.expression and not plan.conditions and not arm.condition:
            [(number,)] = self._db.execute(_COUNT, (f"({plan.expression}) NOT {any_mark([GONE])}", most)).fetchall()
            return int(number)
        selects = self._select(tree, "c.quote")
        if not others and (self._are_few(plan.expression) if plan.expression else has_words(tree)):
            sql, values = selects[0]
            found = [quote for (quote,) in self._db.execute(f"{sql} LIMIT ?", (*values, _MOST_KEPT + 1))]
            if len(found) <= _MOST_KEPT:
                self._found[tree] = write_json(found)
                return len(found) if most < 0 else min(len(found), most)
        counts = [self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, most)) for sql, values in selects]
        return sum(count.fetchone()[0] for count in counts)

    def _are_few(self, expression: str) -> bool:
        [(number,)] = self._db.execute(_COUNT, (expression, _MOST_KEPT + 1)).fetchall()
        return bool(number <= _MOST_KEPT)

    def find(
        self,
        tree: Node,
        *,
        order: Order,
        limit: int,
        offset: int = 0,
        many: bool = False,
        read: tuple[str, ...] = ("c.derivation", "c.source"),
    ) -> list[tuple[Any, ...]]:
        """Find a page of what a tree finds: the keys of quotes, and what is to be read of each.

        If very ``many`` are known to match, going back from the newest quote (or on from the oldest) soon meets a page of them.
        """
        score = ", f.rank AS score" if order == "relevance" else ""
        columns = f"c.quote AS quote, {', '.join(read)}, c.earliest AS earliest{score}"
        selects = self._select(tree, columns, by_day=many and order != "relevance", ranked=order == "relevance")
        if tree in self._found:
            selects = [self._select_again(tree, columns, ranked=order == "relevance")]
        if len(selects) == 1:
            found, values = selects[0]
            sql = f"{found} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
        else:
            values = tuple(value for _, values in selects for value in values)
            sql = f"SELECT * FROM ({' UNION ALL '.join(sql for sql, _ in selects)}) ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
        return [row[: 1 + len(read)] for row in self._db.execute(sql, (*values, limit, offset))]

    def find_newest(
        self, tree: Node, limit: int, *, read: tuple[str, ...] = ("c.derivation", "c.source")
    ) -> list[tuple[Any, ...]]:
        """Find the newest of very many matches, as ``find`` does, month after month back from the newest: it takes as long as
        is needed for these, not for all. Those without a date are left out, as is what is not current."""
        compiler = self._arms[0][1]
        plan = compiler.plan(tree)
        if plan.expression is None:
            return self.find(tree, order="newest", limit=limit, many=True, read=read)
        where = " AND ".join(["f.quote_words MATCH ?", *plan.conditions])
        tables = "quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid"
        sql = f"SELECT c.earliest, c.quote, {', '.join(read)} FROM {tables} WHERE {where}"
        found: list[tuple[Any, ...]] = []
        since = "~"
        while len(found) < limit:
            [(latest,)] = self._db.execute("SELECT max(earliest) FROM current_quotes WHERE earliest < ?", (since,)).fetchall()
            since = (latest or "")[:7]
            if not since[:4].strip("0"):
                since = ""
                break
            of_month = any_mark([mark_month(int(since[:4]), int(since[5:7]))])
            found += self._db.execute(sql, (f"({plan.expression}) AND {of_month}", *plan.values))
        of_several = (f"({plan.expression}) AND {any_mark([WIDE])}", *plan.values, limit)
        found += self._db.execute(f"{sql} AND c.earliest IS NOT NULL ORDER BY c.earliest DESC LIMIT ?", of_several)
        # Marks are also those of earlier versions: what they found beyond the months that were gone through is not all of it.
        dated = {row for row in found if row[0] is not None and row[0] >= since}
        return [row[1:] for row in sorted(dated, key=itemgetter(0, 1), reverse=True)[:limit]]

    def select_keys(self, tree: Node) -> list[tuple[str, tuple[Any, ...]]]:
        """Write the statements that find all matches, each a SELECT of quote, derivation, source and document."""
        return self._select(tree, "c.quote, c.derivation, c.source, c.document")

    def group(self, tree: Node, column: str, *, most: int) -> list[tuple[Any, int]]:
        """Count what a tree finds by a column of the quotes, the most frequent values first."""
        selects = self._select(tree, f"c.{column} AS value")
        values = tuple(value for _, values in selects for value in values)
        found = " UNION ALL ".join(sql for sql, _ in selects)
        sql = f"SELECT value, count(*) FROM ({found}) GROUP BY value ORDER BY 2 DESC, 1 LIMIT ?"
        return self._db.execute(sql, (*values, most)).fetchall()

    def bound(self, tree: Node, column: Bound) -> str | None:
        """Return the first ``earliest`` or the last ``latest`` of what a tree finds, as the archive writes it."""
        function = "min" if column == "earliest" else "max"
        selects = self._select(tree, f"{function}(c.{column})")
        found = [bound for sql, values in selects for (bound,) in self._db.execute(sql, values) if bound]
        return (min if column == "earliest" else max)(found, default=None)

    def expression(self, tree: Node) -> str | None:
        """Return the words that all matches hold as an expression of FTS5: what they are ranked by. None if there are none."""
        return self._arms[0][1].plan(tree).words

    def _select_again(self, tree: Node, columns: str, *, ranked: bool) -> tuple[str, tuple[Any, ...]]:
        """Write the SELECT of quotes that were found before; to be ranked they must be met among all matches of the words."""
        found = "(SELECT value FROM json_each(?))"
        if not ranked:
            return f"SELECT {columns} FROM current_quotes c WHERE c.quote IN {found}", (self._found[tree],)
        tables = "quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid"
        values = (self._arms[0][1].plan(tree).expression, self._found[tree])
        return f"SELECT {columns} FROM {tables} WHERE f.quote_words MATCH ? AND +f.rowid IN {found}", values

    def _select(
        self, tree: Node, columns: str, *, by_day: bool = False, ranked: bool = False
    ) -> list[tuple[str, tuple[Any, ...]]]:
        """Write the SELECT of each table, the words first unless the filters find far fewer quotes.

        What is to be ``ranked`` always has the words first: for each quote looked up, FTS5 would count all matches again.
        """
        written = []
        for arm, compiler in self._arms:
            plan = compiler.plan(tree)
            where = [*plan.conditions, *filter(None, [arm.condition])]
            values = (*plan.values, *arm.values)
            if plan.expression is None:
                tables = f"{arm.table} c"
            else:
                where.insert(0, "f.quote_words MATCH ?")
                values = (plan.expression, *values)
                tables = f"quote_words f CROSS JOIN {arm.table} c ON c.quote = f.rowid"
                if by_day and not arm.condition:
                    tables = f"{arm.table} c INDEXED BY {_BY_DAY} CROSS JOIN quote_words f ON f.rowid = c.quote"
                elif not ranked and self._is_narrow(plan, arm):
                    tables = f"{arm.table} c CROSS JOIN quote_words f ON f.rowid = c.quote"
            written.append((f"SELECT {columns} FROM {tables} WHERE {' AND '.join(where) or 'TRUE'}", values))
        return written

    def _is_narrow(self, plan: Plan, arm: Arm) -> bool:
        """Say whether the filters find so few quotes that looking for the words in each is quicker than all their matches."""
        if not plan.narrowing and arm.table == "current_quotes":
            return False
        if (plan, arm) not in self._narrow:
            words = "SELECT count(*) FROM (SELECT 1 FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
            [(matches,)] = self._db.execute(words, (plan.expression, _MOST_COMPARED)).fetchall()
            few = matches // _LOOKING_UP
            where = " AND ".join(plan.narrowing) if arm.table == "current_quotes" else arm.condition
            values = plan.narrowing_values if arm.table == "current_quotes" else arm.values
            rows = f"SELECT count(*) FROM (SELECT 1 FROM {arm.table} c WHERE {where} LIMIT ?)"
            self._narrow[plan, arm] = few > 0 and self._db.execute(rows, (*values, few + 1)).fetchone()[0] <= few
        return self._narrow[plan, arm]


def _list_arms(as_of: date | None) -> list[Arm]:
    """List the tables to search: what is current, or what was shown at the end of a day."""
    if as_of is None:
        return [Arm(table="current_quotes")]
    moment = end_of_day(as_of)
    return [
        Arm(table="current_quotes", condition="c.shown_since <= ?", values=(moment,)),
        Arm(table="past_quotes", condition="c.shown_since <= ? AND c.shown_until > ?", values=(moment, moment)),
    ]
