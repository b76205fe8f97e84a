"""Weigh words in quotes as BM25 does, and bound the weight by what the marks of the index tell of a quote.

A class of times and one of length (``storage.text.weight_marks``) make a cell: the quotes of such a length that hold a word so
often.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.wordings import read_all_words
from storage.text.index_form import index_words, list_tokens
from storage.text.marks import any_mark
from storage.text.weight_marks import LENGTHS, TIMES, mark_repeated

_K1: Final = 1.2  # SQLite, FTS5, 5.1.1: how soon further times of a word count little, in its bm25()
_B: Final = 0.75  # SQLite, FTS5, 5.1.1: how much the length of a quote counts against it, in its bm25()

HIGHEST: Final = _K1 + 1
"""No word weighs more, however often a quote holds it; but for how rare it is."""

LEAST_MARKS: Final = 6
"""Marks that every current quote has, which count for its length: its month, language, kind, kind of document, source and
length (storage.loading.indexing)."""

LENGTH: Final = "(SELECT d.sz FROM quote_words_docsize d WHERE d.id = c.quote)"
"""The length of a quote ``c`` as SQL, as FTS5 keeps it."""

_PRESENT: Final = """
    SELECT e.key FROM json_each(?) e WHERE EXISTS (SELECT 1 FROM quote_words WHERE quote_words MATCH e.value)
"""

Place = tuple[int, int]
_PLACES: Final[list[Place]] = [
    (times, length)
    for times, least in enumerate(TIMES)
    for length in range(len(LENGTHS) + 1)
    if length == len(LENGTHS) or least <= LENGTHS[length]
]
"""The classes of times and of length that a quote can be of: none holds a word more often than it has words."""


class Weights:
    """The weights of words in the quotes of one archive."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def measure(self, times: int, length: int) -> float:
        """Return the weight of words that stand so many times in a quote of a length, but for how rare they are."""
        return times * HIGHEST / (times + _K1 * (1 - _B + _B * length / self._mean))

    def bound(self, times: int | None, length: int) -> float:
        """Return the weight that a word does not exceed in the quotes of a class of length, if it stands in them as often as a
        class of times says, or once (None)."""
        shortest = LENGTHS[length - 1] + 1 if length else 1
        longest = LENGTHS[length] if length < len(LENGTHS) else None
        most = min(filter(None, (most_times(times), longest)), default=None)
        return HIGHEST if most is None else self.measure(most, shortest + LEAST_MARKS + (times is not None))

    def list_present(self, word: str) -> set[Place]:
        """List the classes of times and of length in which there are quotes that repeat a word."""
        asked = write_json([any_mark([mark_repeated(word, *place)]) for place in _PLACES])
        return {_PLACES[key] for (key,) in self._db.execute(_PRESENT, (asked,))}

    def count_in(self, quotes: Sequence[int], word: str) -> dict[int, int]:
        """Count by the texts of quotes how often each holds a word."""
        texts = read_all_words(self._db, quotes)
        return {quote: list_tokens(index_words(text)).count(word) for quote, text in texts.items()}

    @cached_property
    def _mean(self) -> float:
        """The mean length of a quote, in words and marks, from what FTS5 keeps of its table."""
        [(block,)] = self._db.execute("SELECT block FROM quote_words_data WHERE id = 1").fetchall()
        rows, *tokens = read_numbers(block)
        return sum(tokens) / max(rows, 1)


def most_times(times: int | None) -> int | None:
    """Return how often a word stands at most in a quote of a class of times; None if there is no bound."""
    if times is None:
        return 1
    return TIMES[times + 1] - 1 if times + 1 < len(TIMES) else None


def read_numbers(blob: bytes) -> list[int]:
    """Read the numbers of a blob of FTS5: seven bits a byte, the highest first, each byte but the last with its eighth bit."""
    numbers, number = [], 0
    for byte in blob:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    return numbers
