"""Ask the index of words alone how many quotes an expression finds, and which; and read quotes by their keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.search.selecting import Selecting
from storage.search.tree import Node, Words
from storage.text.marks import GONE, any_mark

Row = tuple[Any, ...]

_COUNT: Final = "SELECT count(*) FROM quote_words WHERE quote_words MATCH ?"
_TERMS: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.quote_terms USING fts5vocab ('main', 'quote_words', 'row')"
_COUNT_SOME: Final = "SELECT count(*) FROM (SELECT rowid FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"
# One list in JSON is read in two thirds of the time that rows take.
_KEYS: Final = "SELECT json_group_array(rowid) FROM (SELECT rowid FROM quote_words WHERE quote_words MATCH ? LIMIT ?)"


class WordLists:
    """The lists of the index of words, for the trees of one search."""

    def __init__(self, db: Database, selecting: Selecting) -> None:
        self._db = db
        self._selecting = selecting

    def is_bare(self, tree: Node) -> bool:
        """Say whether the index of words alone finds what a tree does."""
        plan = self._selecting.plan(tree)
        return self._selecting.is_current and plan.expression is not None and not plan.conditions

    def count(self, expression: str, most: int = -1) -> int:
        """Count the quotes that an expression of FTS5 finds, no further than ``most`` if that is given."""
        found = self._db.execute(_COUNT, (expression,)) if most < 0 else self._db.execute(_COUNT_SOME, (expression, most))
        return int(found.fetchone()[0])

    def count_word(self, word: str) -> int:
        """Count the current quotes that hold a word; of a very common one that takes half the time of ``count``."""
        self._db.execute(_TERMS)
        found = self._db.execute("SELECT doc FROM temp.quote_terms WHERE term = ?", (word,)).fetchone()
        return int(found[0]) - self.count(f'"{word}" AND {any_mark([GONE])}') if found else 0

    def list_keys(self, expression: str, most: int = -1) -> list[int]:
        """List the keys of current quotes that an expression finds, at most so many."""
        [(listed,)] = self._db.execute(_KEYS, (only_current(expression), most)).fetchall()
        keys: list[int] = json.loads(listed)
        return keys

    def find_inside(self, tree: Node) -> frozenset[int] | None:
        """Find the current quotes that hold a part of a word; None if a tree asks for anything else, or they are too many."""
        part = self.read_part(tree)
        return None if part is None else self._selecting.parts.list_quotes(part)

    def read_part(self, tree: Node) -> str | None:
        """Return the part of a word that is all that a tree asks for of current quotes; None if it asks for anything else."""
        if not (self._selecting.is_current and isinstance(tree, Words) and tree.term.inside):
            return None
        return tree.term.tokens[0]

    def read(self, quotes: Sequence[int], columns: tuple[str, ...]) -> list[Row]:
        """Read columns of current quotes, behind the key of each, in the order given."""
        sql = f"SELECT {list_columns(columns)} FROM json_each(?) e CROSS JOIN listed_quotes c ON c.quote = e.value"
        return self._db.execute(f"{sql} ORDER BY e.key", (write_json(quotes),)).fetchall()


def only_current(expression: str) -> str:
    """Leave out of what an expression of FTS5 finds what is not current."""
    return f"({expression}) NOT {any_mark([GONE])}"


def list_columns(columns: tuple[str, ...]) -> str:
    """Write the key of a quote and columns of it as SQL."""
    return ", ".join(("c.quote", *columns))
