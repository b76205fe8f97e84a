"""What the understanding stages know beforehand: the roster, the languages and the learned weights, as one value.

`registry` reads it from pipeline/roster, pipeline/languages, pipeline/weights and pipeline/corrections once; stages only
receive it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.knowledge.language import Language
from pipeline.knowledge.word_tables import Vocabulary
from storage.model import Occupancy, Person, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everyone whose words are archived, the offices, and who held which when; ``places`` are the names of the countries and
    their adjectives."""

    people: tuple[Person, ...]
    positions: tuple[Position, ...]
    occupancies: tuple[Occupancy, ...]
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A reading set right by a person: in this document (or everywhere) this mention is that person, as found that day."""

    mention: str
    speaker: str
    found: date
    why: str
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCorrection:
    """The date of a quote set right by a person: ``said`` is a day, month or year (ISO 8601), as found that day."""

    quote: str
    document: str
    said: str
    found: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryCorrection:
    """The boundaries of a quote set right by a person: ``words`` are all of it, as the document's text has them."""

    quote: str
    document: str
    words: str
    found: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What was learned, as plain numbers: see docs/quote-model.md.

    ``speakers`` weigh the signs of a quotation's speaker, ``sources`` those of the source of what the tagger finds.
    ``emissions`` and ``transitions`` are the tagger's; a row of emissions holds only the labels that a feature speaks for or
    against, as number of the label, weight, number, weight.
    """

    speakers: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, float] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    emissions: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    transitions: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """All of it; ``languages`` that quotes are read in by code, ``words`` the tables of every language joined, ``owners`` of
    hosts as ``registry.owners`` gives them.

    Compared by identity, so that what is compiled from it is compiled once.
    """

    roster: Roster
    languages: Mapping[str, Language]
    words: Vocabulary
    weights: Weights = Weights()
    corrections: tuple[Correction, ...] = ()
    dates: tuple[DateCorrection, ...] = ()
    boundaries: tuple[BoundaryCorrection, ...] = ()
    owners: Mapping[str, str] = field(default_factory=dict)
