"""Say when words were said: dates named beside the cue, resolved against the document's own date and the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.dates import day_when, month_when
from pipeline.stages.dates import find_dates as find_printed
from pipeline.stages.quotes.relative import find_days_ago, place_weekday
from storage.model import Basis, Precision, Span, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A date named in a text: where, and the day it means; None if it could not be placed. Where only a month is named,
    ``month`` is its first day."""

    span: Span
    raw: str
    day: date | None
    month: date | None = None

    def moved(self, by: int) -> Named:
        """Return the same date further on in a text."""
        return replace(self, span=(self.span[0] + by, self.span[1] + by))


_NO_SPAN = "(?![間间内內后後前以之간째동전후이])"
"""What makes of a number of the day a number of days: 3日間, 3일간."""


@lru_cache(maxsize=32)
def compile_dates(language: Language) -> re.Pattern[str]:
    """Write the pattern of a language's dates, longest forms first."""
    calendar = language.calendar
    weekday = _alternatives(calendar.weekdays)
    month = _alternatives(calendar.months)
    other = _alternatives([*calendar.days, *calendar.again])
    day = r"\d{1,2}(?!\d)(?:st|nd|rd|th|er|º|\.)?"
    small = r"(?:de |d[’']|of )?"
    before, after = (r"(?<!\w)", r"(?!\w)") if language.spaced else ("", "")
    parts = language.relative.day_parts
    part = f"(?:{'|'.join(parts)})?" if parts else ""
    return re.compile(
        rf"{before}(?:(?:(?P<weekday>{weekday}),?\s+)?(?:the )?(?:(?P<month>{month})\.?\s+(?P<day>{day})"
        rf"|(?P<day2>{day})\s+{small}(?P<month2>{month}))(?!\w)(?:,?\s+(?:de )?(?P<year>(?:19|20)\d\d)(?!\d))?"
        rf"|(?P<other>{other}){after}|(?P<alone>{weekday}){part}{after}"
        rf"|(?P<month4>{month})(?!\w),?\s+{small}(?P<year4>(?:19|20)\d\d)(?!\d))"
        rf"|(?<!\d)(?:(?P<year3>(?:19|20)\d\d)[年년] ?)?(?:(?P<month3>\d{{1,2}})[月월] ?)?(?P<day3>\d{{1,2}})[日일]{_NO_SPAN}",
        re.IGNORECASE,
    )


@lru_cache(maxsize=32)
def compile_occasions(language: Language) -> re.Pattern[str]:
    """Write the pattern of a language's words for meeting and talking."""
    words = _alternatives(language.calendar.occasions)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)" if language.spaced else words, re.IGNORECASE)


def _alternatives(words: object) -> str:
    assert isinstance(words, list | tuple) or hasattr(words, "__iter__")
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


_MONTHS = 12
"""The months of a year: two numbers up to it may be day and month in either order."""
_MOST_DAYS = 31
"""The days of the longest month."""
_NUMERIC = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")
_OTHER_NUMBERS = re.compile(r"\d일|[۰-۹]{1,2} \w+ [۰-۹]{4}")
"""A day in Korean, and a date in the digits of Persian, whose calendar is another one."""
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=32)
def _date_words(language: Language) -> frozenset[str]:
    """Return the words one of which every date in words holds."""
    calendar = language.calendar
    names = {word for name in (*calendar.months, *calendar.weekdays) for word in _WORD.findall(name)}
    parts = language.relative.day_parts
    names |= {f"{name}{part}" for name in calendar.weekdays for part in parts}
    return frozenset(names | {_WORD.findall(phrase)[-1] for phrase in (*calendar.days, *calendar.again)})


def may_name_dates(text: str, language: Language) -> bool:
    """Say whether a text holds a word or numbers that dates are made with."""
    if not language.spaced or _NUMERIC.search(text) or _OTHER_NUMBERS.search(text) or any(find_days_ago(text, language)):
        return True
    return not _date_words(language).isdisjoint(_WORD.findall(text.lower()))


