"""Marks: single letters that say of a quote what it is, beside its words in the full-text index.

A search for a word in one month, or of one speaker, is then one look into the index. A mark of a name is one of some 65,000, by
a hash: several names may share one, so what is found by marks must still be compared with what was asked for. Marks are of the
private-use planes 15 and 16 of Unicode, which the index keeps out of words; one letter each, so that no index of beginnings
holds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from zlib import crc32

PLANES: Final = "\U000f0000-\U0010fffd"
"""The letters that are marks and nothing else, as a range of a regular expression."""

_FIRST_MONTH: Final = 0xF0000
"""The first letter of plane 15, which Unicode leaves to private use: no text has a meaning for it."""
_LAST_YEAR: Final = 5000
"""5,000 years of twelve months fit into a plane of 65,534 letters."""
_FIRST_NAME: Final = 0x100000
"""The first letter of plane 16, also for private use."""
_NAMES: Final = 65_521
"""A prime below the 65,534 letters of plane 16."""

UNDATED: Final = chr(0xFFF01)
"""Of a quote of which no date is known."""
WIDE: Final = chr(0xFFF02)
"""Of a quote that was said on a day that may lie in one of several months."""
GONE: Final = chr(0xFFF03)
"""Of a quote that its document does not hold as it is now."""
PAST: Final = chr(0xFFF04)
"""Of a quote that its document showed before it was captured again and read otherwise; it may hold it still."""
SAMPLED: Final = chr(0xFFF06)
"""Of one quote in 64, spread evenly over the archive (storage.text.sampling)."""
SAMPLED_MORE: Final = chr(0xFFF07)
"""Of one quote in 16, those in 64 among them."""
AHEAD: Final = chr(0xFFF05)
"""Of a quote that its document has shown since before the day that it is of."""


@lru_cache(maxsize=8192)
def mark_name(field: str, value: str) -> str:
    """Return the mark of a field, such as a speaker, with a value."""
    return chr(_FIRST_NAME + crc32(f"{field}:{value}".encode("utf-8", "surrogatepass")) % _NAMES)


def mark_language(language: str | None) -> str:
    """Return the mark of a language, whatever its region; None is that of unknown language."""
    return mark_name("language", (language or "").partition("-")[0].lower())


def mark_month(year: int, month: int) -> str:
    """Return the mark of a month; years are those of our era, to 4999."""
    return chr(_FIRST_MONTH + year * 12 + month - 1) if year < _LAST_YEAR else WIDE


@lru_cache(maxsize=8192)
def mark_time(earliest: str | None, latest: str | None) -> str:
    """Return the mark of an interval, given as the archive writes its ends: its month, if it lies within one."""
    if earliest is None or latest is None:
        return UNDATED if earliest is latest else WIDE
    if earliest[:7] != latest[:7] or not earliest[:4].isdecimal():
        return WIDE
    return mark_month(int(earliest[:4]), int(earliest[5:7]))


def any_mark(marks: Iterable[str]) -> str:
    """Write for FTS5 that one of some marks must be there."""
    written = [f'"{mark}"' for mark in dict.fromkeys(marks)]
    return written[0] if len(written) == 1 else f"({' OR '.join(written)})"
