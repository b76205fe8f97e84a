"""What a reader follows, and what was noticed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FollowKind(StrEnum):
    """What is followed: a search, the words of a speaker, a document, or one quote."""

    SEARCH = "search"
    SPEAKER = "speaker"
    DOCUMENT = "document"
    QUOTE = "quote"


class Every(StrEnum):
    """How often a reader is told: at each look, at most once a day, or at most once a week."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class EntryKind(StrEnum):
    """What was noticed.

    SAID: words of the last days. CAPTURED: older words that came into the archive. CHANGED: the publisher changed what is
    followed. LOST: the document no longer holds the words. REREAD: newer code reads the same bytes otherwise. WITHDRAWN: the
    archive withdrew it. ABSENT and PRESENT: the publisher no longer shows the document, or shows it again. SILENT and
    SPEAKING: the source no longer yields, or yields again.
    """

    SAID = "said"
    CAPTURED = "captured"
    CHANGED = "changed"
    LOST = "lost"
    REREAD = "reread"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"
    PRESENT = "present"
    SILENT = "silent"
    SPEAKING = "speaking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """What a reader follows: ``subject`` is a query, a speaker, or an id; ``filters`` narrow a search, by name.

    ``channels`` are "mail" (the configured recipients), "mail:ADDRESS" and "webhook"; none means feeds only. ``state`` is what
    the last look found of the document's presence and of the source.
    """

    id: str
    kind: FollowKind
    subject: str
    filters: Mapping[str, str]
    every: Every
    channels: tuple[str, ...]
    begun_at: datetime
    looked_at: datetime | None = None
    state: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowEntry:
    """What was noticed of something followed. ``number`` counts the quotes it stands for, ``quote`` and ``document`` name the
    first; ``detail`` is the state of a document's presence or of a source. ``seq`` orders the entries of an archive."""

    kind: EntryKind
    quote: str | None
    document: str | None
    number: int
    noticed_at: datetime
    detail: str = ""
    seq: int = 0
