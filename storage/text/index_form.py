"""Convert text to the form that the search index stores, so that queries match it.

Folded text, followed by variants that folding does not produce: compounds also without their hyphen (``cease-fire`` and
``ceasefire``), hashtags also as separate words (``#StopTheWar``), abbreviations also letter by letter and joined (``US``,
``U.S.``). Scripts without spaces between words are indexed character by character, so that every run of characters is a phrase.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from storage.text.folding import fold_text
from storage.text.marks import PLANES

# Han, kana, Thai, Lao, Tibetan, Myanmar, Khmer.
UNSPACED: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff"
)
_UNSPACED_LETTER = re.compile(f"([{UNSPACED}])")
_COMPOUND = re.compile(r"\w+(?:-\w+)+|\w+'\w\w+")
_CAPITALS = re.compile(r"(?<![^\W_])[^\W\d_]{2,4}(?![^\W_])")
_TWO_CAPITALS = re.compile("[A-Z]{2}")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.){1,3}[^\W\d_](?:\.|(?!\w))")
_ASCII_TOKEN = re.compile(r"[a-z0-9]+")
_BEHIND = " | "
_MARKS = re.compile(f"[{PLANES}]")
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
    extras += _abbreviations(text)
    if not folded.isascii():
        folded = space_out(_MARKS.sub(" ", folded))
    return _BEHIND.join([folded, *dict.fromkeys(extras)]) if extras else folded


def list_tokens(indexed: str) -> tuple[str, ...]:
    """List the tokens that the index makes of folded text, in order."""
    if indexed.isascii():
        return tuple(_ASCII_TOKEN.findall(indexed.lower()))
    return tuple("".join(character if _is_token(character) else " " for character in indexed).split())


def holds_part(text: str, part: str) -> bool:
    """Say whether a part stands in a word that the index has of a text."""
    return any(part in token for token in list_tokens(index_words(text)))


def list_tags(indexed: str) -> set[str]:
    """List the tokens of what ``index_words`` wrote that are hashtags of several words, or abbreviations."""
    return {extra.replace(" ", "") for extra in indexed.split(_BEHIND)[1:] if " " in extra}


def spell_out(word: str) -> str | None:
    """Return the letters of an abbreviation, apart and folded (``u s``), or None if the word is none (``US``, ``U.S.``)."""
    letters = word.replace(".", "")
    is_capital = _CAPITALS.fullmatch(word) and word.isupper()
    if not (is_capital or _DOTTED.fullmatch(word)) or _UNSPACED_LETTER.search(word):
        return None
    return " ".join(fold_text(letter) for letter in letters)


def _abbreviations(text: str) -> list[str]:
    """Write abbreviations in capitals letter by letter, and dotted ones in one word."""
    spelled = []
    if not text.isascii() or _TWO_CAPITALS.search(text):
        spelled = [letters for word in _CAPITALS.findall(text) if word.isupper() and (letters := spell_out(word))]
    if "." in text:
        spelled += [fold_text(word.replace(".", "")) for word in _DOTTED.findall(text)]
    return spelled


def space_out(folded: str) -> str:
    """Put spaces around every character of a script that is written without them."""
    return _UNSPACED_LETTER.sub(r" \1 ", folded)


def split_joined(tag: str) -> list[str]:
    """Split a hashtag into the words it joins, by its capitals and digits."""
    return [str(word) for word in _JOINED_WORDS.findall(tag.replace("_", " "))]


@lru_cache(maxsize=4096)
def _is_token(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LMN" or (category == "Co" and not _MARKS.match(character))
