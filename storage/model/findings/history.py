"""What became of a text or a quote from capture to capture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from storage.model.codec import OPTIONAL
from storage.model.dates import When
from storage.model.documents import NoticeKind, Quote
from storage.model.verdicts import Edit, EditExtent


class Origin(StrEnum):
    """By which way a capture came: our own request, another archive's capture, or an imported file."""

    FETCH = "fetch"
    ARCHIVE = "archive"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionCapture:
    """A capture that showed a revision: when, and who saw it. ``same_bytes``: its bytes are those of the capture before."""

    id: str
    captured_at: datetime
    source: str
    run: str | None
    channel: Origin
    same_bytes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """What went and what came at one place between two texts.

    ``at`` and ``end`` are offsets in the later text, white space before the words included; ``before`` and ``after`` are what
    stands there around the words.
    """

    at: int
    end: int
    removed: str
    added: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherNotice:
    """What a publisher says of its own item, verbatim."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionSeen:
    """One text of a document: from when to when captures showed it, and how it came from the text before.

    ``as_of`` is from when on it is known to have stood. ``edited`` is when the platform says that it took the place of an
    earlier text. ``change``, ``diff`` and ``edit`` are against the text before: None and empty for the first; ``edit`` is
    judged only where a document is followed.
    """

    revision: str
    first_captured: datetime
    last_captured: datetime
    as_of: datetime
    captures: tuple[RevisionCapture, ...]
    edited: When | None
    notice: PublisherNotice | None
    change: EditExtent | None
    diff: tuple[WordChange, ...]
    edit: Edit | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionText(RevisionSeen):
    """One text of a document with its words; ``capture`` is the first that showed it."""

    capture: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHolding(RevisionSeen):
    """One text of a document without its words, and whether it holds those of a quote, whatever their typography."""

    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteReading:
    """How one capture of a document was read: the quote, and the names of its fields that differ from the reading before.

    All fields of the first reading count as changed.
    """

    captured_at: datetime
    capture: str
    revision: str
    code_version: str
    quote: Quote
    changed: tuple[str, ...]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: of the quote only what differs from the reading before."""
        return {
            "captured_at": self.captured_at,
            "capture": self.capture,
            "revision": self.revision,
            "code_version": self.code_version,
            "reading": {name: getattr(self.quote, name) for name in self.changed},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEdit:
    """One wording of a post whose edits have ids of their own; ``edit`` is what it changed, None for the first."""

    post: str
    document: str
    text: str
    first_captured: datetime
    edit: Edit | None = field(default=None, metadata=OPTIONAL)
