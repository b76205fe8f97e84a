"""Rank, of very many matches of words of which one must occur, those that hold all the words: there are far fewer.

BM25 adds up the weights of the words that a quote holds, so that the best of all are nearly always among them.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from storage.search.selecting import Selecting
from storage.search.tree import Node, Or, Words, both, list_parts
from storage.search.word_lists import WordLists
from storage.text.marks import SAMPLED, any_mark
from storage.text.sampling import ALL, MARKED

_MOST_RANKED: Final = 12_000
"""Quotes that hold all the words are ranked up to about this many: it takes some 15 milliseconds. Chosen by hand."""


def rank_all_of_either(db: Database, selecting: Selecting, lists: WordLists, tree: Node, most: int) -> list[int]:
    """List the keys of the best matches of ``a OR b OR c`` that hold all three, with or without conditions beside them: so
    many, or none if the tree is no such query or very many hold them."""
    either = [part for part in list_parts(tree) if isinstance(part, Or) and _are_words(part)]
    others = [part for part in list_parts(tree) if part not in either]
    if len(either) != 1 or any(isinstance(part, Words | Or) for part in others):
        return []
    every = both([*either[0].parts, *others])
    expression = selecting.plan(every).expression
    if expression is None or lists.count(f"({expression}) AND {any_mark([SAMPLED])}") * (ALL // MARKED) > _MOST_RANKED:
        return []
    best = "ORDER BY score, quote LIMIT ?"
    selects = selecting.select(every, "c.quote AS quote, f.rank AS score", ranked=True)
    rows = [row for sql, values in selects for row in db.execute(f"{sql} {best}", (*values, most))]
    return [quote for quote, _ in sorted(rows, key=lambda row: (row[1], row[0]))[:most]]


def _are_words(node: Or) -> bool:
    """Say whether one of single words must occur, each in one spelling."""
    return all(isinstance(part, Words) and part.term.bare and not part.term.also for part in node.parts)
