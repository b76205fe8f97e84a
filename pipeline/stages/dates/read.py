"""Read one date from a publisher's characters, or find every date in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from pipeline.declarations import DateOrder
from pipeline.stages.dates.calendars import to_gregorian
from pipeline.stages.dates.intervals import Stated, instant_when, is_sentinel, make_when
from pipeline.stages.dates.printed import find_printed, read_month
from storage.model import Basis, When

_MAX_RAW_CHARS = 300
"""Longer strings are not read as one date. Chosen by hand: it bounds the time of hostile input; dates with their labels are
shorter."""
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_UNIX = re.compile(r"(?:[A-Z][a-z]{2} )?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d) (?:([A-Z]{3,5}|[+-]\d{4}) )?(\d{4})")
_SHORT_MAIL = re.compile(r"^((?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2}) (\d\d) (?=\d\d:\d\d)")
_FIRST_OF_LAST_CENTURY = 50
"""In mail and RSS a two-digit year from here on is in the 1900s (RFC 2822, 4.3)."""
_FIRST_YEAR, _LAST_YEAR = 1500, 2199
_MACHINE = frozenset({Basis.MARKUP, Basis.PLATFORM})


def read_when(
    raw: str,
    *,
    zone: str | None = None,
    order: DateOrder = DateOrder.DMY,
    formats: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
    basis: Basis = Basis.TEXT,
    until: date | None = None,
) -> When | None:
    """Read the one absolute date in ``raw``; None if it has none, or different ones.

    ``formats`` (strptime) are tried first. ``zone``, ``order`` and ``languages`` are the source's: an all-number date is read
    in that order, and a month by its name in those languages or in English. A bare count of seconds or milliseconds is an
    instant only if ``basis`` is markup or platform. ``until`` is the last day that a two-digit year can mean.
    """
    text = unicodedata.normalize("NFC", raw).strip()
    if not text or len(text) > _MAX_RAW_CHARS:
        return None
    if _EPOCH.fullmatch(text) and basis in _MACHINE:
        instant = datetime.fromtimestamp(int(text[:10]), UTC)
        return None if is_sentinel(instant.date()) else instant_when(instant, raw, basis)
    text = _SHORT_MAIL.sub(_write_year, text)
    text = _UNIX.sub(r"\2 \1 \5 \3 \4", text)  # "Fri Dec 30 19:03:30 +0000 2011", as Unix and old posts write it
    stated = _read_formats(text, formats, languages) or _read_compact(text) or _read_only(text, order, languages, until)
    return make_when(stated, raw, zone=zone, basis=basis) if stated else None


def find_dates(
    text: str,
    *,
    zone: str | None = None,
    order: DateOrder = DateOrder.DMY,
    languages: Sequence[str] = ("en",),
    until: date | None = None,
) -> Iterator[tuple[int, int, When]]:
    """Find every full absolute date printed in a text, as (start, end, when), in order."""
    for start, end, stated in find_printed(text, order=order, languages=languages, until=until):
        when = make_when(stated, text[start:end], zone=zone, basis=Basis.TEXT)
        if when is not None:
            yield start, end, when


def _read_only(text: str, order: DateOrder, languages: Sequence[str], until: date | None) -> Stated | None:
    """Read the only date of a text: repeated mentions of one day count as one date, the most precise of them."""
    found = [stated for _, _, stated in find_printed(text, order=order, languages=languages, until=until)]
    if not found:
        return read_month(text, languages)
    if len({(each.year, each.month, each.day) for each in found}) > 1:
        return None
    clocks = {each.clock for each in found} - {None}
    if len(clocks) > 1:
        return Stated(year=found[0].year, month=found[0].month, day=found[0].day)
    return next((each for each in found if each.clock is not None), found[0])


def _write_year(found: re.Match[str]) -> str:
    century = 19 if int(found[2]) >= _FIRST_OF_LAST_CENTURY else 20
    return f"{found[1]} {century}{found[2]} "


def _read_formats(text: str, formats: Sequence[str], languages: Sequence[str]) -> Stated | None:
    for form in formats:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the source's, kept apart
        except ValueError:
            continue
        year, month, day = to_gregorian(read.year, read.month, read.day, languages)
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            continue
        return Stated(
            year=year,
            month=month if re.search("%[mbBcx]", form) else None,
            day=day if re.search("%[dcx]", form) else None,
            clock=read.time() if re.search("%[HIcX]", form) else None,
            seconds=bool(re.search("%[ScX]", form)),
            zone=read.strftime("%z") or None,
        )
    return None


def _read_compact(text: str) -> Stated | None:
    """Read 20201027, 20201027T142500Z and a Wayback Machine's fourteen digits."""
    match = _COMPACT.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return Stated(year=year, month=month, day=day)
    try:
        clock = datetime(2000, 1, 1, int(match[4]), int(match[5]), int(match[6] or 0), tzinfo=UTC).time()
    except ValueError:
        return None
    return Stated(year=year, month=month, day=day, clock=clock, seconds=match[6] is not None, zone=match[7])
