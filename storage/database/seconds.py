"""Instants as the tables that search reads keep them: seconds since 1970 in UTC, with two numbers for open sides.

In the record instants are text. Text of 20 bytes in each row and each index of a table of quotes is a tenth of an archive.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from storage.model.codec import read_instant

BEFORE_ALL: Final = -99_999_999_999
"""An open beginning, '0000' as text: 1,200 years before the first year that an instant can have."""
AFTER_ALL: Final = 999_999_999_999
"""An open end, '9999' as text: far behind the last year that an instant can have."""
DAY_S: Final = 86_400
"""The seconds of a day in UTC, leap seconds not counted (POSIX.1-2017, 4.16)."""
_TO_ORDINAL_S: Final = (date(1970, 1, 1).toordinal()) * DAY_S
"""What makes seconds since 1970 those since the day before the first of the year 1, which is day 1 (datetime.date)."""
_OPEN: Final = {"": BEFORE_ALL, "0000": BEFORE_ALL, "9999": AFTER_ALL}


def to_seconds(written: str) -> int:
    """Return an instant as the archive writes it, or an open side of an interval, in seconds."""
    known = _OPEN.get(written)
    return int(read_instant(written).timestamp()) if known is None else known


def write_day(column: str) -> str:
    """Write SQL that returns the day of what a column has in seconds, counted as ``datetime.date`` counts its ordinals."""
    return f"({column} + {_TO_ORDINAL_S}) / {DAY_S}"


@lru_cache(maxsize=4096)
def read_month(day: int) -> str:
    """Return the month of a day that ``write_day`` counted, as ``2020-10``."""
    return date.fromordinal(day).isoformat()[:7]


def read_day(seconds: int) -> date:
    """Return the day of an instant in seconds."""
    return date.fromordinal((seconds + _TO_ORDINAL_S) // DAY_S)


def write_seconds(column: str) -> str:
    """Write SQL that returns in seconds what a column has as text; NULL stays NULL."""
    return f"CASE {column} WHEN '0000' THEN {BEFORE_ALL} WHEN '9999' THEN {AFTER_ALL} ELSE unixepoch({column}) END"
