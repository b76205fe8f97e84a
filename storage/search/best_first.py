"""Find the best of very many matches by BM25 without a look at all of them.

The weight of a word grows with the times that a quote holds it, and falls with the length of the quote. Both stand in classes
as marks in the index. No quote of such a cell weighs more than its bound. Cells are asked in the order of their
bounds until the best found so far outweigh the bound of the next: these are then the best of all. It is the idea of
impact-ordered lists (Anh and Moffat, 2006) with the stopping rule of Fagin's threshold algorithm (2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import takewhile
from typing import Any, Final

from sqlite_utils import Database

from storage.search.selecting import Selecting
from storage.search.tree import Node
from storage.search.weighing import LENGTH, Weights, most_times, read_numbers
from storage.text.marks import any_mark
from storage.text.weight_marks import LENGTHS, mark_length, mark_repeated

_WEIGHED_A_HIT: Final = 200
"""Quotes are weighed at most for each of the best that are asked for: one takes some three microseconds. Chosen by hand."""
_CHECKED_A_HIT: Final = 15
"""Texts are read at most for each of them, to count a word in them: one takes some 40 microseconds. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A class of length, and one of times that the word stands in a quote (None: once). No quote of it weighs more than the
    ``bound``; all have the ``mark``."""

    bound: float
    times: int | None
    mark: str


class BestFirst:
    """Goes through the matches of a tree, which are weighed by one word, the best first.

    A weight is first the highest that the cell of a quote allows. Only of the best the texts are read: a class may hold several
    numbers of times, and two words may share a mark.
    """

    def __init__(self, db: Database, selecting: Selecting, tree: Node, word: str) -> None:
        self._db = db
        self._selecting = selecting
        self._tree = tree
        self._word = word
        self._measures = Weights(db)
        self._weights: dict[int, float] = {}
        self._lengths: dict[int, int] = {}
        self._checked: set[int] = set()

    def find(self, most: int) -> tuple[int, ...]:
        """Find the keys of the best matches, the best first: so many, or those that are surely the best with little work."""
        for cell in sorted(self._list_cells(), key=lambda cell: -cell.bound):
            is_enough = len(self._weights) >= _WEIGHED_A_HIT * most or self._has_checked_enough(most)
            if is_enough or self._outweighs(cell.bound, most):
                return self._list_sure(most, cell.bound)
            self._weigh(cell, _WEIGHED_A_HIT * most)
        self._outweighs(0.0, most)
        return self._list_sure(most, 0.0)

    def _has_checked_enough(self, most: int) -> bool:
        return len(self._checked) >= _CHECKED_A_HIT * most

    def _outweighs(self, bound: float, most: int) -> bool:
        """Say whether the best found so far outweigh a bound; what is not checked of them is."""
        while len(self._weights) >= most and not self._has_checked_enough(most):
            best = self._list_best(most)
            if self._weights[best[-1]] <= bound:
                return False
            unchecked = [quote for quote in best if quote not in self._checked]
            if not unchecked:
                return True
            self._check(unchecked)
        return False

    def _list_best(self, most: int) -> list[int]:
        return nsmallest(most, self._weights, key=lambda quote: (-self._weights[quote], quote))

    def _check(self, quotes: Sequence[int]) -> None:
        """Weigh quotes by their texts."""
        for quote, times in self._measures.count_in(quotes, self._word).items():
            self._weights[quote] = self._measures.measure(times, self._lengths[quote])
        self._checked.update(quotes)

    def _list_sure(self, most: int, bound: float) -> tuple[int, ...]:
        """List the best so far down to the first that is not checked, or that something in another cell may outweigh."""
        self._check([quote for quote in self._list_best(most) if quote not in self._checked])
        is_sure = {quote: quote in self._checked and self._weights[quote] > bound for quote in self._list_best(most)}
        return tuple(takewhile(is_sure.__getitem__, is_sure))

    def _list_cells(self) -> Iterator[Cell]:
        """List the cells in which there may be quotes."""
        for length in range(len(LENGTHS) + 1):
            yield Cell(bound=self._measures.bound(None, length), times=None, mark=mark_length(length))
        for times, length in self._measures.list_present(self._word):
            bound = self._measures.bound(times, length)
            yield Cell(bound=bound, times=times, mark=mark_repeated(self._word, times, length))

    def _weigh(self, cell: Cell, most: int) -> None:
        """Weigh the quotes of a cell that were not weighed before, as high as it allows."""
        highest = most_times(cell.times)
        for quote, size in self._ask(cell, most - len(self._weights)):
            if quote not in self._weights:
                length = self._lengths[quote] = sum(read_numbers(size))
                self._weights[quote] = self._measures.measure(length if highest is None else min(highest, length), length)

    def _ask(self, cell: Cell, most: int) -> Iterable[Any]:
        selects = self._selecting.select(self._tree, f"c.quote, {LENGTH}", among=any_mark([cell.mark]))
        return [row for sql, values in selects for row in self._db.execute(f"{sql} LIMIT ?", (*values, most))]
