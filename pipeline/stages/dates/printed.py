"""Find printed dates: numbers in the source's order, month names of its languages, years before or after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from pipeline.declarations import DateOrder
from pipeline.stages.dates.calendars import find_foreign
from pipeline.stages.dates.clocks import find_clock
from pipeline.stages.dates.intervals import Stated
from pipeline.stages.dates.month_names import level, read_months

Found = tuple[int, int, Stated]
"""The position of a date, including its time of day, and what it states."""

_YEAR = r"(?:1[5-9]|20|21)\d\d"
_APART = r"[\s,.\-/]{0,3}(?:(?:of|de|del|do|di|da|den|d'|թ|ր)\b[\s.]*)?"
_YEAR_WORD = r"(?:-?(?:г|р|թ|წ|ci il|cı il|cü il|cu il|m|metų|gada|წლის|жылғы|жылы|տարվա|թվականի)\b\.?,?\s*)?"
_ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|°|\.|-?е|-?ին|-?ს)?(?!\w)"

_NUMERIC = re.compile(
    rf"""(?<![\d/])(?<!\d[.,:-])(?:
        (?P<y1>{_YEAR})(?P<s1>[-./])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})
      | (?P<y4>{_YEAR})\.\ (?P<m4>\d{{1,2}})\.\ (?P<d4>\d{{1,2}})
      | (?P<a>\d{{1,2}})(?P<s2>\s?[-./]\s?)(?P<b>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR})
      | (?P<e>\d{{1,2}})(?P<s3>[-/])(?P<f>\d{{1,2}})(?P=s3)(?P<g>\d\d)
      | (?P<h>\d\d)\.(?P<i>\d\d)\.(?P<j>\d\d)
      | (?P<k>\d{{1,2}})\ tháng\ (?P<l>\d{{1,2}}),?\ (?:năm\ )?(?P<y3>{_YEAR})
    )(?!\d|[./-]\d)""",
    re.VERBOSE,
)
_CJK_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|元)"
_CJK = re.compile(
    rf"(?:(?P<y>\d{{4}}|[〇零○一二三四五六七八九]{{4}})|(?P<era>令和|平成|昭和|民國|民国)\s?(?P<n>\d{{1,3}}|{_CJK_NUMBER}))"
    rf"\s?[年년]\s?(?P<m>{_CJK_NUMBER})\s?[月월]\s?(?P<d>{_CJK_NUMBER})\s?[日号號일]"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_CJK_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
_IN_RANGE = re.compile(
    r"(?<![\d:./#-])(?:[0-2]?\d|3[01])(?:st|nd|rd|th|\.)?(?:\s[^\W\d_]{3,12}\.?)?\s*(?:-|(?:and|to|et|au|und|bis|и|до|y|al|ve|až)\b)\s*$"
)
_RANGE_WINDOW_CHARS = 28
"""How far before a date the first day of a range is searched. Chosen by hand: "Wednesday, 30 September – " has 26."""
_MAY_DATE = re.compile(r"\d|年")
"""Every date has a digit, or the ideograph for "year" after a written-out number."""
SHORT_YEAR = 2
"""The digits of a year without its century."""
CENTURY_LATER = 20
"""A two-digit year at least this many years ahead is of the last century; a nearer one was read in the wrong order. Chosen by
hand: texts announce events some years ahead, hardly twenty."""
_ORDERS = {
    DateOrder.DMY: (DateOrder.DMY, DateOrder.MDY, DateOrder.YMD),
    DateOrder.MDY: (DateOrder.MDY, DateOrder.DMY, DateOrder.YMD),
    DateOrder.YMD: (DateOrder.YMD, DateOrder.DMY, DateOrder.MDY),
}
_NUMBERED = re.compile(
    r"(?:[#№]|\b(?:no|nos|nr|num|n[º°]|issue|vol|volume|memo|part|page|rev|version|item|art)\b\.?)\s?$|[^\W\d_]-$"
)
"""A label that makes the number after it a serial number, not a day."""
_LABEL_WINDOW_CHARS = 10
"""How far before a number a label such as "No." is searched. Chosen by hand."""


def find_printed(text: str, *, order: DateOrder, languages: Sequence[str], until: date | None = None) -> Iterator[Found]:
    """Find every date with a day, a month and a year, in order; a range of days and a numbered item are not dates.

    ``until`` is the last day that a two-digit year can mean, if known.
    """
    plain = level(text)
    if not _MAY_DATE.search(plain):
        return
    spans = [(match.start(), match.end(), stated) for match, stated in find_foreign(plain, languages)]
    foreign = [(start, end) for start, end, _ in spans]
    spans += [
        (match.start(), match.end(), stated)
        for match, stated in _find_days(plain, order, tuple(languages), until)
        if not any(match.start() < end and start < match.end() for start, end in foreign)
    ]
    for start, end, stated in sorted(spans, key=lambda found: found[:2]):
        ranged = _IN_RANGE.search(plain, max(0, start - _RANGE_WINDOW_CHARS), start)
        if not ranged and not _NUMBERED.search(plain, max(0, start - _LABEL_WINDOW_CHARS), start):
            yield find_clock(text, plain, start, end, stated)


def read_month(text: str, languages: Sequence[str]) -> Stated | None:
    """Read a text that consists of a month and a year, or a year."""
    plain = level(text).strip(" .,")
    if re.fullmatch(_YEAR, plain):
        return Stated(year=int(plain))
    if match := re.fullmatch(rf"({_YEAR})(?:-|/|\s?年\s?)(\d{{1,2}})月?", plain):
        return Stated(year=int(match[1]), month=int(match[2]))
    _, months, named = _named(tuple(languages))
    if match := named.fullmatch(plain):
        return Stated(year=int(match["y"] or match["y2"]), month=months[match["m"] or match["m2"]])
    return None


def _find_days(
    plain: str, order: DateOrder, languages: tuple[str, ...], until: date | None
) -> Iterator[tuple[re.Match[str], Stated]]:
    for match in _NUMERIC.finditer(plain):
        if (stated := _read_numeric(match, order, until)) is not None:
            yield match, stated
    pattern, months, _ = _named(languages)
    for match in pattern.finditer(plain):
        parts = {key: value for key, value in match.groupdict().items() if value is not None}
        day, month, year = (next(value for key, value in parts.items() if key[0] == letter) for letter in "dmy")
        yield match, Stated(year=int(year), month=months[month], day=int(day))
    for match in _CJK.finditer(plain):
        year_number = _cjk_year(match)
        yield match, Stated(year=year_number, month=_cjk_number(match["m"]), day=_cjk_number(match["d"]))


@lru_cache(maxsize=256)
def _named(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int], re.Pattern[str]]:
    """Return the pattern of dates with named months, the months by name, and the pattern of a month with its year."""
    months = dict(read_months(languages))
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    days = r"\d{1,2}"
    forms = (
        rf"(?<!\d)(?<!\d[.,:])(?P<d1>{days}){_ORDINAL}{_APART}(?P<m1>{names})(?!\w)(?:/(?:{names})(?!\w))?{_APART}(?P<y1>{_YEAR})",
        rf"(?<!\w)(?P<m2>{names})(?!\w)\.?\s*(?P<d2>{days}){_ORDINAL}(?:{_APART}|-?\w{{0,3}},?\s)(?P<y2>{_YEAR})",
        rf"(?<!\d)(?P<y3>{_YEAR})\.?\s?{_YEAR_WORD}[\s,.\-/]{{0,3}}(?P<m3>{names})(?!\w)[\s.\-/]{{0,3}}(?P<d3>{days}){_ORDINAL}",
        rf"(?<!\d)(?P<y4>{_YEAR})\.?\s?{_YEAR_WORD}(?P<d4>{days}){_ORDINAL}[\s.]{{0,2}}(?P<m4>{names})(?!\w)",
    )
    alone = rf"(?P<m>{names})(?!\w){_APART}(?P<y>{_YEAR})|(?P<y2>{_YEAR}){_APART}(?P<m2>{names})"
    return re.compile(rf"(?:{'|'.join(forms)})(?!\d)"), months, re.compile(alone)


def _read_numeric(match: re.Match[str], order: DateOrder, until: date | None) -> Stated | None:
    if match["y1"]:
        return Stated(year=int(match["y1"]), month=int(match["m1"]), day=int(match["d1"]))
    if match["y4"]:
        return Stated(year=int(match["y4"]), month=int(match["m4"]), day=int(match["d4"]))
    if match["y2"]:
        return _in_order((match["a"], match["b"], match["y2"]), DateOrder.DMY if order is DateOrder.YMD else order, None)
    if match["y3"]:
        return _in_order((match["k"], match["l"], match["y3"]), DateOrder.DMY, None)
    return _in_order(tuple(match.group("e", "f", "g") if match["e"] else match.group("h", "i", "j")), order, until)


def _in_order(parts: Sequence[str], order: DateOrder, until: date | None) -> Stated | None:
    """Read three numbers in the source's order; if that is no date, or a future one, in another order that gives one."""
    for tried in _ORDERS[order] if len(parts[2]) == SHORT_YEAR else _ORDERS[order][:2]:
        by_letter = dict(zip(tried.value, parts, strict=True))
        day, month, year = int(by_letter["D"]), int(by_letter["M"]), _full_year(by_letter["Y"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            continue
        if until is not None and (year, month, day) > (until.year, until.month, until.day):
            if year - until.year < CENTURY_LATER:
                continue
            year -= 100
        return Stated(year=year, month=month, day=day)
    return None


def _full_year(year: str) -> int:
    """Read a two-digit year as 1970 to 2069."""
    return int(year) if len(year) != SHORT_YEAR else int(year) + (1900 if int(year) >= 70 else 2000)


def _cjk_year(match: re.Match[str]) -> int:
    if match["era"]:
        return _ERAS[match["era"]] + _cjk_number(match["n"])
    return int("".join(str(_CJK_DIGITS.get(digit, digit)) for digit in match["y"]))


def _cjk_number(written: str) -> int:
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return _CJK_DIGITS[written] if len(written) == 1 else 0
    return (_CJK_DIGITS.get(tens, 0) if tens else 1) * 10 + (_CJK_DIGITS.get(ones, 0) if ones else 0)
