"""Dates as platforms print them for readers: ``October 27, 2020``, ``December 22, 1999 at 8:41 PM``, ``22 hrs``."""

from __future__ import annotations

from datetime import datetime

from pipeline.stages.posts.instants import on_day, somewhere
from storage.model import Basis, Precision, When

_TIMES = ("%B %d, %Y at %I:%M %p", "%b %d, %Y at %I:%M %p", "%I:%M %p · %b %d, %Y")
_DAYS = ("%B %d, %Y", "%b %d, %Y", "%d %b %Y", "%d %B %Y")


def read_printed(shown: str) -> When | None:
    """Read a printed date; one without a year, or in words only its readers' clock explains, is kept as written and says no
    more. None where nothing is printed."""
    shown = " ".join(shown.split())
    if not shown:
        return None
    for pattern in _TIMES:
        if (wall := _parse(shown, pattern)) is not None:
            return somewhere(wall, raw=shown, basis=Basis.TEXT)
    for pattern in _DAYS:
        if (wall := _parse(shown, pattern)) is not None:
            return on_day(wall.date(), raw=shown, basis=Basis.TEXT)
    return When(raw=shown, value=None, precision=Precision.MINUTE, zone=None, earliest=None, latest=None, basis=Basis.TEXT)


def _parse(shown: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(shown, pattern)  # noqa: DTZ007 - no zone is printed; the interval says so
    except ValueError:
        return None
