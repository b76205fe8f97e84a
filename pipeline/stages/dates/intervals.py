"""Convert what a date states into the interval of instants it allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from pipeline.stages.dates.zones import resolve_zone
from storage.model import Basis, Precision, When

_NEVER_SET = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1601, 1, 1)})
"""The days that programs write for "no date": the beginnings of time of Unix, of spreadsheets and databases, and of Windows'
files."""
_EVE_OF_EPOCH, _EVENING = date(1969, 12, 31), time(12)
_SECOND = timedelta(seconds=1)
_EVERYWHERE = (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)))
"""The zones in which a date begins first and ends last on Earth: UTC+14 (Line Islands) and UTC−12 (Baker Island)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the characters of a date state, part by part; None for missing parts. ``zone`` is an offset or a name as written."""

    year: int
    month: int | None = None
    day: int | None = None
    clock: time | None = None
    seconds: bool = False
    zone: str | None = None


def make_when(stated: Stated, raw: str, *, zone: str | None, basis: Basis) -> When | None:
    """Make a When; None if there is no such day. ``zone`` is the source's, used if the characters state none."""
    if stated.day is None or stated.month is None:
        return _coarse_when(stated, raw, zone, basis)
    try:
        day = date(stated.year, stated.month, stated.day)
    except ValueError:
        return None
    if is_sentinel(day, stated.clock):
        return None
    if stated.clock is None:
        return day_when(day, raw, basis, zone)
    if _is_midnight_stamp(stated.clock) and basis is not Basis.PLATFORM:
        return _stamped_day(day, stated, raw, zone, basis)
    wall = datetime.combine(day, stated.clock)
    meant = resolve_zone(stated.zone, wall, zone)
    earliest, latest = _span(wall, wall, meant.readings or _EVERYWHERE)
    offset = meant.offset
    return When(
        raw=raw,
        value=(wall.replace(tzinfo=timezone(offset)) if offset is not None else wall).isoformat(
            timespec="auto" if stated.seconds else "minutes"
        ),
        precision=Precision.MINUTE,
        zone=meant.name,
        earliest=earliest,
        latest=latest if stated.seconds else latest + 59 * _SECOND,
        basis=basis,
    )


def is_sentinel(day: date, clock: time | None = None) -> bool:
    """Say whether a date is a default that software writes if none was set: the start of an epoch, or the evening before it if
    a zone shifted it."""
    return day in _NEVER_SET or (day == _EVE_OF_EPOCH and clock is not None and clock >= _EVENING)


def day_when(day: date, raw: str, basis: Basis, zone: str | None = None) -> When:
    """Make the When of a calendar day; without a zone it spans that day everywhere on Earth."""
    return _days_when(day, day, raw, _readings(zone), value=day.isoformat(), precision=Precision.DAY, zone=zone, basis=basis)


def month_when(first: date, raw: str, basis: Basis, zone: str | None = None) -> When | None:
    """Make the When of a calendar month, given by its first day."""
    return make_when(Stated(year=first.year, month=first.month), raw, zone=zone, basis=basis)


def instant_when(instant: datetime, raw: str, basis: Basis) -> When:
    """Make the When of an aware instant, such as a platform's timestamp."""
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant} has no zone")
    utc = instant.astimezone(UTC)
    name = "UTC" if not instant.utcoffset() else instant.strftime("%z")[:3] + ":" + instant.strftime("%z")[3:5]
    return When(
        raw=raw, value=instant.isoformat(), precision=Precision.MINUTE, zone=name, earliest=utc, latest=utc, basis=basis
    )


def _coarse_when(stated: Stated, raw: str, zone: str | None, basis: Basis) -> When | None:
    year, month = stated.year, stated.month
    if month is not None and not 1 <= month <= 12:
        return None
    first = date(year, month or 1, 1)
    following = date(year + (month is None or month == 12), 1 if month is None else month % 12 + 1, 1)
    return _days_when(
        first,
        following - timedelta(days=1),
        raw,
        _readings(zone),
        value=f"{year:04}" if month is None else f"{year:04}-{month:02}",
        precision=Precision.YEAR if month is None else Precision.MONTH,
        zone=zone,
        basis=basis,
    )


def _stamped_day(day: date, stated: Stated, raw: str, zone: str | None, basis: Basis) -> When:
    """Read a timestamp at midnight as a day: in its own zone and in the source's, because either may be meant."""
    meant = resolve_zone(stated.zone, datetime.combine(day, time()), zone)
    readings = (*meant.readings, *(_readings(zone) if zone else ())) or _EVERYWHERE
    name = zone or meant.name
    return _days_when(day, day, raw, readings, value=day.isoformat(), precision=Precision.DAY, zone=name, basis=basis)


def _days_when(
    first: date,
    last: date,
    raw: str,
    readings: Iterable[tzinfo],
    *,
    value: str,
    precision: Precision,
    zone: str | None,
    basis: Basis,
) -> When:
    start, end = datetime.combine(first, time()), datetime.combine(last, time()) + timedelta(days=1)
    earliest, after = _span(start, end, readings)
    return When(raw=raw, value=value, precision=precision, zone=zone, earliest=earliest, latest=after - _SECOND, basis=basis)


def _span(start: datetime, end: datetime, readings: Iterable[tzinfo]) -> tuple[datetime, datetime]:
    """Return the earliest and latest instant of two wall times; an hour repeated by a clock change counts twice."""
    zones = tuple(readings)
    starts = [start.replace(tzinfo=each, fold=fold).astimezone(UTC) for each in zones for fold in (0, 1)]
    ends = [end.replace(tzinfo=each, fold=fold).astimezone(UTC) for each in zones for fold in (0, 1)]
    return min(starts), max(ends)


def _readings(zone: str | None) -> tuple[tzinfo, ...]:
    return _EVERYWHERE if zone is None else (resolve_zone(None, None, zone).readings or _EVERYWHERE)


def _is_midnight_stamp(clock: time) -> bool:
    return clock == time()
