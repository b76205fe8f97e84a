"""Match the quotes of an archive against a tree: count them, and find a page of them in an order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any, Final, Literal

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.database.seconds import AFTER_ALL, BEFORE_ALL, read_day, to_seconds
from storage.model.findings import Certainty
from storage.search.filtering import Condition
from storage.search.selecting import Order, Select, Selecting
from storage.search.spans import start_of_day
from storage.search.tree import Filter, Node, Words, has_phrases, has_words, list_inside
from storage.text.marks import GONE, SAMPLED, WIDE, any_mark, mark_month
from storage.text.sampling import ALL, MARKED, round_estimate, sample_keys, write_place

Bound = Literal["earliest", "latest"]
Row = tuple[Any, ...]

MOST_KEPT: Final = 15_000
"""At most this many matches are looked at one by one; they are kept from counting them to showing a page."""

_COUNT: Final = "SELECT count(*) FROM (SELECT rowid FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
_KEYS: Final = "SELECT rowid FROM quote_words WHERE quote_words MATCH ?"
_RANKED: Final = "SELECT rowid, rank FROM quote_words WHERE quote_words MATCH ? ORDER BY rank, rowid LIMIT ? OFFSET ?"
_SAMPLED: Final = 4_000
"""Of more than MOST_KEPT matches, conditions are compared with about so many."""

_LEAST_SAMPLED: Final = 400
"""So many of a sample must meet the conditions for an estimate: 95 of 100 are then within a tenth of the true number (1.96
divided by the square root of 400)."""

_LEAST_MARKED: Final = 100
"""So many of the marked quotes must meet a tree for an estimate: 95 of 100 are then within a fifth of the true number."""

_MOST_TEXTS: Final = 1_500
"""At most so many texts are looked at for parts of words: one takes some 30 microseconds."""

_SMALL: Final = 60_000
"""All quotes of an archive of up to so many are looked at."""

_MOST_TWICE: Final = 200_000
"""More matches of words are gone through only once to choose a sample of them, and not first to count them."""

_MOST_LISTED: Final = 30_000
"""At most so many matches of phrases are listed to choose a sample from."""

MOST_COUNTED: Final = 100_000
"""What filters find without words is counted up to this many."""

_WALKS: Final = {"newest": "DESC NULLS LAST, quote DESC", "oldest": "ASC NULLS LAST, quote"}

_ORDERS: Final[dict[Order, str]] = {
    "relevance": "score, quote",
    "newest": f"earliest_s {_WALKS['newest']}",
    "oldest": f"earliest_s {_WALKS['oldest']}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many quotes match, and how sure that is."""

    number: int
    certainty: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Rows of quotes that match, beginning with the key of each, and how many match in all. The rows are spread evenly over all
    that match (``of_all``), or the newest."""

    rows: list[Row]
    extent: Extent
    of_all: bool


class Matcher:
    """Matches trees against the quotes as they are now, or as they were at the end of a day."""

    def __init__(self, db: Database, conditions: Mapping[Filter, Condition], as_of: date | None) -> None:
        self._db = db
        self._selecting = Selecting(db, conditions, as_of)
        self._found: dict[Node, str] = {}
        self.is_current = as_of is None

    # ------------------------------------------------------------------------------------------------------ counting

    def count(self, tree: Node, *, most: int = -1) -> int:
        """Count what a tree finds, no further than ``most``. Few matches of words and filters are kept for ``find``."""
        number = self._count_quickly(tree, most)
        if number is not None:
            return number
        plan = self._selecting.plan(tree)
        if self.is_current and (self._are_few(plan.expression) if plan.expression else has_words(tree)):
            [(sql, values)] = self._selecting.select(tree, "c.quote")
            found = [quote for (quote,) in self._db.execute(f"{sql} LIMIT ?", (*values, MOST_KEPT + 1))]
            if len(found) <= MOST_KEPT:
                self._found[tree] = write_json(found)
                return len(found) if most < 0 else min(len(found), most)
        return self._count_all(tree, most)

    def measure(self, tree: Node, *, most: int) -> Extent:
        """Count what a tree finds as exactly as it can be had quickly: no further than ``most`` if there are phrases or no
        words in it; by a sample if very many matches of words must be compared with conditions."""
        limit = most if has_phrases(tree) or not has_words(tree) else -1
        number = None if limit >= 0 else self._estimate(tree)
        if number is not None:
            return Extent(number=number, certainty=Certainty.ESTIMATE)
        number = self.count(tree, most=limit + 1 if limit >= 0 else -1)
        if 0 <= limit < number:
            return Extent(number=limit, certainty=Certainty.AT_LEAST)
        return Extent(number=number)

    def _count_quickly(self, tree: Node, most: int) -> int | None:
        """Count what can be counted in the index of words alone; None if quotes must be looked at."""
        if not self.is_current:
            return None
        plan = self._selecting.plan(tree)
        if plan.expression and not plan.conditions:
            return self._count_words(f"({plan.expression}) NOT {any_mark([GONE])}", most)
        if plan.expression and plan.unless:
            surely = self._count_words(f"({plan.expression}) NOT ({plan.unless} OR {any_mark([GONE])})", most)
            [(sql, values)] = self._selecting.select(tree, "c.quote", among=plan.unless)
            return surely + int(self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, most)).fetchone()[0])
        if (keys := self._find_inside(tree)) is not None:
            return len(keys) if most < 0 else min(len(keys), most)
        return None

    def _count_words(self, expression: str, most: int) -> int:
        return int(self._db.execute(_COUNT, (expression, most)).fetchone()[0])

    def _count_all(self, tree: Node, most: int) -> int:
        selects = self._selecting.select(tree, "c.quote")
        counts = [self._db.execute(f"SELECT count(*) FROM ({sql} LIMIT ?)", (*values, most)) for sql, values in selects]
        return sum(count.fetchone()[0] for count in counts)

    def _are_few(self, expression: str) -> bool:
        return self._count_words(expression, MOST_KEPT + 1) <= MOST_KEPT

    def _estimate(self, tree: Node) -> int | None:
        """Estimate how many of very many matches of words meet the conditions; None if they can be counted, or should be since
        too few of a sample do."""
        plan = self._selecting.plan(tree)
        if plan.expression is None:
            found = self._sample_by_marks(tree, "c.quote", _SAMPLED)
            return found.extent.number if found else None
        if self.is_current and (plan.unless or not plan.conditions):
            return None
        matches = self._count_words(plan.expression, -1)
        if matches <= MOST_KEPT or self._selecting.is_narrow(plan):
            return None
        threshold = min(ALL, ALL * _SAMPLED // matches)
        sampled = sum(number for (number,) in self._sample(tree, "count(*)", threshold))
        return round_estimate(sampled * ALL / threshold) if sampled >= _LEAST_SAMPLED else None

    # ------------------------------------------------------------------------------------------------------- finding

    def find(
        self,
        tree: Node,
        *,
        order: Order,
        limit: int,
        offset: int = 0,
        many: bool = False,
        read: tuple[str, ...] = ("c.derivation", "c.source"),
    ) -> list[Row]:
        """Find a page of what a tree finds: the keys of quotes, and what is to be read of each.

        If very ``many`` are known to match, going back from the newest quote (or on from the oldest) soon meets a page of them.
        """
        if many and order != "relevance" and (keys := self._find_inside(tree)) is not None:
            found = self._walk(keys, order)
            return self._read(list(islice(found, offset, offset + limit)), read)
        if order == "relevance" and self.is_bare(tree):
            return self._read(self._rank(tree, limit, offset), read)
        score = ", f.rank AS score" if order == "relevance" else ""
        columns = f"c.quote AS quote, {', '.join(read)}, c.earliest_s AS earliest_s{score}"
        selects = self._selecting.select(
            tree, columns, by_day=order if many and order != "relevance" else None, ranked=order == "relevance"
        )
        if tree in self._found:
            selects = [self._select_again(tree, columns, ranked=order == "relevance")]
        page = f"ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
        if len(selects) == 1:
            found_so, values = selects[0]
            return [row[: 1 + len(read)] for row in self._db.execute(f"{found_so} {page}", (*values, limit, offset))]
        # Each table gives its own first rows, so that none is read to its end.
        parts = [f"SELECT * FROM ({sql} ORDER BY {_ORDERS[order]} LIMIT ?)" for sql, _ in selects]
        values = tuple(value for _, values in selects for value in (*values, limit + offset))
        sql = f"SELECT * FROM ({' UNION ALL '.join(parts)}) {page}"
        return [row[: 1 + len(read)] for row in self._db.execute(sql, (*values, limit, offset))]

    def find_newest(self, tree: Node, limit: int, *, read: tuple[str, ...] = ("c.derivation", "c.source")) -> list[Row]:
        """Find the newest of very many matches, as ``find`` does, month after month back from the newest: it takes as long as
        is needed for so many, not for all. Those without a date are left out, as is what is not current."""
        plan = self._selecting.plan(tree)
        if plan.expression is None:
            return self.find(tree, order="newest", limit=limit, many=True, read=read)
        where = " AND ".join(["f.quote_words MATCH ?", *plan.conditions])
        tables = "quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid"
        sql = f"SELECT c.earliest_s, c.quote, {', '.join(read)} FROM {tables} WHERE {where}"
        found: list[Row] = []
        since = AFTER_ALL
        before = "SELECT max(earliest_s) FROM current_quotes WHERE earliest_s < ?"
        while len(found) < limit:
            [(latest,)] = self._db.execute(before, (since,)).fetchall()
            if latest is None or latest == BEFORE_ALL:
                since = BEFORE_ALL
                break
            month = read_day(latest).replace(day=1)
            since = to_seconds(start_of_day(month))
            of_month = any_mark([mark_month(month.year, month.month)])
            found += self._db.execute(sql, (f"({plan.expression}) AND {of_month}", *plan.values))
        of_several = (f"({plan.expression}) AND {any_mark([WIDE])}", *plan.values, limit)
        found += self._db.execute(f"{sql} AND c.earliest_s IS NOT NULL ORDER BY c.earliest_s DESC LIMIT ?", of_several)
        # Marks are also those of earlier versions: what they found beyond the months that were gone through is not all of it.
        dated = {row for row in found if row[0] is not None and row[0] >= since}
        return [row[1:] for row in sorted(dated, key=itemgetter(0, 1), reverse=True)[:limit]]

    def is_bare(self, tree: Node) -> bool:
        """Say whether the index of words alone finds what a tree does."""
        plan = self._selecting.plan(tree)
        return self.is_current and plan.expression is not None and not plan.conditions

    def _rank(self, tree: Node, limit: int, offset: int) -> list[int]:
        """Rank the matches of a bare tree; without a look at each quote that takes less than half the time."""
        expression = f"({self._selecting.plan(tree).expression}) NOT {any_mark([GONE])}"
        return [quote for quote, _ in self._db.execute(_RANKED, (expression, limit, offset))]

    def _walk(self, keys: frozenset[int], order: Order) -> Iterator[int]:
        """Go through all quotes in the order of their dates, and yield those that are among some."""
        for (quote,) in self._db.execute(f"SELECT quote FROM current_quotes ORDER BY earliest_s {_WALKS[order]}"):
            if quote in keys:
                yield quote

    def _read(self, quotes: list[int], read: tuple[str, ...]) -> list[Row]:
        """Read columns of current quotes, in the order given."""
        sql = f"SELECT {_list_columns(read)} FROM json_each(?) e CROSS JOIN current_quotes c ON c.quote = e.value"
        return self._db.execute(f"{sql} ORDER BY e.key", (write_json(quotes),)).fetchall()

    def select_keys(self, tree: Node) -> list[Select]:
        """Write the statements that find all matches, each a SELECT of quote, derivation, source and document."""
        return self._selecting.select(tree, "c.quote, c.derivation, c.source, c.document")

    def bound(self, tree: Node, column: Bound) -> str | None:
        """Return the first ``earliest`` or the last ``latest`` of what a tree finds, as the archive writes it."""
        function = "min" if column == "earliest" else "max"
        selects = self._selecting.select(tree, f"{function}(c.{column}_s), c.{column}")
        found = [row for sql, values in selects for row in self._db.execute(sql, values) if row[1]]
        return (min if column == "earliest" else max)(found, default=(0, None))[1]

    def expression(self, tree: Node) -> str | None:
        """Return the words that all matches hold as an expression of FTS5: what they are ranked by. None if there are none."""
        return self._selecting.plan(tree).words

    # ------------------------------------------------------------------------------------------------------ sampling

    def sample(self, tree: Node, most: int, *, read: tuple[str, ...]) -> Sample:
        """Read columns of all that a tree finds, or of about ``most`` that stand for all. Of what cannot be counted quickly,
        the newest are read instead."""
        keys: Collection[int] | None = self._find_inside(tree)
        if keys is None and self.is_current and has_phrases(tree):
            keys = self._list_phrases(tree)
        if keys is not None:
            chosen = sample_keys(keys, most)
            return Sample(rows=self._read(chosen, read), extent=Extent(number=len(keys)), of_all=True)
        if (estimated := self._sample_by_words(tree, most, read)) is not None:
            return estimated
        if (found := self._sample_by_marks(tree, _list_columns(read), most)) is not None:
            return found
        extent = self.measure(tree, most=_MOST_LISTED if has_phrases(tree) else MOST_COUNTED)
        if extent.certainty is Certainty.AT_LEAST:
            find = self.find_newest if self.is_current else partial(self.find, order="newest")
            return Sample(rows=find(tree, limit=most, read=read), extent=extent, of_all=False)
        if extent.number <= most:
            return Sample(rows=self.find(tree, order="newest", limit=most, read=read), extent=extent, of_all=True)
        rows = self._sample(tree, _list_columns(read), ALL * most // extent.number)
        return Sample(rows=rows, extent=extent, of_all=True)

    def _sample_by_words(self, tree: Node, most: int, read: tuple[str, ...]) -> Sample | None:
        """Read a sample of the matches of words that meet the conditions, and estimate by it how many do; None if they can be
        counted quickly in the index of words, or if too few of the sample do."""
        plan = self._selecting.plan(tree)
        if plan.expression is None or has_phrases(tree):
            return None
        is_bare = self.is_bare(tree)
        matches = self._count_words(plan.expression, _MOST_TWICE if is_bare else -1)
        threshold = ALL * most // max(matches, most)
        if is_bare and matches == _MOST_TWICE:
            expression = f"({plan.expression}) NOT {any_mark([GONE])}"
            keys = [quote for (quote,) in self._db.execute(f"{_KEYS} AND {write_place('rowid')} < {threshold}", (expression,))]
            rows, sampled = self._read(sample_keys(keys, most, below=threshold), read), len(keys)
        elif is_bare or (self.is_current and plan.unless) or threshold == ALL or self._selecting.is_narrow(plan):
            return None
        else:
            rows = self._sample(tree, _list_columns(read), threshold)
            sampled = len(rows)
        extent = Extent(number=round_estimate(sampled * ALL / threshold), certainty=Certainty.ESTIMATE)
        return Sample(rows=rows, extent=extent, of_all=True) if sampled >= _LEAST_SAMPLED else None

    def _sample_by_marks(self, tree: Node, columns: str, most: int) -> Sample | None:
        """Read columns of those of about ``most`` marked quotes that a tree finds; None if it has words that all must hold, or
        none at all, if the archive is small enough to look at all quotes, or if too few are found."""
        if not self.is_current or not has_words(tree) or self._selecting.plan(tree).expression is not None:
            return None
        if self._find_inside(tree) is not None:
            return None
        current = int(self._db.execute("SELECT count(*) FROM current_quotes").fetchone()[0])
        if current <= _SMALL:
            return None
        looks_at_texts = any(self._selecting.parts.is_usual(part) for part in list_inside(tree))
        marked = [quote for (quote,) in self._db.execute(_KEYS, (f"{any_mark([SAMPLED])} NOT {any_mark([GONE])}",))]
        asked = sample_keys(marked, min(most, _MOST_TEXTS) if looks_at_texts else most, below=MARKED)
        sql, values = self._selecting.probe(tree, columns, "json_each(?) e CROSS JOIN current_quotes c ON c.quote = e.value")
        rows = self._db.execute(sql, (write_json(asked), *values)).fetchall()
        if len(rows) < _LEAST_MARKED:
            return None
        number = round_estimate(len(rows) * current / len(asked))
        return Sample(rows=rows, extent=Extent(number=number, certainty=Certainty.ESTIMATE), of_all=True)

    def _sample(self, tree: Node, columns: str, threshold: int) -> list[Row]:
        """Read columns of the matches whose place is below a threshold. Aggregates give a row for each table."""
        written = self._selecting.select(tree, columns, below=threshold)
        return [row for sql, values in written for row in self._db.execute(sql, values)]

    def _list_phrases(self, tree: Node) -> list[int] | None:
        """List the current matches of a tree with phrases and nothing but words; None if it holds more, or too many match."""
        plan = self._selecting.plan(tree)
        if plan.expression is None or plan.conditions:
            return None
        expression = f"({plan.expression}) NOT {any_mark([GONE])}"
        found = self._db.execute(f"{_KEYS} LIMIT ?", (expression, _MOST_LISTED + 1)).fetchall()
        return [quote for (quote,) in found] if len(found) <= _MOST_LISTED else None

    def _find_inside(self, tree: Node) -> frozenset[int] | None:
        """Find the current quotes that hold a part of a word; None if a tree asks for anything else, or they are too many."""
        if not (self.is_current and isinstance(tree, Words) and tree.term.inside):
            return None
        return self._selecting.parts.list_quotes(tree.term.tokens[0])

    def _select_again(self, tree: Node, columns: str, *, ranked: bool) -> Select:
        """Write the SELECT of quotes that were found before; to be ranked they must be met among all matches of the words."""
        found = "(SELECT value FROM json_each(?))"
        if not ranked:
            return f"SELECT {columns} FROM current_quotes c WHERE c.quote IN {found}", (self._found[tree],)
        tables = "quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid"
        values = (self._selecting.plan(tree).expression, self._found[tree])
        return f"SELECT {columns} FROM {tables} WHERE f.quote_words MATCH ? AND +f.rowid IN {found}", values


def _list_columns(read: tuple[str, ...]) -> str:
    return ", ".join(("c.quote", *read))
