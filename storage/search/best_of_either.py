"""Find the best of very many matches of words of which one must occur, without a look at all of them.

BM25 adds up the weights of the words, and one word weighs at most k1 + 1 times its rarity. The best that hold all the words are
therefore the best of all, if the last of them outweighs whatever a quote without one of the words can weigh.
"""

from __future__ import annotations

from math import log
from typing import Final

from sqlite_utils import Database

from storage.search.best_first import HIGHEST
from storage.search.selecting import Selecting
from storage.search.tree import And, Node, Or, Words, both, list_parts
from storage.search.word_lists import WordLists, only_current

_MOST_RANKED: Final = 12_000
"""Quotes that hold all the words are ranked up to this many: it takes some 15 milliseconds. Chosen by hand."""
_MOST_COUNTED: Final = 400_000
"""FTS5 counts the quotes of each word before it ranks: up to so many in all, which takes some 10 milliseconds. Chosen by
hand."""
_LEAST_RARITY: Final = 1e-6  # SQLite, FTS5, fts5_aux.c: the rarity of a word that stands in half of all rows or more


class BestOfEither:
    """Ranks those matches of ``a OR b OR c`` that hold all the words."""

    def __init__(self, db: Database, selecting: Selecting, lists: WordLists, tree: Node) -> None:
        self._db = db
        self._selecting = selecting
        self._lists = lists
        self._tree = tree

    def find(self, most: int) -> tuple[int, ...]:
        """Find the keys of the best matches, the best first: so many, or those that are surely the best. None are if the tree
        is no such query, or if very many hold all the words."""
        parts = list_parts(self._tree)
        either = [part for part in parts if isinstance(part, Or) and _are_words(part.parts)]
        if len(either) != 1 or any(isinstance(part, Words) for part in parts):
            return ()
        words = either[0].parts
        rarities = self._measure_rarities(words)
        every = both([*words, *(part for part in parts if part is not either[0])])
        if rarities is None or not isinstance(every, And) or not self._are_few(every):
            return ()
        without_one = HIGHEST * (sum(rarities) - min(rarities))
        return tuple(quote for quote, rank in self._rank(every, most) if -rank > without_one)

    def _measure_rarities(self, words: tuple[Node, ...]) -> list[float] | None:
        """Return how much the rarity of each word counts (the inverse document frequency of BM25); None if they are so common
        that FTS5 would count them for too long."""
        [(rows,)] = self._db.execute("SELECT count(*) FROM quote_words_docsize").fetchall()
        counts = []
        for word in words:
            expression = self._selecting.plan(word).words
            counts.append(self._lists.count(expression, _MOST_COUNTED) if expression else _MOST_COUNTED)
            if sum(counts) >= _MOST_COUNTED:
                return None
        return [max(log((rows - count + 0.5) / (count + 0.5)), _LEAST_RARITY) for count in counts]

    def _are_few(self, tree: Node) -> bool:
        expression = self._selecting.plan(tree).expression
        return expression is not None and self._lists.count(only_current(expression), _MOST_RANKED + 1) <= _MOST_RANKED

    def _rank(self, tree: Node, most: int) -> list[tuple[int, float]]:
        selects = self._selecting.select(tree, "c.quote AS quote, f.rank AS score", ranked=True)
        rows = [
            row for sql, values in selects for row in self._db.execute(f"{sql} ORDER BY score, quote LIMIT ?", (*values, most))
        ]
        return sorted(rows, key=lambda row: (row[1], row[0]))[:most]


def _are_words(parts: tuple[Node, ...]) -> bool:
    """Say whether parts are single words in one spelling each."""
    return all(isinstance(part, Words) and part.term.bare and not part.term.also for part in parts)
