"""Say in words when something was: instants, dates and intervals, with no more precision than they have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SPANS = ("day", "month", "year")


def describe_when(when: Mapping[str, Any] | None) -> str | None:
    """Give a date by its value, or failing that as printed."""
    return (when["value"] or when["raw"] or when["latest"]) if when else None


def describe_instant(instant: str) -> str:
    """Give an instant to the minute, without its zone: lists say once that theirs is UTC."""
    return instant[:16].replace("T", " ")


def describe_span(earliest: str | None, latest: str | None) -> str:
    """Give an interval of instants: a minute, a day, from one time to another, or as far as one end is known."""
    if not earliest or not latest:
        end = latest or earliest
        return f"{'by' if latest else 'since'} {describe_instant(end)}" if end else "undated"
    if describe_instant(earliest) == describe_instant(latest):
        return describe_instant(earliest)
    if earliest[:10] != latest[:10]:
        return f"{_end(earliest, '00:00')} to {_end(latest, '23:59')}"
    if (earliest[11:16], latest[11:16]) == ("00:00", "23:59"):
        return earliest[:10]
    return f"{describe_instant(earliest)} to {latest[11:16]}"


def describe_published(published: Mapping[str, Any] | None) -> str:
    """Give when something was published: a day, month or year as such, with the zone it is one in, an instant in UTC."""
    if not published:
        return "undated"
    if published["precision"] in _SPANS and published["value"]:
        zone = published["zone"] or "zone not known"
        return f"{published['value']}" + (f", {zone}" if zone != "UTC" else "")
    return describe_span(published["earliest"], published["latest"])


def _end(instant: str, whole: str) -> str:
    """Give one end of an interval: its day alone where it begins or ends with one."""
    return instant[:10] if instant[11:16] == whole else describe_instant(instant)
