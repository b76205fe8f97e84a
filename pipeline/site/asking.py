"""Read what a reader asks from the address of a page, and write the addresses of what they may ask next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Literal
from urllib.parse import urlencode

from pipeline.run.read.searching import read_day

PAGE: Final = 20
"""Hits of a page; grouped by speaker three times as many are looked at. Chosen by hand."""

LONGEST_QUERY: Final = 1_000
"""Characters of a query or filter that are read. Chosen by hand: longer than any question, shorter than an address may be."""
FARTHEST_PAGE: Final = 500
"""The last page of a search. Chosen by hand: paging takes time with the offset; filters lead further."""
Sort = Literal["relevance", "newest", "oldest"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WRITTEN: Final = re.compile(
    r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<month>[a-z]{3,9})\.?,?\s+(?:(?P<late>\d{1,2}),\s*)?(?P<year>\d{4})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as the address states it; ``when`` is one day, month or year, and stands for ``since`` and ``until``."""

    q: str = ""
    speaker: str = ""
    source: str = ""
    kind: str = ""
    lang: str = ""
    when: str = ""
    since: str = ""
    until: str = ""
    as_of: str = ""
    sort: Sort = "relevance"
    group: str = ""
    scale: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked yet."""
        return not any((self.q, self.speaker, self.source, self.kind, self.lang, self.when, self.since, self.until))

    @property
    def given(self) -> dict[str, Any]:
        """Return the filters as search takes them."""
        since, until = self.span
        texts = {"speaker": self.speaker, "source": self.source, "kind": self.kind, "language": self.lang}
        days = {"since": since, "until": until, "as_of": read_when(self.as_of, last=True)}
        return {name: value for name, value in (texts | days).items() if value}

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Return the first and the last day that is asked for."""
        first, last = self.since or self.when, self.until or self.when
        return read_when(first, last=False), read_when(last, last=True)

    @property
    def notes(self) -> list[str]:
        """Name the dates that cannot be read."""
        written = {"when": self.when, "from": self.since, "until": self.until, "as of": self.as_of}
        return [
            f"{value!r} ({name}) is no date such as 2020-10-27, October 2020 or 2020; left out"
            for name, value in written.items()
            if value and read_when(value, last=False) is None
        ]

    def address(self, path: str = "/search", **changes: Any) -> str:
        """Write the address of this search with some changes; the first page unless one is named."""
        asked = replace(self, **{"page": 1, **changes})
        defaults = {field.name: field.default for field in fields(asked)}
        stated = {name: getattr(asked, name) for name in defaults if getattr(asked, name) != defaults[name]}
        return f"{path}?{urlencode(stated)}" if stated else path

    def within(self, span: str) -> str:
        """Write the address of this search within a month or year."""
        return self.address(when=span, since="", until="")


def read_asked(query: Mapping[str, str]) -> Asked:
    """Read a search from the parameters of an address; whatever is not understood takes its default."""
    texts = {
        name: query.get(name, "").strip()[:LONGEST_QUERY]
        for name in ("q", "speaker", "source", "kind", "lang", "when", "since", "until", "as_of")
    }
    page = query.get("page", "1")
    return Asked(
        **texts,
        sort=next((sort for sort in SORTS if sort == query.get("sort")), "relevance"),
        group="speaker" if query.get("group") == "speaker" else "",
        scale="share" if query.get("scale") == "share" else "",
        page=read_number(page, most=FARTHEST_PAGE) or 1,
    )


def read_number(written: str, *, most: int) -> int:
    """Read a whole number of an address, at most ``most``; 0 for anything else. It may have any number of digits."""
    if not (written.isascii() and written.isdigit()):
        return 0
    digits = written.lstrip("0") or "0"
    return most if len(digits) > len(str(most)) else min(int(digits), most)


def read_when(text: str, *, last: bool) -> date | None:
    """Read a day, month or year, also as ``October 2020`` or ``27 Oct 2020``; None if it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found and found["month"][:3].lower() in _MONTHS:
        day = found["day"] or found["late"]
        month = _MONTHS.index(found["month"][:3].lower()) + 1
        text = f"{found['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
    return read_day(text, last=last)
