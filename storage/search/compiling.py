"""Compile the tree of a query to SQL: the words first if there are some, everything else as conditions and sets.

A tree without NULLs in it: a condition that is not known to hold does not hold, so that NOT is always the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any, Final

from sqlite_utils import Database

from storage.search.filtering import Condition, read_filter
from storage.search.inside import HOLDING, Parts
from storage.search.spans import DATE_FIELDS
from storage.search.terms import MOST_WAYS, Term, either
from storage.search.tree import And, Filter, Near, Node, Not, Or, Words, has_beginnings, list_parts

_WORDS: Final = "SELECT rowid FROM quote_words WHERE quote_words MATCH ?"
_HAS_WORDS: Final = "EXISTS (SELECT 1 FROM quote_words w WHERE w.quote_words MATCH ? AND w.rowid = c.quote)"

_INDEXED: Final = ("speaker", "via", "office", "source", "document", "undated", *DATE_FIELDS)
_HAS_PART: Final = (
    "EXISTS (SELECT 1 FROM quote_readings g WHERE g.derivation = c.derivation AND g.quote = c.quote AND holds_part(g.exact, ?))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What must hold for the quotes ``c``: an expression of FTS5, conditions as SQL, and their values in order.

    ``words`` is the part of the expression that is of words. ``narrowing`` are those of the conditions that an index serves and
    that the expression does not narrow: they may find fewer quotes than it. ``unless`` is an expression of marks: quotes
    without any of them meet all conditions. None if there is no such expression.
    """

    expression: str | None
    words: str | None = None
    conditions: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    narrowing: tuple[str, ...] = ()
    narrowing_values: tuple[Any, ...] = ()
    unless: str | None = None


class Compiler:
    """Compiles trees over one table of quotes, ``listed_quotes`` or ``listed_past_quotes``. What it looks up is kept.

    ``probing`` asks of each quote on its own whether it holds the words, which is for a few quotes; else all that hold them are
    found first.
    """

    def __init__(
        self,
        db: Database,
        conditions: Mapping[Filter, Condition],
        parts: Parts,
        table: str = "listed_quotes",
        *,
        probing: bool = False,
    ) -> None:
        self._db = db
        self._probing = probing
        self._conditions = dict(conditions)
        self._table = table
        self._parts = parts

    def plan(self, tree: Node) -> Plan:
        """Plan how to find what a tree asks for."""
        parts = tree.parts if isinstance(tree, And) else (tree,)
        wanted = [part for part in parts if not isinstance(part, Not) and express(part)]
        unwanted = [part for part in parts if wanted and isinstance(part, Not) and express(part.part)]
        words = express(And((*wanted, *unwanted))) if wanted else None
        marks = [mark for part in parts if words and part not in wanted and (mark := self._mark(part))]
        rest = [part for part in parts if part not in wanted and part not in unwanted]
        others = [self._condition(part, alone=not wanted and not self._probing) for part in rest]
        marked_out = [self._mark(part.part) if isinstance(part, Not) else None for part in rest]
        filters = [part for part in parts if isinstance(part, Filter) and part.field in _INDEXED]
        indexed = [self._condition(part) for part in filters if not (words and self._read(part).marks)]
        return Plan(
            expression=" AND ".join([f"({words})", *marks]) if words and marks else words,
            words=words,
            narrowing=tuple(sql for sql, _ in indexed),
            narrowing_values=tuple(value for _, values in indexed for value in values),
            conditions=tuple(sql for sql, _ in others),
            values=tuple(value for _, values in others for value in values),
            unless=either([mark for mark in marked_out if mark]) if marked_out and all(marked_out) else None,
        )

    def select(self, tree: Node, column: str = "c.quote") -> tuple[str, tuple[Any, ...]]:
        """Write the SELECT of what a tree asks for."""
        plan = self.plan(tree)
        where = " AND ".join(plan.conditions) or "TRUE"
        if plan.expression is None:
            return f"SELECT {column} FROM {self._table} c WHERE {where}", plan.values
        return (
            f"SELECT {column} FROM quote_words f CROSS JOIN {self._table} c ON c.quote = f.rowid "
            f"WHERE f.quote_words MATCH ? AND {where}",
            (plan.expression, *plan.values),
        )

    def _condition(self, node: Node, *, alone: bool = False) -> tuple[str, tuple[Any, ...]]:
        """Write a node as a condition on ``c``; one that stands ``alone`` must find its quotes without looking at all."""
        match node:
            case Words(term) if term.inside and self._parts.is_usual(term.tokens[0]):
                return _HAS_PART, (term.tokens[0],)
            case Words(term) if term.inside:
                return f"c.quote IN ({HOLDING})", (self._parts.list_words(term.tokens[0]),)
            case Filter():
                condition = self._read(node)
                return condition.sql or "TRUE", condition.values
            case _ if (expression := express(node)) is not None:
                return write_words(node, probing=self._probing), (expression,)
            case Not(part):
                sql, values = self._condition(part)
                return f"(({sql}) IS NOT TRUE)", values
            case Or(parts) if alone and any(map(_holds_words, parts)):
                return self._union(parts)
            case And(parts) | Or(parts):
                return self._join(parts, " AND " if isinstance(node, And) else " OR ")
        raise AssertionError(f"{node} is no node of a query")

    def _mark(self, node: Node) -> str | None:
        """Write marks for FTS5 that all quotes have which a node without words finds; None if there are none of it."""
        match node:
            case Filter():
                return self._read(node).marks
            case Or(parts):
                marks = [self._mark(part) for part in parts]
                return either([mark for mark in marks if mark]) if parts and all(marks) else None
            case And(parts):
                marks = [mark for part in parts if (mark := self._mark(part))]
                return f"({' AND '.join(mark for mark in marks if mark)})" if marks else None
        return None

    def _join(self, parts: Sequence[Node], operator: str) -> tuple[str, tuple[Any, ...]]:
        if not parts:
            return "TRUE", ()
        written = [self._condition(part) for part in parts]
        return f"({operator.join(sql for sql, _ in written)})", tuple(value for _, values in written for value in values)

    def _union(self, parts: Sequence[Node]) -> tuple[str, tuple[Any, ...]]:
        selects = [self.select(part) for part in parts]
        values = tuple(value for _, values in selects for value in values)
        return f"c.quote IN ({' UNION ALL '.join(sql for sql, _ in selects)})", values

    def _read(self, asked: Filter) -> Condition:
        if asked not in self._conditions:
            self._conditions[asked] = read_filter(self._db, asked)
        return self._conditions[asked]


