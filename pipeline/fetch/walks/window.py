"""The days of a walk: whether a lead's date is before, within or after them, or unknown. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from storage.model import When


class Place(Enum):
    """The position of a date relative to the window."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days from ``since`` to ``until``, both included, in a time zone; None: that side is open."""

    since: date | None = None
    until: date | None = None
    zone: str = "UTC"

    def place(self, when: When | None) -> Place:
        """Place a date. One that may be within counts as within: doubtful leads are fetched."""
        if when is None or (when.earliest is None and when.latest is None):
            return Place.UNKNOWN
        if self.since and when.latest and when.latest < self._midnight(self.since):
            return Place.BEFORE
        if self.until and when.earliest and when.earliest >= self._midnight(self.until + timedelta(days=1)):
            return Place.AFTER
        return Place.WITHIN

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZoneInfo(self.zone)).astimezone(UTC)
