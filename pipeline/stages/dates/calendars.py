"""Find dates of calendars other than the Gregorian: the solar Hijri, the Buddhist, the Minguo and the Japanese eras,
each only in the languages that use it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from pipeline.stages.dates.intervals import Stated
from pipeline.stages.dates.month_names import level, read_months

SOLAR = frozenset({"fa", "prs", "ps", "mzn", "lrc", "azb"})
BUDDHIST = frozenset({"th", "lo", "km"})
_FROM_BUDDHIST, _FROM_MINGUO = 543, 1911
"""Thailand counts from 543 BC, the Republic of China from 1912, its year 1."""
_EMPERORS = {"r": 2018, "h": 1988, "s": 1925}
"""The years before the first ones of Reiwa (2019), Heisei (1989) and Showa (1926)."""
_SOLAR_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت",
    "وری غویی غبرگولی چنگاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب",
    "وری غویی غبرګولی چنګاښ زمری وږی تله لړم ليندۍ مرغومی سلواغه کب",
)
_LEAP_CYCLE = (1, 5, 9, 13, 17, 22, 26, 30)
"""The leap years in the solar calendar's cycle of 33 years, valid since 1210."""
_CYCLE = 33
"""The years of the solar calendar's cycle, which has eight leap years."""
_SOLAR_ANCHOR = (1399, date(2020, 3, 20))
"""A year of the solar calendar and its first day."""

_APART = r"[\s,.\-/]{0,3}"
_SOLAR_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>1[34]\d\d|\d\d)(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<y2>1[34]\d\d))(?!\d|[-/.]\d)"
)
_BUDDHIST_NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<d1>\d{1,2})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<y1>2[45]\d\d)"
    r"|(?P<y2>2[45]\d\d)(?P<s2>[-/.])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2}))(?!\d|[-/.]\d)"
)
_MINGUO = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>1\d\d)(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d|[-/.]\d)"
    r"|(?P<y2>1\d\d)\s?年\s?(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?日)"
)
_EMPEROR = re.compile(
    r"(?<![\w/.-])(?P<era>[rhs])\.?\s?(?P<y1>\d{1,2})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})(?!\d|[-/.]\d)"
)


_Read = Callable[[int, int, int], Stated | None]
_THAI_SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calendar:
    """A calendar's pattern, and the conversion of its year, month and day."""

    patterns: tuple[re.Pattern[str], ...]
    months: dict[str, int]


def find_foreign(plain: str, languages: Sequence[str]) -> Iterator[tuple[re.Match[str], Stated]]:
    """Find the dates of other calendars in a normalised text; the first of ``languages`` is the text's own."""
    own = languages[0] if languages else ""
    spoken = set(languages)
    if spoken & SOLAR:
        yield from _find(plain, _solar(), _from_solar)
    if spoken & BUDDHIST:
        yield from _find(plain, _buddhist(tuple(sorted(spoken & BUDDHIST))), _from_buddhist)
    if own == "zh":
        yield from _find(plain, _Calendar(patterns=(_MINGUO,), months={}), _from_minguo)
    if own == "ja":
        for match in _EMPEROR.finditer(plain):
            year = _EMPERORS[match["era"]] + int(match["y1"])
            yield match, Stated(year=year, month=int(match["m1"]), day=int(match["d1"]))


def to_gregorian(year: int, month: int, day: int, languages: Sequence[str]) -> tuple[int, int, int]:
    """Return the Gregorian year, month and day of a date read by a declared format, whose year may be of another calendar."""
    if 1300 <= year < 1500 and set(languages) & SOLAR:
        stated = _from_solar(year, month, day)
    elif 2400 <= year < 2600 and set(languages) & BUDDHIST:
        stated = _from_buddhist(year, month, day)
    else:
        return year, month, day
    return (stated.year, stated.month or month, stated.day or day) if stated else (0, month, day)


def _find(plain: str, calendar: _Calendar, read: _Read) -> Iterator[tuple[re.Match[str], Stated]]:
    for pattern in calendar.patterns:
        for match in pattern.finditer(plain):
            parts = {key[0]: value for key, value in match.groupdict().items() if value is not None and key[0] in "ymd"}
            month = calendar.months.get(parts["m"]) or int(parts["m"])
            stated = read(int(parts["y"]), month, int(parts["d"]))
            if stated is not None:
                yield match, stated


def _from_solar(year: int, month: int, day: int) -> Stated | None:
    """Read a solar Hijri date; a year of two digits belongs to 1330 to 1429."""
    if year < 100:
        year += 1300 if year >= 30 else 1400
    if not (1 <= month <= 12 and 1 <= day <= 31 and (month < 7 or day <= 30)):
        return None
    anchor, start = _SOLAR_ANCHOR
    days = (year - anchor) * 365 + _count_leaps(year) - _count_leaps(anchor)
    days += (month - 1) * 31 - max(0, month - 7) + day - 1
    meant = start + timedelta(days=days)
    return Stated(year=meant.year, month=meant.month, day=meant.day)


def _count_leaps(year: int) -> int:
    """Count the leap years before a solar year."""
    cycles, rest = divmod(year, _CYCLE)
    return cycles * len(_LEAP_CYCLE) + sum(1 for leap in _LEAP_CYCLE if leap < rest)


def _from_buddhist(year: int, month: int, day: int) -> Stated | None:
    return Stated(year=(year if year >= 100 else year + 2500) - _FROM_BUDDHIST, month=month, day=day)


def _from_minguo(year: int, month: int, day: int) -> Stated | None:
    return Stated(year=year + _FROM_MINGUO, month=month, day=day) if 1 <= month <= 12 else None


@lru_cache(maxsize=1)
def _solar() -> _Calendar:
    months = {level(name): number for names in _SOLAR_MONTHS for number, name in enumerate(names.split(), 1)}
    return _Calendar(patterns=(_SOLAR_NUMERIC, _named(months, r"1[34]\d\d", r"(?:[\s\u200c]?ماه)?")), months=months)


@lru_cache(maxsize=8)
def _buddhist(languages: tuple[str, ...]) -> _Calendar:
    months = {name: number for name, number in read_months(languages).items() if not name.isascii()}
    if "th" in languages:
        months |= {name: number for number, name in enumerate(_THAI_SHORT.split(), 1)}
    before_year = r"(?:พุทธศักราช|พ\.?\s?ศ\.?|ພ\.?\s?ສ\.?|ព\.?\s?ស\.?)?\s?"
    return _Calendar(patterns=(_BUDDHIST_NUMERIC, _named(months, rf"{before_year}(?:2[45]\d\d|[4-9]\d)", "")), months=months)


def _named(months: dict[str, int], year: str, after: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    number = year.rpartition(r"\s?")[2] if r"\s?" in year else year
    before = year[: len(year) - len(number)]
    return re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?!\d){_APART}(?P<m>{names}){after}(?!\w){_APART}{before}(?P<y>{number})(?!\d)")
