"""Convert text to the form that the search index stores, so that queries match it.

Folded text, followed by variants that folding does not produce: compounds also without their hyphen (``cease-fire`` and
``ceasefire``), hashtags also as separate words (``#StopTheWar``). Scripts without spaces between words are indexed character
by character, so that every run of characters is a phrase.
"""

from __future__ import annotations

import re
from typing import Final

from storage.text.folding import fold_text

# Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer.
UNSPACED: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
)
_UNSPACED_LETTER = re.compile(f"([{UNSPACED}])")
_COMPOUND = re.compile(r"\w+(?:-\w+)+|\w+'\w\w+")
_HASHTAG = re.compile(r"[#＃](\w{4,})")
_JOINED_WORDS = re.compile(r"[A-ZÀ-ÞА-ЯЁԱ-Ֆ]+(?![a-zß-ÿа-яёա-և])|[A-ZÀ-ÞА-ЯЁԱ-Ֆ]?[a-zß-ÿа-яёա-և]+|\d+")


def index_words(text: str) -> str:
    """Return a text in the form for the index."""
    folded = fold_text(text)
    extras: list[str] = []
    if "-" in folded or "'" in folded:
        extras = [found.replace("-", "").replace("'", "") for found in _COMPOUND.findall(folded)]
    if "#" in text or "＃" in text:
        extras += [" ".join(parts).lower() for tag in _HASHTAG.findall(text) if len(parts := split_joined(tag)) > 1]
    if not folded.isascii():
        folded = space_out(folded)
    return " | ".join([folded, *dict.fromkeys(extras)]) if extras else folded


def space_out(folded: str) -> str:
    """Put spaces around every character of a script that is written without them."""
    return _UNSPACED_LETTER.sub(r" \1 ", folded)


def split_joined(tag: str) -> list[str]:
    """Split a hashtag into the words it joins, by its capitals and digits."""
    return [str(word) for word in _JOINED_WORDS.findall(tag.replace("_", " "))]
