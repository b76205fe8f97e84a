"""Write the SELECT statements that find what a tree asks for, in each table of quotes that is searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlite_utils import Database

from storage.database.seconds import BEFORE_ALL, read_day, to_seconds
from storage.search.compiling import Compiler, Plan, write_words
from storage.search.filtering import Condition, mark_span
from storage.search.inside import Parts
from storage.search.spans import end_of_day
from storage.search.terms import either
from storage.search.tree import Filter, Node, has_beginnings
from storage.text.marks import AHEAD, PAST, UNDATED, any_mark
from storage.text.sampling import write_place

Order = Literal["relevance", "newest", "oldest"]
Select = tuple[str, tuple[Any, ...]]

_LOOKING_UP: Final = 60
"""Looking for words in one given quote takes as long as going on to so many matches (measured with SQLite 3.53)."""

_MOST_COMPARED: Final = 120_000
"""Matches of words are counted so far to compare them with those of filters: it takes five milliseconds."""

_FIRST_DAY: Final = f"SELECT min(earliest_s) FROM listed_quotes WHERE earliest_s > {BEFORE_ALL}"
_BY_DAY: Final = "quotes_by_date"
_WORDS_FIRST: Final = "quote_words f CROSS JOIN {} c ON c.quote = f.rowid"
_QUOTES_FIRST: Final = "{} CROSS JOIN quote_words f ON f.rowid = c.quote"
_HAVE_WORDS: Final = "f.quote_words MATCH ?"
_ARE_LISTED: Final = "+c.quote IN (SELECT rowid FROM quote_words WHERE quote_words MATCH ?)"
"""The condition on quotes ``c`` that are gone through, if their words are listed once, not looked for in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One table of quotes that is searched, with a condition on its rows: what is current, or what was shown on a day.
    ``marks`` is an expression of FTS5 that all its quotes meet."""

    table: str
    condition: str = ""
    values: tuple[int, ...] = ()
    marks: str | None = None

    @property
    def is_past(self) -> bool:
        """Say whether it holds what documents showed before."""
        return self.table == "listed_past_quotes"


class Selecting:
    """Writes statements over the quotes as they are now, or as they were at the end of a day."""

    def __init__(self, db: Database, conditions: Mapping[Filter, Condition], as_of: date | None) -> None:
        self._db = db
        self.parts = Parts(db)
        self._arms = [(arm, Compiler(db, conditions, self.parts, arm.table)) for arm in _list_arms(db, as_of)]
        self._probing = Compiler(db, conditions, self.parts, probing=True)
        self._narrow: dict[tuple[Plan, Arm], bool] = {}

    @property
    def is_current(self) -> bool:
        """Say whether the quotes are searched as they are now."""
        return not self._arms[0][0].condition

    def plan(self, tree: Node) -> Plan:
        """Plan how to find what a tree asks for in the table of current quotes."""
        return self._arms[0][1].plan(tree)

    def probe(self, tree: Node, columns: str, tables: str) -> Select:
        """Write the SELECT of those current quotes ``c`` of some tables that a tree finds, asking each of them on its own."""
        plan = self._probing.plan(tree)
        words = [write_words(tree, probing=True)] if plan.expression else []
        return _write(columns, tables, [*words, *plan.conditions], (*([plan.expression] if words else []), *plan.values))

    def is_narrow(self, plan: Plan) -> bool:
        """Say whether the filters find far fewer current quotes than the words."""
        return self._is_narrow(plan, self._arms[0][0])

    def select(
        self,
        tree: Node,
        columns: str,
        *,
        by_day: Order | None = None,
        ranked: bool = False,
        below: int | None = None,
        among: str | None = None,
    ) -> list[Select]:
        """Write the SELECT of each table, the words first unless the filters find far fewer quotes.

        What is to be ``ranked`` always has the words first: for each quote looked up, FTS5 would count all matches again.
        ``below`` is a threshold for the places of a sample, ``among`` an expression of marks that narrows the words.
        """
        written = []
        listed = has_beginnings(tree)
        for arm, compiler in self._arms:
            plan = compiler.plan(tree)
            where = [*plan.conditions, *filter(None, [arm.condition])]
            values = (*plan.values, *arm.values)
            if plan.expression is None and by_day and self.is_current:
                written.append(self.probe(tree, columns, f"listed_quotes c INDEXED BY {_BY_DAY}"))
            elif plan.expression is None:
                places = [] if below is None else [f"{write_place('c.quote')} < {below}"]
                written.append(_write(columns, f"{arm.table} c", [*where, *places], values))
            elif by_day and not arm.is_past:
                written += _walk(arm, by_day, columns, where, (plan.expression, *values), listed=listed)
            elif ranked or among or below is not None or not self._is_narrow(plan, arm):
                expression = _narrow(plan.expression, among, arm.marks)
                places = [] if below is None else [f"{write_place('f.rowid')} < {below}"]
                found = [_HAVE_WORDS, *where, *places]
                written.append(_write(columns, _WORDS_FIRST.format(arm.table), found, (expression, *values)))
            else:
                tables, words = _look_up(f"{arm.table} c", listed=listed)
                written.append(_write(columns, tables, [words, *where], (_narrow(plan.expression, arm.marks), *values)))
        return written

    def _is_narrow(self, plan: Plan, arm: Arm) -> bool:
        """Say whether the filters find so few quotes that looking for the words in each is quicker than all their matches."""
        if not plan.narrowing or arm.is_past:  # what was shown before has a mark, so that its words are few
            return False
        if (plan, arm) not in self._narrow:
            words = "SELECT count(*) FROM (SELECT 1 FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
            [(matches,)] = self._db.execute(words, (plan.expression, _MOST_COMPARED)).fetchall()
            few = matches // _LOOKING_UP
            rows = f"SELECT count(*) FROM (SELECT 1 FROM {arm.table} c WHERE {' AND '.join(plan.narrowing)} LIMIT ?)"
            found = self._db.execute(rows, (*plan.narrowing_values, few + 1)) if few else None
            self._narrow[plan, arm] = found is not None and found.fetchone()[0] <= few
        return self._narrow[plan, arm]


def _write(columns: str, tables: str, where: list[str], values: tuple[Any, ...]) -> Select:
    return f"SELECT {columns} FROM {tables} WHERE {' AND '.join(where) or 'TRUE'}", values


def _narrow(expression: str, *marks: str | None) -> str:
    """Narrow an expression of FTS5 by marks."""
    return " AND ".join([f"({expression})", *filter(None, marks)])


def _look_up(quotes: str, *, listed: bool) -> tuple[str, str]:
    """Write how to go through quotes ``c`` and look for words in each: the tables, and the condition. Words that are ``listed``
    are found once before."""
    return (quotes, _ARE_LISTED) if listed else (_QUOTES_FIRST.format(quotes), _HAVE_WORDS)


def _walk(arm: Arm, order: Order, columns: str, where: Sequence[str], values: tuple[Any, ...], *, listed: bool) -> list[Select]:
    """Write how to go through current quotes by their days.

    As of a day, going back from the newest would meet all that was said later before anything that was shown then. So it begins
    with that day; the few quotes that were shown before the day they are of have a mark.
    """
    tables, words = _look_up(f"{arm.table} c INDEXED BY {_BY_DAY}", listed=listed)
    if not arm.condition or order == "oldest":
        return [_write(columns, tables, [words, *where], values)]
    ahead = [_HAVE_WORDS, *where, "c.earliest_s > ?", _HAVE_WORDS]
    return [
        _write(columns, tables, [words, *where, "c.earliest_s <= ?"], (*values, *arm.values)),
        _write(columns, tables, [words, *where, "c.earliest_s IS NULL"], values),
        _write(columns, _WORDS_FIRST.format(arm.table), ahead, (*values, *arm.values, any_mark([AHEAD]))),
    ]


def _list_arms(db: Database, as_of: date | None) -> list[Arm]:
    """List the tables to search: what is current, or what was shown at the end of a day."""
    if as_of is None:
        return [Arm(table="listed_quotes")]
    moment = to_seconds(end_of_day(as_of))
    return [
        Arm(table="listed_quotes", condition="c.shown_since_s <= ?", values=(moment,), marks=_mark_until(db, as_of)),
        Arm(
            table="listed_past_quotes",
            condition="c.shown_since_s <= ? AND c.shown_until_s > ?",
            values=(moment, moment),
            marks=any_mark([PAST]),
        ),
    ]


def _mark_until(db: Database, day: date) -> str | None:
    """Write marks that all quotes have which were shown by a day: they are of no later month, unless they have a mark of their
    own. None if the archive goes back too many months."""
    [(first,)] = db.execute(_FIRST_DAY).fetchall()
    begins = day if first is None else read_day(first)
    months = mark_span(min(begins, day), day)
    return either([months, any_mark([UNDATED, AHEAD])]) if months else None
