"""Recognise between two shared runs the stored words that only came to harm: joined, split, or with signs and letters lost.

Posts that third parties cleaned lost several things at once: a handle, the space beside it and the letters outside ASCII. So
the letters of the whole gap are walked through together, with what may have been lost left out where it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pipeline.stages.sameness.lexicon import AND
from pipeline.stages.sameness.tokens import Tokens

MOST_LIGATURES = 8
LEAST_LEFT = 2.5
"""Words that lost letters must keep this part of their length."""
MOST_LETTERS = 2_000
"""Longer gaps are no damage."""
LEAST_MARKS = 3
"""A text with so many marks of punctuation, of which the other has none, lost them all at once."""

_SEPARATORS = re.compile("[.,:/]")
_LIGATURES = re.compile("ffi|ffl|ff|fi|fl")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_PUNCTUATION = re.compile(r"[.,:;!?/%()\[\]'\"’“”«»…–—-]")


class Place(StrEnum):
    """Where a gap lies in the other text."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Stored tokens ``[stored_start:stored_end]`` against the other's ``[other_start:other_end]``; either may be empty."""

    place: Place
    stored_start: int
    stored_end: int
    other_start: int
    other_end: int


def find_damage(gap: Gap, stored: Tokens, other: Tokens) -> str:
    """Say what harm the stored words of a gap came to, where all of the other text there comes from them; else nothing."""
    keys = stored.keys[gap.stored_start : gap.stored_end]
    ours = "".join(keys)
    theirs = "".join(other.keys[gap.other_start : gap.other_end])
    if ours == theirs or (ours == "and" and gap.stored_start in stored.signs and theirs in AND):
        return "joined or split words"
    if _SEPARATORS.sub(" ", ours) == _SEPARATORS.sub(" ", theirs):
        return "numbers written with other signs"
    if all(map(_is_link, stored.texts(gap.stored_start, gap.stored_end))) and all(
        map(_is_link, other.texts(gap.other_start, gap.other_end))
    ):
        return "another link"
    if _SEPARATORS.sub("", ours) == _SEPARATORS.sub("", theirs):
        if len(keys) != gap.other_end - gap.other_start:
            return "joined or split numbers"
        if _lost_all_marks(stored.text, other.text):
            return "numbers without their signs, as all marks are gone"
    return _find_losses(gap, stored, other, theirs)


def _find_losses(gap: Gap, stored: Tokens, other: Tokens, theirs: str) -> str:
    """Walk through the letters of the stored words with what may have been lost left out."""
    span = range(gap.stored_start, gap.stored_end)
    bare = _lost_all_marks(stored.text, other.text)
    words = "".join(stored.keys[at] for at in span if at not in stored.signs)
    if not theirs or len(theirs) > MOST_LETTERS:
        return ""
    signs = [at for at in span if at in stored.signs]
    if signs and _reaches(_spell(stored, span, bare=bare), theirs):
        return "signs left out"
    if len(_LIGATURES.findall(words)) <= MOST_LIGATURES and _reaches(_spell(stored, span, bare=bare, ligatures=True), theirs):
        return "lost ligatures"
    if (
        not _has_foreign(other.text)
        and len(theirs) * LEAST_LEFT >= len(words)
        and _reaches(_spell(stored, span, bare=bare, letters=True), theirs)
    ):
        return "lost letters outside ASCII"
    return ""


def _reaches(spelling: Iterator[tuple[str, ...]], theirs: str) -> bool:
    """Tell whether one choice from each part of a spelling, in order, makes up all of the other's letters."""
    reached = {0}
    for choices in spelling:
        reached = {at + len(choice) for at in reached for choice in choices if theirs.startswith(choice, at)}
        if not reached:
            return False
    return len(theirs) in reached


def _spell(
    stored: Tokens, span: range, *, bare: bool, letters: bool = False, ligatures: bool = False
) -> Iterator[tuple[str, ...]]:
    """Yield what each part of the stored words may have become: signs may be gone, and, where asked for, the letters outside
    ASCII and the ligatures."""
    for at in span:
        key = stored.keys[at]
        if at in stored.signs:
            yield (*_choices_of_sign(key), _LIGATURES.sub("", key) if ligatures else _left_of(stored.spelling(at)))
        elif ligatures:
            for piece in re.split(f"({_LIGATURES.pattern})", key):
                yield (piece, "") if _LIGATURES.fullmatch(piece) else (piece,)
        elif letters and not stored.spelling(at).isascii():
            yield (_left_of(stored.spelling(at)),)
        else:
            yield (key, _SEPARATORS.sub("", key)) if bare else (key,)


def _choices_of_sign(key: str) -> tuple[str, ...]:
    """A handle may also be cut at its underscore or gone behind its ``RT``, and an ampersand have become a word or the name
    of its entity."""
    if key == "and":
        return ("and", "amp", "")
    if " " in key:
        return (key.replace(" ", ""), key.split(" ")[0], "")
    rest = key.partition("_")[2]
    return (key, key.replace("_", ""), rest.replace("_", ""), "") if rest else (key, "")


def _left_of(word: str) -> str:
    """Give the letters of a word that are left where all outside ASCII are lost."""
    return "".join(re.findall(r"[^\W_]+", _NOT_ASCII.sub("", word).lower()))


def find_lost(gap: Gap, stored: Tokens, other: Tokens) -> str:
    """Say what became of stored words that are gone without a mark, where they only came to harm; else nothing."""
    signs = [at for at in range(gap.stored_start, gap.stored_end) if at in stored.signs]
    if len(signs) == gap.stored_end - gap.stored_start:
        return "signs left out"
    words = (stored.spelling(at) for at in range(gap.stored_start, gap.stored_end) if at not in stored.signs)
    if not _has_foreign(other.text) and not any(map(_left_of, words)):
        return "lost letters outside ASCII"
    return ""


@lru_cache(maxsize=256)
def _count_marks(text: str) -> int:
    return len(_PUNCTUATION.findall(text))


@lru_cache(maxsize=256)
def _has_foreign(text: str) -> bool:
    """Tell whether any letter stands outside ASCII: these are lost all at once, or not at all."""
    return not text.isascii() and any(character > "\x7f" and character.isalpha() for character in text)


def _lost_all_marks(stored: str, other: str) -> bool:
    return not _count_marks(other) and _count_marks(stored) >= LEAST_MARKS


def _is_link(word: str) -> bool:
    return word.lower().startswith(("http", "pic.twitter", "t.co/", "www."))
