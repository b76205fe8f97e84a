"""Say in words when something was: instants, dates and intervals, with no more precision than they have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from storage.model import Precision, When
from storage.model.codec import format_instant
from storage.model.findings import Interval

_SPANS: Final = (Precision.DAY, Precision.MONTH, Precision.YEAR)


def describe_when(when: When | None) -> str | None:
    """Return a date by its value, or failing that as printed."""
    return (when.value or when.raw or (format_instant(when.latest) if when.latest else None)) if when else None


def describe_instant(instant: datetime) -> str:
    """Return an instant to the minute, without its zone: lists say once that theirs is UTC."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M}"


def describe_day(instant: datetime) -> str:
    """Return the day of an instant in UTC."""
    return instant.astimezone(UTC).date().isoformat()


def describe_span(span: Interval | When) -> str:
    """Return an interval of instants: a minute, a day, from one time to another, or as far as one end is known."""
    earliest, latest = span.earliest, span.latest
    if not earliest or not latest:
        end = latest or earliest
        return f"{'by' if latest else 'since'} {describe_instant(end)}" if end else "undated"
    first, last = describe_instant(earliest), describe_instant(latest)
    if first == last:
        return first
    if describe_day(earliest) != describe_day(latest):
        return f"{_end(earliest, '00:00')} to {_end(latest, '23:59')}"
    if (first[11:], last[11:]) == ("00:00", "23:59"):
        return describe_day(earliest)
    return f"{first} to {last[11:]}"


def describe_published(published: When | None) -> str:
    """Return when something was published: a day, month or year as such, with the zone it is one in, an instant in UTC."""
    if not published:
        return "undated"
    if published.precision in _SPANS and published.value:
        zone = published.zone or "zone not known"
        return published.value + (f", {zone}" if zone != "UTC" else "")
    return describe_span(published)


def _end(instant: datetime, whole: str) -> str:
    """Return one end of an interval: its day alone where it begins or ends with one."""
    shown = describe_instant(instant)
    return shown[:10] if shown[11:] == whole else shown
