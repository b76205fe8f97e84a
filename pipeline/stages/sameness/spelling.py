"""Distinguish a word spelt otherwise from another word: slips of the keyboard, confusions of the scanner, names of a place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA, Levenshtein

from storage.text.folding import fold_text

NEGATION_LETTERS_TO_SLIP = 5
"""A word with a prefix of negation may be a slip of another from this length on, in letters. Chosen by hand: shorter words are
one letter apart by chance."""
SHORTEST_SCANNED = 4
"""Shorter words look alike by chance (``air``, ``an``). Chosen by hand."""
_STROKES = str.maketrans({"m": "iii", "n": "ii", "u": "ii", "1": "l", "0": "o", "5": "s", "|": "l", "!": "l"})
_SPELLINGS = tuple(
    frozenset(fold_text(spelling) for spelling in group.split())
    for group in (
        "kiev kyiv kyjiw kijów kiew kyjev",
        "kharkov kharkiv charkow charkiw harkov",
        "lvov lviv lwow lwiw lemberg",
        "odessa odesa",
        "nikolaev mykolaiv mykolajiw",
        "chernigov chernihiv",
        "dnepr dnipro",
        "zaporozhye zaporizhzhia saporischschja saporoschje",
        "lugansk luhansk",
        "rovno rivne",
        "vinnitsa vinnytsia",
        "ternopol ternopil",
        "chernobyl chornobyl tschernobyl tschornobyl",
        "belarus byelorussia belorussia weißrussland",
        "turkey türkiye",
        "peking beijing",
        "bombay mumbai",
        "calcutta kolkata",
        "madras chennai",
        "rangoon yangon",
        "kishinev chisinau",
        "teheran tehran",
        "mekka mecca makkah",
        "koran quran",
        "tiflis tbilisi",
        "erevan yerevan eriwan",
        "киев київ",
    )
)


def are_respelt(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether folded words are the same, spelt or read otherwise: all of them together, or one by one."""
    one, other = "".join(ours), "".join(theirs)
    if is_misspelt(one, other) or are_confused(one, other):
        return True
    return len(ours) == len(theirs) > 1 and all(a == b or are_confused(a, b) for a, b in zip(ours, theirs, strict=True))


def is_misspelt(ours: str, theirs: str) -> bool:
    """Distinguish a slip of the keyboard from another word: one or two letters off in a word long enough."""
    if any(character.isdigit() for character in ours + theirs):
        return False
    shorter = min(len(ours), len(theirs))
    if shorter < 3:
        return False
    off = OSA.distance(ours, theirs)
    if shorter < 5:
        return off == 1 and len(ours) != len(theirs)
    return off <= (1 if shorter < 8 else 2) or Levenshtein.normalized_similarity(ours, theirs) >= 0.85


def are_confused(ours: str, theirs: str) -> bool:
    """Return whether a scanner may have read one word as the other: what has the same strokes (``rn``, ``m``; ``l``, ``1``)."""
    if min(len(ours), len(theirs)) < SHORTEST_SCANNED or ours.isdigit() or theirs.isdigit():
        return False
    return _strokes(ours) == _strokes(theirs)


def are_spellings(ours: str, theirs: str) -> bool:
    """Return whether two folded words are usual spellings of one place."""
    return any(ours in group and theirs in group for group in _SPELLINGS)


def is_slip(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Tell a negation with a letter lost (``nevr``) from the word that it negates: this lacks the first letter (``ever``,
    ``einen``)."""
    if not len(ours) == len(theirs) == 1:
        return False
    shorter, longer = sorted((ours[0], theirs[0]), key=len)
    return len(longer) >= NEGATION_LETTERS_TO_SLIP and OSA.distance(shorter, longer) == 1 and not longer.endswith(shorter)


def _strokes(word: str) -> str:
    strokes = word.replace("vv", "w").replace("cl", "d").translate(_STROKES)
    return re.sub("r+(?=i)", lambda found: "i" * len(found[0]), strokes)
