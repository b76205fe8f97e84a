"""The addresses of a source's lists of leads, in strands: each is the pages of one list. Pure."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.declarations import Discovery

_DATED = ("{day}", "{month}", "{year}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One list: the address of its first page, and the pattern of those after it (None: each page names the next)."""

    first: str
    pattern: str | None = None
    first_number: int = 1

    def address(self, number: int) -> str:
        """Return the address of a numbered page."""
        return (self.pattern or "").replace("{page}", str(number))


def seek(low: int, most: int) -> Generator[int, bool, int | None]:
    """Seek the first page that is not too new, in a list from new to old; page ``low`` is too new.

    Yields the numbers of pages to check and is sent whether each is too new; returns the number sought, None if all pages up to
    ``most`` are too new. Doubling strides, then binary search: a thousand pages take about twenty checks.
    """
    stride = 1
    high: int | None = None
    while high is None:
        if low >= most:
            return None
        number = min(low + stride, most)
        if (yield number):
            low, stride = number, stride * 2
        else:
            high = number
    while high - low > 1:
        middle = (low + high) // 2
        if (yield middle):
            low = middle
        else:
            high = middle
    return high


def list_strands(discovery: Discovery, *, since: date | None, until: date) -> Iterator[Strand]:
    """Yield a source's lists: the declared addresses and, if days are requested or nothing else is declared, its pages."""
    for url in discovery.urls:
        yield Strand(first=url)
    if discovery.pages and (since or not discovery.urls):
        for pattern in _fill_days(discovery.pages, since or until, until):
            yield _number(pattern, discovery)


def _number(pattern: str, discovery: Discovery) -> Strand:
    if "{page}" not in pattern:
        return Strand(first=pattern)
    number = discovery.first_page
    return Strand(first=pattern.replace("{page}", str(number)), pattern=pattern, first_number=number)


def _fill_days(pattern: str, since: date, until: date) -> Iterator[str]:
    """Fill a pattern's day, month and year for each period from ``until`` back to ``since``; one without them is unchanged."""
    if not any(field in pattern for field in _DATED):
        yield pattern
        return
    day = until
    while day >= since:
        yield pattern.replace("{year}", f"{day:%Y}").replace("{month}", f"{day:%m}").replace("{day}", f"{day:%d}")
        day = _last_day_before(pattern, day)


def _last_day_before(pattern: str, day: date) -> date:
    """Return the last day of the period before, by the finest field of the pattern."""
    if "{day}" in pattern:
        return day - timedelta(days=1)
    return (day.replace(day=1) if "{month}" in pattern else date(day.year, 1, 1)) - timedelta(days=1)
