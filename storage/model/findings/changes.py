"""What a newer reading of the same bytes changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.model.dates import When
from storage.model.documents import Mention, QuoteKind

FieldValue = str | When | Mention | tuple[str, ...] | None
"""What a field that is compared may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What one field was read as before, and what it is read as now. ``name`` is that of the field of a Quote or a Document."""

    name: str
    before: FieldValue
    now: FieldValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadQuote:
    """A quote as one version of the code read it, as far as readings are compared."""

    id: str
    kind: QuoteKind
    exact: str
    speaker: str | None
    office: str | None
    via: str | None
    mention: Mention | None
    cue: str | None
    said: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedQuote:
    """A quote that is kept and read otherwise."""

    id: str
    exact: str
    fields: tuple[FieldChange, ...]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: the fields by name, each as [before, now]."""
        return {"id": self.id, "exact": self.exact, "fields": _pairs(self.fields)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """What a newer reading of the same bytes changed in one document: its fields, and quotes gained, lost and changed."""

    source: str
    document: str
    title: str | None
    url: str | None
    fields: tuple[FieldChange, ...]
    gained: tuple[ReadQuote, ...]
    lost: tuple[ReadQuote, ...]
    changed: tuple[ChangedQuote, ...]

    def json_fields(self) -> Mapping[str, Any]:
        """Return what is written as JSON: the fields by name, each as [before, now]."""
        return {
            "source": self.source,
            "document": self.document,
            "title": self.title,
            "url": self.url,
            "fields": _pairs(self.fields),
            "gained": self.gained,
            "lost": self.lost,
            "changed": self.changed,
        }


def _pairs(changes: tuple[FieldChange, ...]) -> dict[str, list[FieldValue]]:
    return {change.name: [change.before, change.now] for change in changes}
