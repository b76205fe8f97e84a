"""Write the terms of a language's table as one regular expression."""

from __future__ import annotations

from collections.abc import Iterable


def alternatives(terms: Iterable[str]) -> str:
    """Write terms as alternatives, the longest first; of none, what matches nothing."""
    return "|".join(sorted(dict.fromkeys(terms), key=len, reverse=True)) or "(?!)"