def find_dates(text: str, language: Language, published: date | None) -> list[Named]:
    """Return the dates named in a text, each with the day it means where that can be told."""
    named: list[Named] = []
    if not may_name_dates(text, language):
        return named
    for match in compile_dates(language).finditer(text):
        last = next((each.day for each in reversed(named) if each.day), None)
        if match["month4"]:
            month = date(int(match["year4"]), language.calendar.months[match["month4"].lower()], 1)
            named.append(Named(span=match.span(), raw=match.group(), day=None, month=month))
        else:
            named.append(Named(span=match.span(), raw=match.group(), day=_place(match, language, published, last)))
    others = [
        each for each in _find_counted(text, language, published) if not any(_overlap(each.span, it.span) for it in named)
    ]
    return sorted([*named, *others], key=lambda each: each.span) if others else named


def _find_counted(text: str, language: Language, published: date | None) -> Iterator[Named]:
    """Find the dates that are written in numbers, and the days counted back from publication."""
    if published is not None:
        for span, days in find_days_ago(text, language):
            yield Named(span=span, raw=text[slice(*span)], day=published - timedelta(days=days))
    if _NUMERIC.search(text) or _OTHER_NUMBERS.search(text):
        for start, end, when in find_printed(text, languages=(language.code,), until=published):
            if when.value and not _is_ambiguous(when.raw, language):
                yield Named(span=(start, end), raw=when.raw, day=date.fromisoformat(when.value[:10]))


def _is_ambiguous(raw: str, language: Language) -> bool:
    """Return whether numbers may be day and month either way: in English both orders are usual."""
    numbers = [int(number) for number in re.findall(r"\d+", raw)[:2]]
    return language.code == "en" and "." not in raw and len(numbers) > 1 and max(numbers) <= _MONTHS


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _place(match: re.Match[str], language: Language, published: date | None, last: date | None) -> date | None:
    part, calendar = match.groupdict(), language.calendar
    if other := part["other"]:
        word = other.lower()
        if word in calendar.again:
            return last
        return published + timedelta(days=calendar.days[word]) if published else None
    if alone := part["alone"]:
        if published is None:
            return None
        return place_weekday(match.string, match.span(), calendar.weekdays[alone.lower()], published, language.relative)
    if part["day3"] and not part["month3"]:
        return _last_with(int(part["day3"]), published)
    name = part["month"] or part["month2"]
    month = calendar.months[name.lower()] if name else int(part["month3"])
    number = int(re.sub(r"\D", "", part["day"] or part["day2"] or part["day3"]))
    weekday = calendar.weekdays[part["weekday"].lower()] if part["weekday"] else None
    year = part["year"] or part["year3"]
    years: Iterator[int] = iter((int(year),)) if year else _years_near(published)
    for each in years:
        day = _make_day(each, month, number)
        if day and (weekday is None or day.isoweekday() == weekday) and (year or published is None or _is_near(day, published)):
            return day
    return None


def _last_with(number: int, published: date | None) -> date | None:
    """Return the last day up to publication with this number in its month: 14日."""
    most = min(_MOST_DAYS, published.toordinal()) if published else 0
    days = (published - timedelta(days=back) for back in range(most)) if published else ()
    return next((day for day in days if day.day == number), None)


def _years_near(published: date | None) -> Iterator[int]:
    if published:
        yield from (published.year, published.year - 1, published.year + 1)


def _is_near(day: date, published: date) -> bool:
    return timedelta(days=-300) <= day - published <= timedelta(days=65)


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_said(named: Named, published: date | None, zone: str | None, basis: Basis) -> When | None:
    """Make a When of a named date; None if it has no day, or one after publication (then it is an event's date)."""
    if named.month and (published is None or named.month <= published):
        return month_when(named.month, named.raw, basis, zone)
    if named.day is None or (published and named.day > published):
        return None
    return day_when(named.day, named.raw, basis, zone)


def said_before(published: When | None) -> When | None:
    """Say of words with no date of their own that they were said no later than the publication."""
    if published is None or published.latest is None:
        return None
    return When(
        raw="",
        value=None,
        precision=Precision.DAY,
        zone=published.zone,
        earliest=None,
        latest=published.latest,
        basis=Basis.INFERRED,
    )


def published_day(published: When | None) -> date | None:
    """Return the day printed as the publication's, None if only a month or a year is known."""
    if published is None or published.value is None or published.precision in (Precision.MONTH, Precision.YEAR):
        return None
    try:
        return date.fromisoformat(published.value[:10])
    except ValueError:
        return None
