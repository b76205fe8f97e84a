"""A change in the state of a watched subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlarmKind(StrEnum):
    """What is wrong with a subject; ``WELL`` ends what was wrong before."""

    BLOCKED = "blocked"
    BROKEN = "broken"
    LATE = "late"
    SILENT = "silent"
    THINNING = "thinning"
    FIXITY = "fixity"
    DOCTOR = "doctor"
    WELL = "well"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One change of a subject from one kind to another: since when, why, and what to do.

    ``subject`` is the id of a source, or ``archive:`` with the name of a check; ``title`` names it for people. ``before`` is
    the previous kind, ``before_since`` when that began.
    """

    subject: str
    title: str
    kind: AlarmKind
    since: datetime
    noticed_at: datetime
    why: tuple[str, ...]
    advice: str
    before: AlarmKind = AlarmKind.WELL
    before_since: datetime | None = None
