"""A quote as search finds it and as it is shown: its document, its context and the other quotes that hold the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from storage.model.codec import INLINE, OPTIONAL
from storage.model.dates import When
from storage.model.documents import Notice, Quote
from storage.model.findings.heads import CaptureSeen, DocumentHead, Noun
from storage.model.findings.history import QuoteReading, RevisionHolding
from storage.model.findings.spread import Spread
from storage.model.verdicts import Presence, TextVerdict
from storage.model.words import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument(DocumentHead):
    """The document of a hit. ``address`` is the one to cite, as its publisher wrote it; ``fragment`` tells several items of one
    page, or the rows of one dump, apart."""

    fragment: str | None = field(default=None, metadata=OPTIONAL)
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another quote that holds the same words or a change of them, and what it is to the quote asked about."""

    id: str
    verdict: TextVerdict
    material: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """The other quotes that hold the words of a quote: the nearest ones by name, those with the least difference first.

    ``total`` counts them all, ``same`` those that differ in typography at most, ``material`` those with another sense.
    """

    named: tuple[Variant, ...]
    total: int
    same: int
    material: int

    @property
    def changed(self) -> int:
        """Count those that are shortened or changed without another sense."""
        return self.total - self.same - self.material

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: ids, the verdict of each, and the counts."""
        return {
            "variants": [each.id for each in self.named],
            "variant_verdicts": {each.id: {"verdict": each.verdict, "material": each.material} for each in self.named},
            "variant_counts": {"total": self.total, "same": self.same, "material": self.material},
        }


class MarkKind(StrEnum):
    """What became of a document, by its publisher's or platform's word; ``CUT``: only the beginning of its text is held."""

    DELETED = "deleted"
    EDITED = "edited"
    WITHHELD = "withheld"
    CUT = "cut"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reader must know of the document of a hit. ``detail`` says when, or the publisher's words; None if not known."""

    kind: MarkKind
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A quote that a search found: as read in its current revision, with the piece that shows what was found.

    ``source`` is the id of a declared source. ``highlights`` are the spans of the snippet in which the query's words stand.
    ``question`` is the text that a turn of an interview answers.
    """

    quote: Quote = field(metadata=INLINE)
    document: FoundDocument
    source: str
    published: When | None
    snippet: str
    highlights: tuple[Span, ...]
    variants: Variants = field(metadata=INLINE)
    marks: tuple[Mark, ...] = ()
    question: str | None = None


class Certainty(StrEnum):
    """How sure a number is: counted to the end, counted up to a limit or for a time, or estimated by a sample."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """One page of what a search found. ``total`` counts all that match, as surely as ``total_is`` says; ``notes`` name what
    could not be used, what was left out, and if nothing was found how far the archive reaches. ``cut_short`` is True if the
    time limit ended the search: then nothing follows from what was not found."""

    total: int
    total_is: Certainty = Certainty.EXACT
    notes: tuple[str, ...]
    hits: tuple[Hit, ...]
    cut_short: bool | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The text right before and after a quote."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFollowing:
    """What became of a quote: the revisions of its document, each with whether it holds the words, and who else carries them.

    ``spread`` is None if the quote has no words to follow.
    """

    document_history: tuple[RevisionHolding, ...]
    spread: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote as its document's newest observation that holds it was read.

    ``current`` says whether the document still holds it. ``revision`` is the id of the text that its offsets refer to,
    ``captures`` list all that showed it, ``presence`` says whether its publisher still shows the document. ``history`` (how
    each capture was read) and ``following`` are there if they were asked for.
    """

    noun: Noun = field(default=Noun.QUOTE, init=False)
    quote: Quote = field(metadata=INLINE)
    document: DocumentHead
    revision: str
    source: str
    published: When | None
    notice: Notice | None
    current: bool
    context: Context
    captures: tuple[CaptureSeen, ...]
    variants: Variants = field(metadata=INLINE)
    presence: Presence | None = field(default=None, metadata=OPTIONAL)
    history: tuple[QuoteReading, ...] | None = field(default=None, metadata=OPTIONAL)
    following: QuoteFollowing | None = field(default=None, metadata=INLINE)

    @property
    def id(self) -> str:
        """Return the id of the quote."""
        return self.quote.id
