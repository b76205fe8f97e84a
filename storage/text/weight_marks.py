"""Marks of how long a quote is, and of the words that it repeats: by these the best of very many matches are found first.

BM25 weighs a word by how often a quote holds it, for the quote's length. Both stand in classes as marks in the index of words,
so that search can go through the quotes in which a common word weighs most, and leave out the others
(``storage.search.best_first``). See ``storage.text.marks`` for what a mark is; those of repeated words are of two letters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from storage.text.marks import mark_name

LENGTHS: Final = (3, 5, 7, 9, 11, 13, 15, 17, 20, 23, 26, 30, 35, 40, 50, 60, 80, 120, 160, 220, 300, 400, 600, 1000)
"""The most words of a quote of each class of length; of the last class, which has no bound, there are more. Chosen by hand:
closer where short quotes differ most in weight."""

TIMES: Final = (2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 18, 23, 30, 40, 60)
"""How often a word occurs at least in a quote, of each class of repeated words. Chosen by hand: by one up to 8, as a word gains
less weight by each further time."""

_FIRST_LENGTH: Final = 0xFFF10
"""The letter of the first class of length, behind those of ``storage.text.marks``."""
_FIRST_REPEATED: Final = 0xFF000
"""The letter of the first class of times and length: between those of months, which end at 0xFEA5F, and of lengths."""


def mark_length(length: int) -> str:
    """Return the mark of a class of length: its place in LENGTHS, or one more."""
    return chr(_FIRST_LENGTH + length)


@lru_cache(maxsize=8192)
def mark_repeated(word: str, times: int, length: int) -> str:
    """Return the mark of a word that a quote repeats, of a class of times (its place in TIMES) and of length. Words may share
    it, one of 65,000."""
    return chr(_FIRST_REPEATED + times * (len(LENGTHS) + 1) + length) + mark_name("word", word)


def mark_weights(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the marks of a quote of these tokens of the index."""
    length = bisect_left(LENGTHS, len(tokens))
    yield mark_length(length)
    if len(set(tokens)) < len(tokens):
        for word, times in Counter(tokens).items():
            if times >= TIMES[0]:
                yield mark_repeated(word, bisect_right(TIMES, times) - 1, length)
