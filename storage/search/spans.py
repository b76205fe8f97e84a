"""Read days, months and years, and the spans of time that filters name."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from storage.database.rows import format_second

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
DATE_FIELDS: Final = ("since", "until", "before", "after", "on")
"""The filters by when words were said."""


def read_day(text: str, *, last: bool) -> date | None:
    """Read a day, month or year; its last day if ``last``, else its first. None if it is none of them."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        month_or_end = month or (12 if last else 1)
        return date(year, month_or_end, day or (monthrange(year, month_or_end)[1] if last else 1))
    except ValueError:
        return None


def read_span(field: str, value: str) -> tuple[date | None, date | None] | None:
    """Read the first and last day, both included, that a filter of DATE_FIELDS names; None if its value is no date."""
    first, last = read_day(value, last=False), read_day(value, last=True)
    if first is None or last is None:
        return None
    try:
        match field:
            case "since":
                return first, None
            case "until":
                return None, last
            case "after":
                return last + timedelta(days=1), None
            case "before":
                return None, first - timedelta(days=1)
    except OverflowError:
        return None
    return first, last


def start_of_day(day: date) -> str:
    """Return the first second of a day in UTC, as the archive writes it."""
    return f"{day.isoformat()}T00:00:00Z"


def end_of_day(day: date) -> str:
    """Return the last second of a day in UTC, as the archive writes it."""
    return format_second(datetime.combine(day, time.max, UTC)) or ""
