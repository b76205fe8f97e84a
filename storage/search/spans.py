"""Read days, months and years, and the spans of time that filters name."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from storage.database.rows import format_second
from storage.search.tree import Filter, Node, list_parts

_DATE = re.compile(r"(?P<year>\d{4})(?:(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2})(?:T\S*)?)?)?$")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})$")
DATE_FIELDS: Final = ("since", "until", "before", "after", "on")
"""The filters by when words were said."""


def read_day(text: str, *, last: bool) -> date | None:
    """Read a day, month or year; its last day if ``last``, else its first. None if it is none of them.

    The year stands first, or last behind points (``27.10.2020``). Whether a month or a day stands first in ``01/05/2016``
    cannot be known.
    """
    found = _DATE.match(text.strip()) or _DAY_FIRST.match(text.strip())
    if not found:
        return None
    year, month, day = (int(found[part]) if found[part] else None for part in ("year", "month", "day"))
    assert year is not None
    try:
        if month is None:
            month = 12 if last else 1
        return date(year, month, (monthrange(year, month)[1] if last else 1) if day is None else day)
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


def list_spans(tree: Node) -> dict[Filter, tuple[date | None, date | None]]:
    """List the filters by days that every match of a tree must meet, each with its first and last day."""
    dated = [part for part in list_parts(tree) if isinstance(part, Filter) and part.field in DATE_FIELDS]
    return {part: span for part in dated if (span := read_span(part.field, part.value))}


def cut_spans(spans: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    """Return the first and last day that lie in all of some spans; the first is after the last if there is none."""
    first: date | None = None
    last: date | None = None
    for begin, end in spans:
        first = max(filter(None, (first, begin)), default=None)
        last = min(filter(None, (last, end)), default=None)
    return first, last


def start_of_day(day: date) -> str:
    """Return the first second of a day in UTC, as the archive writes it."""
    return f"{day.isoformat()}T00:00:00Z"


def end_of_day(day: date) -> str:
    """Return the last second of a day in UTC, as the archive writes it."""
    return format_second(datetime.combine(day, time.max, UTC)) or ""
