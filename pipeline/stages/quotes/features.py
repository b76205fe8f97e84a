"""What the tagger sees of a token: features of its own letters, of its neighbours', and of where in its sentence it stands.

training/tagger.py learns a weight for each feature and label; tagging.py adds them up. Both get the features from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.knowledge import Language

LABELS = ("O", "B-Q", "I-Q", "B-S", "I-S", "B-C", "I-C")
"""Outside, and the beginning and inside of: words given to someone (Q), their source (S), their cue (C)."""

OFFSETS = (-2, -1, 0, 1, 2)
"""The places around a token from which its neighbours are seen; the weights were learned with these (docs/quote-model.md)."""

QUOTATION = "\0"
"""How the word of a whole quotation begins, and all of it where only the sort of token matters."""

SHAPES = "qpXx"
"""A quotation, punctuation, a word with a capital, any other word."""

NEAR = ("N", "C", "L0", "L1", "L2", "L3", "R0", "R1", "R2", "R3")
"""Where a token is seen from the nearest cue: no cue in the sentence, the cue itself, left or right of it, and how far."""

_OPENING = frozenset("that to of for about on as it the how why whether if , : he she they".split()) | {QUOTATION}


class Lists(NamedTuple):
    """The word lists of a language that the features speak of."""

    cues: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    pronouns: frozenset[str]
    mediums: frozenset[str]


class Context(NamedTuple):
    """What the tokens between two cues share: how the sentence stands to quotations (q it holds one, a another sentence of
    the paragraph does, n none), the cue before them, and the word behind that cue where it tells something."""

    quotes: str
    last: str
    following: str


class Stretch(NamedTuple):
    """The tokens from behind one cue to the next one, both by number, and where each is seen from the nearest cue: its number
    in `NEAR` times the number of shapes, so that a shape can be added."""

    start: int
    end: int
    context: Context
    near: tuple[int, ...]


def make_lists(language: Language) -> Lists:
    """Collect the word lists that the features speak of."""
    cues, pronouns = language.cues, language.pronouns
    return Lists(
        cues.speech | cues.urge | cues.accuse | cues.report | {"according"},
        language.titles,
        language.roles,
        pronouns.man | pronouns.woman | pronouns.people | pronouns.body | pronouns.self,
        language.medium,
    )


def lower_word(word: str) -> str:
    """Return a token's word in lower case, any quotation as NUL."""
    return QUOTATION if word[0] == QUOTATION else word.lower()


def shape_of(word: str) -> int:
    """Return the number of a token's shape in `SHAPES`."""
    first = word[0]
    if first == QUOTATION and len(word) > 1:
        return 0
    return 1 if not first.isalnum() else 2 if first.isupper() else 3


def word_features(word: str, lists: Lists) -> list[str]:
    """Return the features of a token that its own letters make."""
    if word[0] == QUOTATION and len(word) > 1:
        return ["w=\0", "q" + word[1], "q" + word[2], "q" + word[3:]]
    lower = word.lower()
    shape = (
        "d"
        if word.isdigit()
        else "p"
        if not word[0].isalnum()
        else "x"
        if not word[0].isupper()
        else "X"
        if word.isupper() and len(word) > 1
        else "Xx"
    )
    features = ["w=" + lower, "s=" + shape, "x=" + lower[-3:]]
    for name, words in zip("cltpm", lists, strict=True):
        if lower in words:
            features.append("k=" + name)
    return features


def reach_features(features: list[str], offset: int) -> list[str]:
    """Return the features of a word as seen from ``offset`` tokens away: fewer from further."""
    if offset == 0:
        return features
    kept = (
        [feature for feature in features if not feature.startswith("x=")]
        if abs(offset) == 1
        else [feature for feature in features if feature[0] in "wsk"]
    )
    return [f"{offset}{feature}" for feature in kept]


def cut_stretches(lowers: Sequence[str], cues: Sequence[int], *, quoted: bool) -> Iterator[Stretch]:
    """Cut a sentence at its cues, given by number. ``quoted`` says that its paragraph holds a quotation."""
    quotes = "q" if QUOTATION in lowers else "a" if quoted else "n"
    start, last, following = 0, "", ""
    for cue in cues:
        yield Stretch(start, cue + 1, Context(quotes, last, following), measure(cue + 1 - start, start > 0, True))
        start, last = cue + 1, lowers[cue]
        following = lowers[start] if start < len(lowers) and lowers[start] in _OPENING else ""
    if start < len(lowers):
        size = len(lowers) - start
        yield Stretch(start, len(lowers), Context(quotes, last, following), measure(size, start > 0, False))


@lru_cache(maxsize=4096)
def measure(size: int, behind: bool, ends: bool) -> tuple[int, ...]:
    """Tell of each token of a stretch how it stands to the nearest cue, as `Stretch` has it.

    ``behind`` says that the stretch begins behind a cue, ``ends`` that its last token is one.
    """
    near = [_near(number + 1 if behind else _FAR, size - 1 - number if ends else _FAR) for number in range(size)]
    return tuple(NEAR.index(each) * len(SHAPES) for each in ([*near[:-1], "C"] if ends else near))


_FAR = 99
"""Stands for "no cue on this side"; greater than any distance that a feature tells."""


def _near(left_gap: int, right_gap: int) -> str:
    """Say on which side the nearest cue is, and how far."""
    if left_gap == right_gap == _FAR:
        return "N"
    return "R" + _bucket(left_gap) if left_gap < right_gap else "L" + _bucket(right_gap)


def _bucket(distance: int) -> str:
    return "0" if distance <= 1 else "1" if distance <= 3 else "2" if distance <= 8 else "3"


def place_features(context: Context, place: int, *, first: bool) -> tuple[str, ...]:
    """Return the features of where a token stands: its number in its stretch with its shape added, and whether it is the first
    of its sentence."""
    near, shape = divmod(place, len(SHAPES))
    there, letter = NEAR[near], SHAPES[shape]
    return (
        f"n{there}{letter}{'^' if first else ''}",
        f"h{context.quotes}{there}{letter}",
        f"l{context.last}{letter}",
        f"f{context.following}{there}",
    )


def pair_features(before: str, word: str) -> tuple[str, str]:
    """Return the features of two neighbours: the second one's, and the first one's. Before the first token stands "^"."""
    return f"b={before}|{word}", f"n={before}|{word}"
