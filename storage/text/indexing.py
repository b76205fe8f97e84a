"""Write words as the search index keeps them, so that what readers type meets what officials wrote.

Folded text, and behind it what folding alone leaves apart: compounds also without their hyphen (``cease-fire`` and
``ceasefire``), hashtags also as the words they join (``#StopTheWar``). Scripts that put no spaces between words are kept
character by character, which makes every run of them a phrase.
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
    """Write a text for the index."""
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
