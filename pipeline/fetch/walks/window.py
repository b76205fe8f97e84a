"""The days that a walk is about: whether a lead's date lies before, within or after them, or cannot be told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from storage.model import When


class Place(Enum):
    """Where a date lies to the window."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days from ``since`` to ``until``, both included, in a time zone; None leaves a side open."""

    since: date | None = None
    until: date | None = None
    zone: str = "UTC"

    def place(self, when: When | None) -> Place:
        """Place a date. One that may lie within does: what is doubtful is fetched."""
        if when is None or (when.earliest is None and when.latest is None):
            return Place.UNKNOWN
        if self.since and when.latest and when.latest < self._midnight(self.since):
            return Place.BEFORE
        if self.until and when.earliest and when.earliest >= self._midnight(self.until + timedelta(days=1)):
            return Place.AFTER
        return Place.WITHIN

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)
