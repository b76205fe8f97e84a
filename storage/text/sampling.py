"""Choose a part of very many matches that stands for all of them: the same part each time, spread evenly over the archive."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

ALL: Final = 1 << 32
"""The threshold below which the place of every quote lies."""

_MULTIPLIER: Final = 2_654_435_769
"""2**32 divided by the golden ratio (Knuth, The Art of Computer Programming, volume 3, 6.4): multiples of it, modulo 2**32,
fill the range evenly, so that any run of quotes loaded together is represented in proportion."""

_KEYS: Final = (1 << 31) - 1
"""Keys of quotes are spread by their last 31 bits."""


MARKED: Final = ALL // 64
"""Below this threshold lie the places of the quotes that the index of words marks, one of 64: a sample that needs no search."""

MARKED_MORE: Final = ALL // 16
"""Below this one lie those that have a second mark, one of 16: a sample of what is found slowly, or less often."""


def find_place(quote: int) -> int:
    """Return the place of a quote in that range."""
    return ((quote & _KEYS) * _MULTIPLIER) & (ALL - 1)


def write_place(column: str) -> str:
    """Write the place in that range of the quote whose key a column holds, as SQL."""
    return f"((({column} & {_KEYS}) * {_MULTIPLIER}) & {ALL - 1})"


def sample_keys(quotes: Collection[int], most: int, *, below: int = ALL) -> list[int]:
    """Choose about ``most`` of some quotes, whose places all lie ``below`` a threshold; or all if they are no more."""
    if len(quotes) <= most:
        return list(quotes)
    threshold = below * most // len(quotes)
    return [quote for quote in quotes if ((quote & _KEYS) * _MULTIPLIER) & (ALL - 1) < threshold]


def round_estimate(number: float) -> int:
    """Round an estimate to two digits: more would claim what a sample does not know."""
    return int(float(f"{number:.1e}"))
