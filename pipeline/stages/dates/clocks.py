"""Find the time of day and its zone beside a printed date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

from pipeline.stages.dates.intervals import Stated
from pipeline.stages.dates.zones import CITIES, ZONE_NAMES

_WORDS = r"at|um|klo?|a\s+las?|às|alle|ore|à|le|ob|u|saat|saatı|в|во|о|об|ժամը|godz|time|on|time:|հրապարակված"
_YEAR_WORD = r"(?:(?:\s?(?:года|году|год|г|року|р|թ|წ|წელი|წელს|il|yil)|-ci\s?il|-cı\s?il)\b\.?)?"
_HALVES = "上午|下午|晚上|中午|凌晨|오전|오후|午前|午後"
_WEEKDAY = rf"(?:[\s,.]{{0,2}}\(?(?!{_HALVES})[^\W\d_]{{1,12}}\)?(?=[\s,:0-9]))?"
_CLOCK = rf"""
    (?P<before>{_HALVES})?\s?
    (?:
        (?P<h>[01]?\d|2[0-4])(?:[:h]|\sh\s|\.(?!\d\d\.)|\s?(?:时|時|点|點|시)\s?)(?P<m>[0-5]\d)(?!\d)(?:分|분)?
        (?::(?P<s>[0-5]\d)(?:[.,](?P<f>\d{{1,9}}))?)?
        (?:\s?(?P<half>[ap])\.?\s?m\b\.?)?
      | (?P<h2>1[0-2]|0?[1-9])\s?(?P<half2>[ap])\.?\s?m\b\.?
      | (?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)\s?(?:hrs|hours)\b
      | (?P<h3>[01]?\d|2[0-4])\s?(?:uhr\b|h\b|时|時|点|點|시)
    )
    (?:\s?(?:uhr|h|hrs|hours)\b)?
"""
_CITY_TIME = "|".join(rf"{city}\s(?:local\s)?time" for city in CITIES)
_ZONE = rf"(?:\s?[(\[]?\s?(?P<z>z\b|(?:utc|gmt)?\s?[+-]\s?\d{{1,2}}(?::?\d\d)?(?!\d)|{_CITY_TIME}|[a-zмск]{{2,4}}(?!\w)))?"
_AFTER = re.compile(
    rf"{_YEAR_WORD}(?:t(?=\d)|{_WEEKDAY}[\s,;|·•/()\[\]:.-]{{0,6}}(?:(?:{_WORDS})\b\.?[\s:]*)?)(?:{_CLOCK}){_ZONE}", re.VERBOSE
)
_CLOCK_BEFORE_DATE = re.compile(
    rf"(?<![\d:.])(?:{_CLOCK}){_ZONE}[\s,;|·•/()\[\]-]{{0,6}}(?:(?:on|am|le|de|of|the|[^\W\d]{{3,12}}),?\s+)?$", re.VERBOSE
)
_PM = frozenset({"p", "下午", "晚上", "오후", "午後"})
_AM = frozenset({"a", "上午", "凌晨", "오전", "午前"})


def find_clock(text: str, plain: str, start: int, end: int, stated: Stated) -> tuple[int, int, Stated]:
    """Extend a date found at ``start:end`` by the time printed after or before it; ``plain`` is the normalised text."""
    match = _AFTER.match(plain, end)
    clock = _read_clock(match) if match else None
    if match and clock is not None:
        found = _with_clock(stated, clock, match, text)
        return start, match.end() if found.zone or not match["z"] else len(text[: match.start("z")].rstrip(" ([")), found
    match = _CLOCK_BEFORE_DATE.search(plain, max(0, start - 48), start)
    clock = _read_clock(match) if match else None
    if match and clock is not None:
        return match.start(), end, _with_clock(stated, clock, match, text)
    return start, end, stated


def _with_clock(stated: Stated, clock: time, match: re.Match[str], text: str) -> Stated:
    zone = text[slice(*match.span("z"))] if match["z"] else None
    return replace(stated, clock=clock, seconds=match["s"] is not None, zone=_known_zone(zone))


def _known_zone(written: str | None) -> str | None:
    """Accept an offset, or a zone name in capitals ("et" is French for "and"); Moscow's may also be in lower case."""
    if written is None or written in ZONE_NAMES or written == "мск" or any(map(str.isdigit, written)):
        return written
    city = written.split()[0].lower()
    return f"{city} time" if city in CITIES else None


def _read_clock(match: re.Match[str]) -> time | None:
    hour = int(match["h"] or match["h2"] or match["h3"] or match["h4"])
    half = match["half"] or match["half2"] or match["before"]
    if half in _PM and hour < 12:
        hour += 12
    elif half in _AM and hour == 12:
        hour = 0
    if hour > 23:
        return None
    fraction = int((match["f"] or "0").ljust(6, "0")[:6])
    return time(hour, int(match["m"] or match["m4"] or 0), int(match["s"] or 0), fraction)
