"""What comparing two renderings of the same words can come to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wording(StrEnum):
    """How the other rendering stands to the stored words; where several apply, the last of this order is given."""

    IDENTICAL = "identical"
    TYPOGRAPHIC = "typographic"
    ELIDED = "elided"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    STITCHED = "stitched"
    DIFFERENT = "different"


class Rung(StrEnum):
    """The first step of the normalisation ladder at which two texts agree."""

    EXACT = "exact"
    SPACES = "white space"
    MARKS = "quotation marks, dashes and invisible characters"
    CASE = "case"
    LETTERS = "accents, look-alike letters and ligatures"
    SIGNS = "signs of hashtags and handles, and HTML entities"
    PUNCTUATION = "punctuation and joined words"
    LINKS = "links"


class Kind(StrEnum):
    """What a difference is about."""

    TYPOGRAPHY = "typography"
    ELISION = "elision"
    CUT = "cut"
    OMISSION = "omission"
    MOVE = "move"
    ADDITION = "addition"
    SPELLING = "spelling"
    WORDING = "wording"
    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    MODAL = "modal"
    OPPOSITE = "opposite"
    CONDITION = "condition"
    UNIT = "unit"
    BOUND = "bound"
    HEDGE = "hedge"
    PRONOUN = "pronoun"
    TENSE = "tense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: the words of the stored text, those of the other (either may be empty), and what they are about.

    ``note`` says what makes it material, or what sort of omission it is.
    """

    kind: Kind
    stored: str
    other: str
    material: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A verdict on two renderings, with its reason and every difference that led to it, in the order of the other text.

    ``rung`` is the ladder's step at which the texts agree, None where no step makes them the same.
    """

    wording: Wording
    material: bool
    reason: str
    diff: tuple[Change, ...] = ()
    rung: Rung | None = None
