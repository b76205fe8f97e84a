"""Resolve a zone: an offset, an IANA name, or a printed name, right or wrong for its season.

A printed name means the source's own zone if possible ("AMT" is Armenia for a source in Yerevan, the Amazon elsewhere); a name
that does not fit its season ("EST" in May) is read both ways, so that the interval contains the true instant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"(?:UTC|GMT|UT)?\s?([+\-−])\s?(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)

# Name, the zone it means, and the offset it claims in hours (None: that of the zone on the day).
_TABLE = """
ET America/New_York -; EST America/New_York -5; EDT America/New_York -4
CT America/Chicago -; CST America/Chicago -6; CDT America/Chicago -5; CST Asia/Shanghai 8; CST America/Havana -5
MT America/Denver -; MST America/Denver -7; MDT America/Denver -6
PT America/Los_Angeles -; PST America/Los_Angeles -8; PDT America/Los_Angeles -7
AKST America/Anchorage -9; AKDT America/Anchorage -8; HST Pacific/Honolulu -10
AST America/Halifax -4; ADT America/Halifax -3; AST Asia/Riyadh 3; BRT America/Sao_Paulo -3; ART America/Buenos_Aires -3
WET Europe/Lisbon 0; WEST Europe/Lisbon 1; BST Europe/London 1; BST Asia/Dhaka 6
CET Europe/Brussels 1; CEST Europe/Brussels 2; MEZ Europe/Berlin 1; MESZ Europe/Berlin 2
EET Europe/Kyiv 2; EEST Europe/Kyiv 3; MSK Europe/Moscow 3; МСК Europe/Moscow 3; TRT Europe/Istanbul 3
AMT Asia/Yerevan 4; AMST Asia/Yerevan 5; AMT America/Manaus -4; AZT Asia/Baku 4; AZST Asia/Baku 5; GET Asia/Tbilisi 4
IST Asia/Kolkata 5.5; IST Asia/Jerusalem 2; IDT Asia/Jerusalem 3; IST Europe/Dublin 1
IRST Asia/Tehran 3.5; PKT Asia/Karachi 5; GST Asia/Dubai 4; UZT Asia/Tashkent 5
HKT Asia/Hong_Kong 8; SGT Asia/Singapore 8; JST Asia/Tokyo 9; KST Asia/Seoul 9; WIB Asia/Jakarta 7; PHT Asia/Manila 8
AEST Australia/Sydney 10; AEDT Australia/Sydney 11; NZST Pacific/Auckland 12; NZDT Pacific/Auckland 13
CAT Africa/Harare 2; EAT Africa/Nairobi 3; WAT Africa/Lagos 1; SAST Africa/Johannesburg 2
"""
CITIES = {
    "moscow": "Europe/Moscow",
    "yerevan": "Asia/Yerevan",
    "baku": "Asia/Baku",
    "tbilisi": "Asia/Tbilisi",
    "istanbul": "Europe/Istanbul",
    "kyiv": "Europe/Kyiv",
    "kiev": "Europe/Kyiv",
    "tehran": "Asia/Tehran",
    "beijing": "Asia/Shanghai",
    "brussels": "Europe/Brussels",
    "paris": "Europe/Paris",
    "london": "Europe/London",
    "geneva": "Europe/Zurich",
    "vienna": "Europe/Vienna",
    "washington": "America/New_York",
}
"""Cities whose time is named in full, "Moscow time"."""
_UTC_NAMES = frozenset({"Z", "UTC", "GMT", "UT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The possible meanings of a zone. ``readings`` empty: unknown. ``offset`` is set if the characters state a valid one."""

    name: str | None
    readings: tuple[tzinfo, ...]
    offset: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Sense:
    zone: str
    claims: timedelta | None


def _read_table() -> dict[str, tuple[_Sense, ...]]:
    senses: dict[str, tuple[_Sense, ...]] = {}
    for entry in _TABLE.replace("\n", ";").split(";"):
        if entry.strip():
            name, zone, hours = entry.split()
            claims = None if hours == "-" else timedelta(hours=float(hours))
            senses[name] = (*senses.get(name, ()), _Sense(zone, claims))
    return senses


_SENSES = _read_table()
ZONE_NAMES = frozenset(_SENSES) | _UTC_NAMES
"""The names that may follow a printed time, in capitals."""


def resolve_zone(written: str | None, wall: datetime | None, source_zone: str | None) -> Meant:
    """Resolve a written zone (or none) at a wall time, for a source in ``source_zone`` (an IANA name or an offset)."""
    if written is None or wall is None:
        return _resolve_source(source_zone)
    name = written.strip().upper()
    if name in _UTC_NAMES:
        return Meant(name="UTC", readings=(UTC,), offset=timedelta(0))
    if match := _OFFSET.fullmatch(written.strip()):
        offset = _read_offset(match)
        return Meant(name=_format_offset(offset), readings=(timezone(offset),), offset=offset)
    city = CITIES.get(name.removesuffix(" TIME").lower())
    senses = (_Sense(city, None),) if city else _SENSES.get(name, ())
    fitting = tuple(sense for sense in senses if _fits(sense, wall, source_zone)) or senses
    if len(fitting) == 1:
        return _resolve_sense(fitting[0], wall, source_zone)
    if not fitting:
        return _resolve_source(source_zone)
    return Meant(name=None, readings=tuple(timezone(sense.claims) for sense in fitting if sense.claims is not None))


def _resolve_source(source_zone: str | None) -> Meant:
    if source_zone is None:
        return Meant(name=None, readings=())
    if match := _OFFSET.fullmatch(source_zone):
        return Meant(name=source_zone, readings=(timezone(_read_offset(match)),))
    return Meant(name=source_zone, readings=(_zone(source_zone),))


def _resolve_sense(sense: _Sense, wall: datetime, source_zone: str | None) -> Meant:
    name = source_zone if source_zone and _same_clock(sense, wall, source_zone) else sense.zone
    zone = _zone(name)
    offset = wall.replace(tzinfo=zone).utcoffset()
    if sense.claims is None or sense.claims == offset:
        return Meant(name=name, readings=(zone,), offset=offset)
    return Meant(name=name, readings=(zone, timezone(sense.claims)))


def _fits(sense: _Sense, wall: datetime, source_zone: str | None) -> bool:
    return source_zone is not None and _same_clock(sense, wall, source_zone)


def _same_clock(sense: _Sense, wall: datetime, source_zone: str) -> bool:
    """Say whether a source's own zone can have a zone name: the same offset then, or the claimed one in another season."""
    if _OFFSET.fullmatch(source_zone):
        return False
    own, other = _zone(source_zone), _zone(sense.zone)
    if wall.replace(tzinfo=own).utcoffset() == wall.replace(tzinfo=other).utcoffset():
        return True
    return sense.claims is not None and sense.claims in _seasons(own, wall.year)


def _seasons(zone: ZoneInfo, year: int) -> set[timedelta | None]:
    return {datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}


def _read_offset(match: re.Match[str]) -> timedelta:
    hours, minutes = min(int(match[2]), 23), min(int(match[3] or 0), 59)
    offset = timedelta(hours=hours, minutes=minutes)
    return offset if match[1] == "+" else -offset


def _format_offset(offset: timedelta) -> str:
    sign = "-" if offset < timedelta(0) else "+"
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
