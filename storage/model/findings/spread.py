"""Where words stand elsewhere: the occurrences of a quote, copies of a document, and candidates for translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from storage.model.codec import OPTIONAL
from storage.model.dates import When
from storage.model.documents import QuoteKind
from storage.model.findings.heads import DocumentHead, DocumentName
from storage.model.verdicts import Change, CopyExtent, CutPlace, Kind, NormalisationLevel, Relation, TextVerdict

TRANSLATION_CANDIDATE: Final = "translation candidate"
"""The verdict on every Translation."""


class Role(StrEnum):
    """Whether a document gives words as its speaker's own, or relays them by somebody between."""

    OWN = "own"
    RELAYED = "relayed"


class Side(StrEnum):
    """One of two texts compared: the one asked about, or the other."""

    THIS = "this"
    THAT = "that"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From when to when something may have been, in UTC, both included; None is an open end."""

    earliest: datetime | None
    latest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How another text stands to the one asked about: the verdict, whether the difference is material, and why.

    ``told_from`` names the longer text, from which the reason tells the difference; None if that is not known. ``diff`` lists
    the differences, None if the texts were not compared one by one.
    """

    verdict: TextVerdict
    material: bool
    reason: str
    told_from: Side | None = None
    diff: tuple[Change, ...] | None = None

    @property
    def cuts(self) -> tuple[Change, ...]:
        """Return the differences by which a text was cut."""
        return tuple(change for change in self.diff or () if change.kind is Kind.CUT)

    @property
    def cuts_sentence(self) -> bool:
        """Say whether a sentence was cut, and not only others left out."""
        if self.cuts:
            return any(change.cut_place is CutPlace.SENTENCE for change in self.cuts)
        return self.reason.endswith(CutPlace.SENTENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence(Judged):
    """A quote that carries some words, as the capture showed it that showed it first.

    ``content`` are the words without a cue that stands between them. ``asserted`` is the interval in which the document says,
    or is known, to have published them, ``observed`` when a capture first showed them, ``said`` when they were said.
    ``current``: its document still holds them. ``rung`` is the step of normalisation at which they agree with the words asked
    about.
    """

    id: str
    kind: QuoteKind
    exact: str
    content: str
    speaker: str | None
    speaker_id: str | None
    via: str | None
    role: Role
    document: DocumentName
    source: str
    account: str | None
    current: bool
    told_from: Side
    published: When | None
    asserted: Interval
    said: Interval
    observed: datetime
    rung: NormalisationLevel | None = None
    diff: tuple[Change, ...] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Which quote had the words first: None if intervals overlap; then any of ``among`` may be, and ``why`` says so."""

    first: str | None
    among: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A document that may be another one in another language: a candidate, never the same words; ``reason`` says why."""

    document: DocumentHead
    source: str
    published: When | None
    reason: str

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON, with the verdict that all candidates have."""
        return {
            "document": self.document,
            "source": self.source,
            "published": self.published,
            "verdict": TRANSLATION_CANDIDATE,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """All quotes that carry the words of one, in order of time, and who had them first, where that can be told.

    First by what documents assert in whatever form, by what captures observed, and by what they assert of those that differ in
    typography at most. ``translations`` of its document are there if they were looked for.
    """

    id: str
    carriers: tuple[Occurrence, ...]
    first_asserted: First
    first_observed: First
    first_same_words: First
    notes: tuple[str, ...]
    translations: tuple[Translation, ...] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordCounts:
    """The number of words of this text and of that one."""

    this: int
    that: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPair:
    """The ids of the two revisions compared."""

    this: str
    that: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy(Judged):
    """Another document that holds a document's text, as a whole or as a part.

    ``words`` and ``revisions`` are those of the two texts compared; ``both_stand`` says whether both are current. ``observed``
    is when a capture first showed it. ``relation`` says how it is related to the document, ``relation_reason`` why.
    """

    document: DocumentHead
    source: str
    published: When | None
    observed: datetime
    words: WordCounts
    revisions: RevisionPair
    both_stand: bool
    account: str | None
    relation: Relation
    relation_reason: str
    extent: CopyExtent
    rung: NormalisationLevel | None = None

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: what comparing the texts told only if they were compared."""
        told = {name: getattr(self, name) for name in _COPY_FIELDS}
        return told if self.diff is None else {**told, "told_from": self.told_from, "rung": self.rung, "diff": self.diff}


_COPY_FIELDS: Final = (
    "document source published observed verdict material reason words revisions both_stand account relation relation_reason "
    "extent"
).split()
