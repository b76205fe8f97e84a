"""Date an undeclared page: what it declares to machines, then what it prints beside its title, then its address.

Nothing falls back to today. What only a guesser finds is labelled inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.dates import read_url_date
from pipeline.stages.parse.declared import Declared
from pipeline.stages.parse.draft import Page
from pipeline.stages.text import read_text
from storage.model import Basis, Precision, When

_NEAR = 14
_MOST_TITLE_LINES = 4
_BEFORE = 4
_LONGEST_LINE = 140
_DATELINES = 3
_DATELINE = 60  # "SAMPLETON, 27 October 2020 – The minister …": the place and the date before a body's first words
_CHANGED = re.compile(
    r"(?i)\b(?:(?:last )?(?:updated|modified|changed|reviewed)|mise? à jour|mis à jour|modifié|zuletzt|stand:|"
    r"letzte (?:änderung|aktualisierung)|"
    r"aktualisiert|actualizad[oa]|última (?:actualización|modificación)|aggiornato|обновлено|изменено|оновлено|güncelle\w*|"
    r"yenilən\w*|թարմացվել)"
)
"""What says of a date that it is not the one of publication."""


def choose_date(tree: LexborHTMLParser, declared: Declared, title: str | None, page: Page) -> When | None:
    """Give the first date that can be read, in the order of trust, as exactly as the page states that day."""
    printed = tuple(_printed(tree, title, page))
    found = next((when for when in (*_machine(tree, declared, page), *printed) if when is not None), None)
    return _refine(found, printed) if found else read_url_date(page.url) if page.url else None


def _refine(found: When, printed: Iterable[When | None]) -> When:
    """Give the printed date that tells the time of the day found; many a page declares the day and prints the minute."""
    if found.precision is not Precision.DAY or found.value is None:
        return found
    same = (when for when in printed if when and when.value and when.value.startswith(found.value))
    return next((when for when in same if when.precision is Precision.MINUTE), found)


def _day(when: When) -> str:
    return (when.value or "")[:10]


def infer_date(html: str, page: Page) -> When | None:
    """Ask htmldate for the original date; a last resort, labelled inferred."""
    found = find_date(html, original_date=True, extensive_search=False, url=page.url)
    when = page.read_date(found, basis=Basis.INFERRED) if found else None
    return replace(when, raw=found) if when and found else None


def _machine(tree: LexborHTMLParser, declared: Declared, page: Page) -> Iterator[When | None]:
    if declared.date:
        yield page.read_date(declared.date, basis=Basis.MARKUP)
    for node in tree.css(
        "time[datetime][pubdate], time[itemprop=datePublished], [itemprop=datePublished][content], article time[datetime]"
    ):
        raw = node.attributes.get("datetime") or node.attributes.get("content")
        if raw:
            yield page.read_date(raw.strip(), basis=Basis.MARKUP)


def _is_prose(line: str) -> bool:
    """Say whether a line is a sentence of the body: the dates in it are what it tells of."""
    return len(line) > _DATELINE and line.rstrip("\"'”’») ")[-1:] in ".!?"


def _title_end(lines: list[str], number: int, title: str) -> int | None:
    """Give the last of the lines that make the title from a line on: it may be broken over several."""
    whole, joined = "".join(title.split()), ""
    for end in range(number, min(number + _MOST_TITLE_LINES, len(lines))):
        joined += "".join(lines[end].split())
        if joined == whole:
            return end
        if not whole.startswith(joined):
            return None
    return None


def _printed(tree: LexborHTMLParser, title: str | None, page: Page) -> Iterator[When | None]:
    """Read the short lines around the title in the page's order, those after it first."""
    lines = read_text(tree.body).splitlines() if tree.body else []
    lines = [line for line in lines if line]
    at = [end for number in range(len(lines)) if title and (end := _title_end(lines, number, title)) is not None]
    for place in at[:2] or [0]:
        after = lines[place + 1 : place + 1 + _NEAR]
        before = lines[max(0, place - _BEFORE) : place][::-1]
        for number, line in enumerate((*after, *before)):
            if _CHANGED.search(line):
                continue
            if len(line) <= _LONGEST_LINE and not _is_prose(line):
                yield from page.find_dates(line)
            elif number < _DATELINES and (found := next(page.find_dates(line[:_DATELINE]), None)):
                yield found
    yield from page.find_dates(title or "")
