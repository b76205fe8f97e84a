"""Recognise between two shared runs the stored words that only came to harm: joined, split, or with signs and letters lost.

Posts that third parties cleaned lost several things at once: a handle, the space beside it and the letters outside ASCII. So
the letters of the whole gap are walked through together, with what may have been lost left out if it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pipeline.stages.sameness.losses import LIGATURES, SEPARATORS, is_link, left_of, reaches, spell, spell_out
from pipeline.stages.sameness.tokens import Tokens
from pipeline.stages.sameness.unwrapping import LINK
from storage.text.remembering import remember

MOST_LIGATURES = 8
"""More ligatures than this in one gap are not tried. Chosen by hand: each may be lost or kept, and the ways double with
each."""
LEAST_LEFT = 2.5
"""Words that lost letters must keep this part of their length. Chosen by hand; the score on 1,525 real pairs
(tests/stages/sameness/test_pairs.py) is the same at 2 and 3."""
LEAST_KNOWN = 2
"""Of a text that lost its letters outside ASCII so great a part must be left. Chosen by hand."""
MOST_LETTERS = 2_000
"""Longer gaps are no damage. Chosen by hand."""
LEAST_MARKS = 3
"""A text with this many marks of punctuation, of which the other has none, lost them all at once. Chosen by hand; the score on
these pairs is the same at 2 and 4."""

_LINK = re.compile(LINK)
# Where lost letters left a trace each, the traces tell which words they were of.
_TRACE = re.compile(r"\?\?|\ufffd")
_CREDIT = re.compile(r"(?i:(?:via|h/t|ht)\s+|[—–-][^@]*\()@(?P<handle>\w+)")
_HANDLE = re.compile(r"@(\w+)")
_ANONYMOUS = frozenset({"user", "username"})
"""What data sets put for every handle."""
_PUNCTUATION = re.compile(r"[.,:;!?/%()\[\]'\"-]")


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
    """Say what harm the words of a gap came to, whichever text is the harmed one; nothing if words are new."""
    ours_span, theirs_span = range(gap.stored_start, gap.stored_end), range(gap.other_start, gap.other_end)
    ours, theirs = credited(stored, ours_span), credited(other, theirs_span)
    if ours and theirs and ours - _handles(other, theirs_span) and theirs - _handles(stored, ours_span):
        return ""
    if ours and ours == theirs and gap.stored_end - gap.stored_start == 1 == gap.other_end - gap.other_start:
        return "a credit in another form"
    return _find_harm(gap, stored, other) or _find_harm(_turned(gap), other, stored)


def _handles(tokens: Tokens, places: Iterable[int]) -> frozenset[str]:
    """Return the handles in these tokens, credited or not."""
    signs = (tokens.spelling(at) for at in places if at in tokens.sigils)
    return frozenset(handle.lower() for sign in signs for handle in _HANDLE.findall(sign))


def credited(tokens: Tokens, places: Iterable[int]) -> frozenset[str]:
    """Return the handles that credits among these tokens name."""
    signs = (tokens.spelling(at) for at in places if at in tokens.sigils)
    named = frozenset(found["handle"].lower() for sign in signs if (found := _CREDIT.match(sign)))
    return named - _ANONYMOUS


def _turned(gap: Gap) -> Gap:
    return Gap(
        place=gap.place,
        stored_start=gap.other_start,
        stored_end=gap.other_end,
        other_start=gap.stored_start,
        other_end=gap.stored_end,
    )


def _find_harm(gap: Gap, stored: Tokens, other: Tokens) -> str:
    """Say what harm the stored words of a gap came to, where all of the other text there comes from them; else nothing."""
    keys = stored.keys[gap.stored_start : gap.stored_end]
    ours = "".join(keys)
    theirs = "".join(other.keys[gap.other_start : gap.other_end]).replace(" ", "")
    if ours == theirs or (ours == "and" and gap.stored_start in stored.sigils and theirs in stored.lexicon.ands):
        return "joined or split words"
    if SEPARATORS.sub(" ", ours) == SEPARATORS.sub(" ", theirs):
        return "numbers written with other signs"
    if all(map(is_link, stored.texts(gap.stored_start, gap.stored_end))) and all(
        map(is_link, other.texts(gap.other_start, gap.other_end))
    ):
        return "another link"
    if SEPARATORS.sub("", ours) == SEPARATORS.sub("", theirs):
        if len(keys) != gap.other_end - gap.other_start:
            return "joined or split numbers"
        if _lost_all_marks(stored.text, other.text):
            return "numbers without their signs, as all marks are gone"
    return _find_losses(gap, stored, other, theirs)


def _find_losses(gap: Gap, stored: Tokens, other: Tokens, theirs: str) -> str:
    """Walk through the letters of the stored words with what may have been lost left out."""
    span = range(gap.stored_start, gap.stored_end)
    bare = _lost_all_marks(stored.text, other.text)
    words = "".join(stored.keys[at] for at in span if at not in stored.sigils)
    if not theirs or len(theirs) > MOST_LETTERS:
        return ""
    signs = [at for at in span if at in stored.sigils]
    spelt_out = any(set(spell_out(stored.spelling(at))) - {stored.keys[at]} for at in span)
    if (signs or spelt_out) and reaches(spell(stored, span, bare=bare), theirs):
        return "signs left out" if signs else "letters spelt with others"
    held = [piece for at in span for piece in LIGATURES.findall(stored.keys[at])]
    lost = held and len(held) <= MOST_LIGATURES and not _has_ligature(other.text)  # a converter loses them all
    if lost and reaches(spell(stored, span, bare=bare, ligatures=True), theirs):
        return "lost ligatures"
    if (
        not _has_foreign(other.text)
        and len(theirs) * LEAST_LEFT >= len(words)
        and reaches(spell(stored, span, bare=bare, letters=True), theirs)
    ):
        return "lost letters outside ASCII"
    return ""


def find_lost(gap: Gap, stored: Tokens, other: Tokens) -> str:
    """Say what became of stored words that are gone without a mark, where they only came to harm; else nothing."""
    signs = [at for at in range(gap.stored_start, gap.stored_end) if at in stored.sigils]
    if len(signs) == gap.stored_end - gap.stored_start:
        return "signs left out"
    words = (stored.spelling(at) for at in range(gap.stored_start, gap.stored_end) if at not in stored.sigils)
    untraced = not _has_foreign(other.text) and not _has_trace(other.text)
    if untraced and not any(map(left_of, words)) and _enough_left(stored.text, other.text):
        return "lost letters outside ASCII"
    return ""


@remember(256, chars=2_000)
def _has_ligature(text: str) -> bool:
    return LIGATURES.search(text) is not None


@remember(256, chars=2_000)
def _has_trace(text: str) -> bool:
    return _TRACE.search(text) is not None


@remember(256, chars=2_000)
def _count_marks(text: str) -> int:
    return len(_PUNCTUATION.findall(text))


@remember(256, chars=2_000)
def _has_foreign(text: str) -> bool:
    """Return whether any letter stands outside ASCII: these are lost all at once, or not at all."""
    return not text.isascii() and any(character > "\x7f" and character.isalpha() for character in text)


@remember(256, chars=2_000)
def _count_letters(text: str) -> int:
    return sum(map(str.isalnum, _LINK.sub("", text)))


def _enough_left(stored: str, other: str) -> bool:
    """Return whether what is left is enough to know the words by."""
    return _count_letters(other) * LEAST_KNOWN >= _count_letters(stored)


def _lost_all_marks(stored: str, other: str) -> bool:
    return not _count_marks(other) and _count_marks(stored) >= LEAST_MARKS
