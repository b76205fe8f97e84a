"""The words of judgements: how texts stand to each other, what an edit did, how documents are related, what is still shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.model.captures import Sighting


class TextVerdict(StrEnum):
    """How the other rendering stands to the stored words; where several apply, the last of this order is given."""

    IDENTICAL = "identical"
    TYPOGRAPHIC = "typographic"
    ELIDED = "elided"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    STITCHED = "stitched"
    DIFFERENT = "different"


class NormalisationLevel(StrEnum):
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


class CutPlace(StrEnum):
    """Where a text was cut, as the note of a change of kind CUT says it."""

    SENTENCES = "whole sentences"
    QUOTATION = "around a quotation"
    SENTENCE = "inside a sentence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: the words of the stored text, those of the other (either may be empty), and what they are about.

    ``note`` says what makes it material, or the kind of omission.
    """

    kind: Kind
    stored: str
    other: str
    material: bool = False
    note: str = ""

    @property
    def cut_place(self) -> CutPlace | None:
        """Return where the text was cut, None if this is no cut or its place is not known."""
        return next((place for place in CutPlace if place == self.note), None) if self.kind is Kind.CUT else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A verdict on two renderings, with its reason and every difference that led to it, in the order of the other text.

    ``rung`` is the ladder's step at which the texts agree, None if no step makes them the same.
    """

    wording: TextVerdict
    material: bool
    reason: str
    diff: tuple[Change, ...] = ()
    rung: NormalisationLevel | None = None


class EditExtent(StrEnum):
    """How far an edit goes."""

    UNCHANGED = "unchanged"
    TYPOGRAPHIC = "typographic"
    SUBSTANTIVE = "substantive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What became of a text from one revision to the next.

    ``kinds`` are what the changed words are about, in order of appearance; ``silent`` a substantive change that neither the
    text nor the platform announces.
    """

    extent: EditExtent
    material: bool
    silent: bool
    kinds: tuple[Kind, ...]
    comparison: Comparison

    @property
    def replaces_all(self) -> bool:
        """Say whether another text altogether took the place of the earlier one."""
        return self.comparison.wording is TextVerdict.DIFFERENT

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: the comparison's fields among the edit's."""
        return {
            "extent": self.extent,
            "verdict": self.comparison.wording,
            "material": self.material,
            "silent": self.silent,
            "kinds": self.kinds,
            "reason": self.comparison.reason,
            "rung": self.comparison.rung,
            "diff": self.comparison.diff,
        }


class Relation(StrEnum):
    """What one document is to another that holds the same words."""

    REPOST = "repost"
    SAME_PAGE = "same page"
    CROSS_POST = "cross-post"
    REPEAT = "repeat"
    SISTER = "re-post"
    ELSEWHERE = "copy"


class CopyExtent(StrEnum):
    """Whether two documents hold each other's whole text: ``HOLDS`` where this one holds the other among more words."""

    WHOLE = "whole"
    HOLDS = "holds it"
    PART = "part of it"


class State(StrEnum):
    """What the newest looks at a document's address come to."""

    PRESENT = "present"
    DELETED = "deleted"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    LOGIN = "login"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Whether a document is still shown.

    It went between ``last_seen`` and ``first_missed``. ``signals`` are the looks that missed it since; ``absences`` are earlier
    spans, from the first miss to the return, during which it was away. ``last_looked`` is the newest of all ``looks``.
    """

    state: State
    reason: str
    last_seen: datetime | None = None
    first_missed: datetime | None = None
    signals: tuple[Sighting, ...] = ()
    absences: tuple[tuple[datetime, datetime], ...] = ()
    last_looked: datetime | None = None
    looks: int = 0
