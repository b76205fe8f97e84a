"""Convert a date of the archive to the days that a citation prints, in the precision it states and no finer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from storage.model import When

MONTHS: Final = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Day:
    """A day, or a month or a year if that is all that is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def parts(self) -> list[int]:
        """Return the known parts, the year first, as CSL-JSON writes dates."""
        return [part for part in (self.year, self.month, self.day) if part is not None]

    @property
    def iso(self) -> str:
        """Return the known parts as ISO 8601, such as ``2020-10``."""
        return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The first and the last day of an interval; the same for a single date, None at an open end."""

    first: Day | None
    last: Day | None

    @property
    def single(self) -> Day | None:
        """Return the day if it is one, else None."""
        return self.first if self.first == self.last else None


def read_days(when: When | None) -> Days | None:
    """Return the days of a date as its raw characters state it (the printed wall time), or of its interval in UTC; None if
    nothing is known."""
    if when is None:
        return None
    if when.value:
        parts = [int(part) for part in when.value[:10].split("-")]
        day = Day(year=parts[0], month=parts[1] if len(parts) > 1 else None, day=parts[2] if len(parts) > 2 else None)
        return Days(first=day, last=day)
    if when.earliest is None and when.latest is None:
        return None
    first, last = (read_day(end) if end else None for end in (when.earliest, when.latest))
    return Days(first=first, last=last)


def read_day(instant: datetime) -> Day:
    """Return the day of an instant in UTC."""
    instant = instant.astimezone(UTC)
    return Day(year=instant.year, month=instant.month, day=instant.day)


def format_edtf(days: Days) -> str:
    """Return the days in EDTF (ISO 8601-2:2019, level 1): ``2020-10``, ``2020-10-26/2020-10-28``, ``../2020-10-28``."""
    if days.single:
        return days.single.iso
    return "/".join(end.iso if end else ".." for end in (days.first, days.last))
