"""Invent as many texts of a post's length as wanted, the same in every process, and damaged copies of some of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, islice

_SYLLABLES = "ba co di fe gu ha je ki lo mu na pe ri so tu va we xi yo za".split()
_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in ("", "n", "r", "st", "ment")]
_WEIGHTS = list(accumulate(1 / (rank + 2) for rank in range(len(_WORDS))))
COPIES = 2_000


def invent_texts(count: int) -> Iterator[str]:
    """Yield texts of 20 to 50 words, drawn as words of a language are: few often, most seldom."""
    chance = random.Random(7)  # noqa: S311 - sample texts, no secret
    for number in range(count):
        words = chance.choices(_WORDS, cum_weights=_WEIGHTS, k=20 + number % 31)
        words[0] = words[0].title()
        words[5] = f"#{words[5]}"
        words[9] = f"{number % 97},"
        yield " ".join(words) + "."


def damage_some(texts: Iterator[str], count: int) -> Iterator[tuple[int, str]]:
    """Yield (number of the text, damaged copy) of evenly spread ones: a sign and a word lost, two joined, some added."""
    for number, text in islice(enumerate(texts), 0, count, max(1, count // COPIES)):
        words = text.replace("#", "").split()[1:]
        words[7:9] = [words[7] + words[8]]
        yield number, " ".join(words) + " Read more here"
