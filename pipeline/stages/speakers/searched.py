"""Bound how much of a long document is searched for names, titles and offices."""

from __future__ import annotations

from typing import Final

SEARCHED_CHARS: Final = 50_000
"""Names are searched in the first characters of a document only. Chosen by hand: it bounds the time of a long document, and
people are introduced at the beginning."""


def find_beginning(text: str) -> str:
    """Return the part of a text that is searched, without a word that its end would cut: "Jane Samp" is nobody's name."""
    end = SEARCHED_CHARS
    if len(text) > end and _is_of_word(text[end]):
        while end and _is_of_word(text[end - 1]):
            end -= 1
    return text[:end]


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter in "’'-"
