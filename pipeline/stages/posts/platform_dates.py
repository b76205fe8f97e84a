"""Dates as platforms print them for readers: ``October 27, 2020``, ``December 22, 1999 at 8:41 PM``, ``22 hrs``."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from pipeline.stages.dates.zones import resolve_zone
from pipeline.stages.posts.instants import exactly, on_day, somewhere
from storage.model import Basis, Precision, When

_TIMES = ("%B %d, %Y at %I:%M %p", "%b %d, %Y at %I:%M %p", "%I:%M %p · %b %d, %Y")
_ZONED = re.compile(r"(?P<wall>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?) (?P<zone>[A-Z]{2,5}|[+-]\d\d:?\d\d)")
"""A time with a zone name, as twint and spreadsheets write it."""
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?)?")
_MONTHS_IN_YEAR = 12
_DAYS = ("%B %d, %Y", "%b %d, %Y", "%d %b %Y", "%d %B %Y")


def read_printed(shown: str) -> When | None:
    """Read a printed date. One without a year, or relative to the reader's clock, keeps only its raw characters. None if
    nothing is printed."""
    shown = " ".join(shown.split())
    if not shown:
        return None
    if (found := _ZONED.fullmatch(shown)) and (when := _read_zoned(shown, found)):
        return when
    if (found := _NUMERIC.fullmatch(shown)) and (when := _read_numeric(shown, found)):
        return when
    for pattern in _TIMES:
        if (wall := _parse(shown, pattern)) is not None:
            return somewhere(wall, raw=shown, basis=Basis.TEXT)
    for pattern in _DAYS:
        if (wall := _parse(shown, pattern)) is not None:
            return on_day(wall.date(), raw=shown, basis=Basis.TEXT)
    return When(raw=shown, value=None, precision=Precision.MINUTE, zone=None, earliest=None, latest=None, basis=Basis.TEXT)


def _read_zoned(shown: str, found: re.Match[str]) -> When | None:
    """Read a time with a zone name; None if the name does not mean a single offset."""
    wall = datetime.fromisoformat(found["wall"].replace(" ", "T"))
    meant = resolve_zone(found["zone"], wall, None)
    if meant.offset is None:
        return None
    return exactly(wall.replace(tzinfo=timezone(meant.offset)), raw=shown)


def _read_numeric(shown: str, found: re.Match[str]) -> When | None:
    """Read day, month and year in numbers if only one of the first two can be the month."""
    one, other, year = int(found[1]), int(found[3]), int(found[4])
    if max(one, other) <= _MONTHS_IN_YEAR and one != other and found[2] != ".":
        return None
    day, month = (one, other) if found[2] == "." or one > _MONTHS_IN_YEAR or one == other else (other, one)
    hour = int(found[5] or 0) % 12 + (12 if found[8] in ("p", "P") else 0) if found[8] else int(found[5] or 0)
    try:
        wall = datetime(year, month, day, hour, int(found[6] or 0), int(found[7] or 0))  # noqa: DTZ001 - none is printed
    except ValueError:
        return None
    if found[5] is None:
        return on_day(wall.date(), raw=shown, basis=Basis.TEXT)
    return somewhere(wall, raw=shown, basis=Basis.TEXT)


def _parse(shown: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(shown, pattern)  # noqa: DTZ007 - no zone is printed; the interval says so
    except ValueError:
        return None
