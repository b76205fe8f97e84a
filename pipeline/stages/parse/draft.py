"""What reading a page has found so far, before it becomes a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.declarations import DateOrder, Source
from pipeline.knowledge import Vocabulary
from pipeline.stages.dates import find_dates, read_when
from pipeline.stages.text import Marked
from storage.model import Basis, DocumentKind, Notice, When
from storage.text.language_tags import primary_subtag

_NOTHING = Marked(text="")
_DATE_LINE = 45
"""In a longer line only the date itself is kept as the raw characters, not the words around it. Chosen by hand: weekday, date,
time and zone in full take about 40."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The parts of one item; None or empty if not found. ``kind`` is only set where the page or its layout says it.

    ``link`` and ``fragment`` are those of one item among several on its page.
    """

    title: str | None = None
    published: When | None = None
    language: str | None = None
    issuers: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    byline: str | None = None
    body: Marked = _NOTHING
    kind: DocumentKind | None = None
    link: str | None = None
    fragment: str = ""
    notice: Notice | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where a page comes from: its source if one is known, its address, the day of its capture if one is given, who owns
    which host as far as is known, and the language of a page without a source; ``words`` are the tables of the languages."""

    url: str | None
    words: Vocabulary = field(default_factory=Vocabulary)
    source: Source | None = None
    day: date | None = None
    site: str | None = None
    order: DateOrder = DateOrder.DMY
    owners: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None

    def first_date(self, line: str, *, basis: Basis = Basis.TEXT) -> When | None:
        """Read the only date of a line, or the first of several; of a line longer than a date, only the date is kept raw."""
        only, first = self.read_date(line, basis=basis), next(self.find_dates(line), None)
        if only is None or first is None:
            return only or first
        return replace(only, raw=first.raw) if len(line) > _DATE_LINE and only.value == first.value else only

    def find_dates(self, text: str) -> Iterator[When]:
        """Find the dates printed in a text, by the source's zone, order and languages."""
        source = self.source
        zone, order = (source.timezone, source.date_order) if source else (None, self.order)
        languages = source.languages if source else self._languages()
        return (when for _, _, when in find_dates(text, zone=zone, order=order, languages=languages, until=self.day))

    def read_date(self, raw: str, *, basis: Basis = Basis.TEXT) -> When | None:
        """Read a raw date by the source's zone, order, formats and languages."""
        if self.source is None:
            return read_when(raw, order=self.order, languages=self._languages(), basis=basis, until=self.day)
        source = self.source
        return read_when(
            raw,
            zone=source.timezone,
            order=source.date_order,
            formats=source.date_formats,
            languages=source.languages,
            basis=basis,
            until=self.day,
        )

    def _languages(self) -> tuple[str, ...]:
        """Return the languages an undeclared page's months are read in: its own first."""
        own = (primary_subtag(self.language),) if self.language else ()
        return (*own, *(language for language in _ANY_LANGUAGE if language not in own))


def guess_order(text: str, host: str | None, language: str | None = None) -> DateOrder:
    """Guess the order of an undeclared page's all-number dates: by its language, by one that fits only one order, else by the
    country."""
    if language and primary_subtag(language) in _YEAR_FIRST:
        return DateOrder.YMD
    pairs = [(int(found[1]), int(found[2])) for found in _NUMBERS.finditer(text)]
    if any(first > 12 for first, _ in pairs):
        return DateOrder.DMY
    american = _AMERICAN.search(host or "") is not None
    return DateOrder.MDY if american or any(second > 12 for _, second in pairs) else DateOrder.DMY


_YEAR_FIRST = frozenset({"ko", "ja", "zh", "hu", "lt", "mn"})
_NUMBERS = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})\b")
_AMERICAN = re.compile(r"\.(?:gov|mil|us)(?=[/:]|$)")
_ANY_LANGUAGE = ("en", "fr", "de", "es", "ru", "pt", "it", "uk", "tr", "ar", "zh")
