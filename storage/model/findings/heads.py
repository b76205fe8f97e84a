"""What names a thing in a finding: documents without their text, and captures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.documents import DocumentKind


class Noun(StrEnum):
    """What a thing shown is."""

    QUOTE = "quote"
    DOCUMENT = "document"
    REVISION = "revision"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentName:
    """A document by its id, address and title. ``url`` is canonical: for comparing, not for citing."""

    id: str
    url: str | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHead(DocumentName):
    """What a document is, without its text."""

    kind: DocumentKind
    language: str | None
    issuers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSeen:
    """A capture that showed something, and when it was made."""

    id: str
    captured_at: datetime