def express(node: Node) -> str | None:
    """Write a tree as an expression of FTS5; None if it holds anything but words, or only what must not hold."""
    match node:
        case Words(term):
            return None if term.inside else term.expression
        case Near(terms, distance):
            return _express_near(terms, distance)
        case And(parts):
            return _express_all(parts)
        case Or(parts):
            written = [express(part) for part in parts]
            return either([part for part in written if part]) if parts and all(written) else None
        case _:
            return None


def write_words(node: Node, *, probing: bool) -> str:
    """Write the condition that quotes ``c`` hold the words of a node. ``probing`` looks for them in each quote on its own, but
    for beginnings of words, which are listed once."""
    return _HAS_WORDS if probing and not has_beginnings(node) else f"c.quote IN ({_WORDS})"


def _express_all(parts: Sequence[Node]) -> str | None:
    wanted = [express(part) for part in parts if not isinstance(part, Not)]
    unwanted = [express(part.part) for part in parts if isinstance(part, Not)]
    if not wanted or not all(wanted) or not all(unwanted):
        return None
    joined = " AND ".join(part for part in wanted if part)
    without = either([part for part in unwanted if part]) if unwanted else None
    return f"(({joined}) NOT {without})" if without else f"({joined})" if len(wanted) > 1 else joined


def _express_near(terms: Sequence[Term], distance: int) -> str:
    """Write NEAR once for each combination of the ways to write its terms."""
    ways = islice(product(*(term.phrases for term in terms)), MOST_WAYS)
    return either([f"NEAR({' '.join(way)}, {distance})" for way in ways])


def _holds_words(node: Node) -> bool:
    match node:
        case Words() | Near():
            return True
        case And(parts) | Or(parts):
            return any(map(_holds_words, parts))
        case _:
            return False


def read_weighed(tree: Node) -> str | None:
    """Return the word by which alone the matches of a tree are weighed; None if several are, or one in several spellings."""
    weighing = [part for part in list_parts(tree) if not isinstance(part, Not) and express(part)]
    if len(weighing) != 1 or not isinstance(weighing[0], Words):
        return None
    term = weighing[0].term
    return None if term.prefix or term.also or len(term.tokens) > 1 else term.tokens[0]
