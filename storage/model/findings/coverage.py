"""How far an archive reaches: its coverage, names that the roster does not know, and leads that failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a source is covered: what it holds, which days its documents are of, and when it was last fetched well.

    ``first`` and ``last`` are the ends of its documents' dates of publication, None if none is known.
    """

    source: str
    documents: int
    first: datetime | None
    last: datetime | None
    last_captured: datetime | None
    last_good: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnresolvedName:
    """A speaker as written who is not in the roster: in how many current quotes, and the id of a document that has it."""

    mention: str
    count: int
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedLead:
    """A lead that failed in a run: its address, the reason that the Tally counts by, and what was found."""

    url: str
    reason: str
    why: str
