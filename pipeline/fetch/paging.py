"""The addresses at which a source's lists of leads are, in strands: the pages of one list each. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.declarations import Discovery

_DATED = ("{day}", "{month}", "{year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One list: the address of its first page, and of the pages after it (None: each page names the next)."""

    first: str
    pattern: str | None = None
    numbers: range = range(0)

    def list_numbered(self) -> Iterator[str]:
        """Yield the addresses of the pages after the first, where they are numbered."""
        for number in self.numbers:
            yield (self.pattern or "").replace("{page}", str(number))


def list_strands(discovery: Discovery, *, since: date | None, until: date) -> Iterator[Strand]:
    """Yield a source's lists: the declared addresses, and, where days are asked for or nothing else is declared, its pages."""
    for url in discovery.urls:
        yield Strand(first=url)
    if discovery.pages and (since or not discovery.urls):
        for pattern in _fill_days(discovery.pages, since or until, until):
            yield _number(pattern, discovery)


def _number(pattern: str, discovery: Discovery) -> Strand:
    if "{page}" not in pattern:
        return Strand(first=pattern)
    numbers = range(discovery.first_page + 1, discovery.first_page + discovery.most_pages)
    return Strand(first=pattern.replace("{page}", str(discovery.first_page)), pattern=pattern, numbers=numbers)


def _fill_days(pattern: str, since: date, until: date) -> Iterator[str]:
    """Fill a pattern's day, month and year for each period from ``until`` back to ``since``; without them it stays as it is."""
    if not any(field in pattern for field in _DATED):
        yield pattern
        return
    day = until
    while day >= since:
        yield pattern.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}").replace("{day}", f"{day:%d}")
        day = _last_day_before(pattern, day)


def _last_day_before(pattern: str, day: date) -> date:
    """Give the last day of the period before, by the finest field of the pattern."""
    if "{day}" in pattern:
        return day - timedelta(days=1)
    return (day.replace(day=1) if "{month}" in pattern else date(day.year, 1, 1)) - timedelta(days=1)
