"""Find the best of very many matches by BM25 without a look at all of them.

The weight of a word or phrase grows with the times that a quote holds it, and falls with the length of the quote. Both stand
in classes as marks in the index (``storage.text.weight_marks``). A class of times and one of length make a cell; its bound is
the weight that no quote in it exceeds. Cells are asked in the order of their bounds until the best found so far outweigh the
bound of the next: these are then the best of all. It is the idea of impact-ordered lists (Anh and Moffat, 2006) with the
stopping rule of Fagin's threshold algorithm (2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import takewhile
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.wordings import read_all_words
from storage.search.selecting import Selecting
from storage.search.terms import either
from storage.search.tree import Node
from storage.text.index_form import index_words, list_tokens
from storage.text.marks import any_mark
from storage.text.weight_marks import LENGTHS, TIMES, mark_length, mark_repeated

_K1: Final = 1.2  # SQLite, FTS5, 5.1.1: its bm25() has k1 = 1.2 and b = 0.75
_B: Final = 0.75
HIGHEST: Final = _K1 + 1
"""No word weighs more, however often a quote holds it; but for how rare it is."""
_LEAST_MARKS: Final = 6
"""Marks that every current quote has, which count for its length: its month, language, kind, kind of document, source and
length (storage.loading.indexing)."""
_WEIGHED_A_HIT: Final = 200
"""Quotes are weighed at most for each of the best that are asked for: one takes some three microseconds. Chosen by hand."""
_CHECKED_A_HIT: Final = 15
"""Texts are read at most for each of them, to count a word in them: one takes some 40 microseconds. Chosen by hand."""
_LENGTH: Final = "(SELECT d.sz FROM quote_words_docsize d WHERE d.id = c.quote)"
_PRESENT: Final = """
    SELECT e.key FROM json_each(?) e WHERE EXISTS (SELECT 1 FROM quote_words WHERE quote_words MATCH e.value)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A class of length, and one of times that all words stand in a quote; None if one stands in it once. No quote of it weighs
    more than the ``bound``."""

    bound: float
    times: int | None
    length: int


class BestFirst:
    """Goes through the matches of a tree, which are weighed by one word or phrase, the best first.

    A weight is first the highest that the cell of a quote allows. Only of the best the texts are read: a class may hold several
    numbers of times, and two words may share a mark.
    """

    def __init__(self, db: Database, selecting: Selecting, tree: Node, tokens: Sequence[str]) -> None:
        self._db = db
        self._selecting = selecting
        self._tree = tree
        self._tokens = tuple(tokens)
        self._words = tuple(dict.fromkeys(tokens))
        self._mean = _read_mean(db)
        self._weights: dict[int, float] = {}
        self._lengths: dict[int, int] = {}
        self._checked: set[int] = set()

    def find(self, most: int) -> tuple[int, ...]:
        """Find the keys of the best matches, the best first: so many, or those that are surely the best with little work."""
        for cell in self._list_cells():
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
        for quote, text in read_all_words(self._db, quotes).items():
            self._weights[quote] = self._measure(self._count_in(text), self._lengths[quote])
        self._checked.update(quotes)

    def _list_sure(self, most: int, bound: float) -> tuple[int, ...]:
        """List the best so far down to the first that is not checked, or that something in another cell may outweigh."""
        best = self._list_best(most)
        self._check([quote for quote in best if quote not in self._checked])
        is_sure = {quote: quote in self._checked and self._weights[quote] > bound for quote in self._list_best(most)}
        return tuple(takewhile(is_sure.__getitem__, is_sure))

    # --------------------------------------------------------------------------------------------------------- cells

    def _list_cells(self) -> list[Cell]:
        """List the cells in which there are quotes, those with the highest bound first."""
        cells = [cell for times in (None, *range(len(TIMES))) for cell in self._list_of_times(times)]
        asked = [self._express(cell) for cell in cells]
        present = [cells[key] for (key,) in self._db.execute(_PRESENT, (write_json(asked),))]
        return sorted(present, key=lambda cell: -cell.bound)

    def _list_of_times(self, times: int | None) -> Iterator[Cell]:
        for length in range(len(LENGTHS) + 1):
            if (bound := self._bound(times, length)) is not None:
                yield Cell(bound=bound, times=times, length=length)

    def _bound(self, times: int | None, length: int) -> float | None:
        """Return the weight that no quote of a cell exceeds; None if no quote is so short and holds the words so often."""
        shortest = LENGTHS[length - 1] + 1 if length else 1
        longest = LENGTHS[length] if length < len(LENGTHS) else None
        least = 1 if times is None else TIMES[times]
        if longest is not None and least * len(self._words) > longest:
            return None
        most = min(filter(None, (_most_times(times), longest)), default=None)
        marks = _LEAST_MARKS + (0 if times is None else len(self._words))
        return HIGHEST if most is None else self._measure(most, shortest + marks)

    def _measure(self, times: int, length: int) -> float:
        """Return the weight of words that stand so many times in a quote of a length, but for how rare they are."""
        return times * HIGHEST / (times + _K1 * (1 - _B + _B * length / self._mean))

    def _express(self, cell: Cell) -> str:
        """Write marks for FTS5 that all quotes of a cell have, and of several words some of higher classes of times."""
        if cell.times is None:
            return any_mark([mark_length(cell.length)])
        if len(self._words) == 1:
            return any_mark([mark_repeated(self._words[0], cell.times, cell.length)])
        classes = range(cell.times, len(TIMES))
        return " AND ".join(either([f'"{mark_repeated(word, each, cell.length)}"' for each in classes]) for word in self._words)

    def _weigh(self, cell: Cell, most: int) -> None:
        """Weigh the quotes of a cell that were not weighed before, as high as it allows."""
        highest = _most_times(cell.times)
        for quote, size in self._ask(cell, most - len(self._weights)):
            if quote not in self._weights:
                length = self._lengths[quote] = sum(_read_numbers(size))
                self._weights[quote] = self._measure(length if highest is None else min(highest, length), length)

    def _ask(self, cell: Cell, most: int) -> Iterable[Any]:
        selects = self._selecting.select(self._tree, f"c.quote, {_LENGTH}", among=self._express(cell))
        return [row for sql, values in selects for row in self._db.execute(f"{sql} LIMIT ?", (*values, most))]

    def _count_in(self, text: str) -> int:
        tokens = list_tokens(index_words(text))
        width = len(self._tokens)
        return sum(tokens[at : at + width] == self._tokens for at in range(len(tokens) - width + 1))


def _most_times(times: int | None) -> int | None:
    """Return how often a word stands at most in a quote of a class of times; None if there is no bound."""
    if times is None:
        return 1
    return TIMES[times + 1] - 1 if times + 1 < len(TIMES) else None


def _read_mean(db: Database) -> float:
    """Read the mean length of a quote, in words and marks, from what FTS5 keeps of its table."""
    [(block,)] = db.execute("SELECT block FROM quote_words_data WHERE id = 1").fetchall()
    rows, *tokens = _read_numbers(block)
    return sum(tokens) / max(rows, 1)


def _read_numbers(blob: bytes) -> list[int]:
    """Read the numbers of a blob of FTS5: seven bits a byte, the highest first, each byte but the last with its eighth bit."""
    numbers, number = [], 0
    for byte in blob:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return numbers
