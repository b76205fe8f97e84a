"""Date an undeclared page: what it declares to machines, then what it prints beside its title, then its address.

Nothing falls back to today. What only a guesser finds is labelled inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.dates import read_url_date
from pipeline.stages.parse.date_labels import LabelPatterns, read_date_labels
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.text import read_text
from storage.model import Basis, Precision, When

_NEAR = 14
"""The lines behind a title in which a date is taken for the item's. Chosen by hand: menus to share and to change the language
stand between; further down are dates that the text tells of."""
_MOST_TITLE_LINES = 4
"""A title may be broken into this many lines. Chosen by hand."""
_BEFORE = 4
"""The lines before a title in which a date is taken for the item's. Chosen by hand: further up are dates of other items."""
_LONGEST_LINE = 140
"""In a longer line a date is one that prose tells of, in characters. Chosen by hand, as in the other modules of this folder."""
_DATELINES = 3
"""How many lines behind the title may be the dateline of the body. Chosen by hand: a subtitle and a byline come before."""
_DATELINE = 60  # "SAMPLETON, 27 October 2020 – The minister …": the place and the date before a body's first words
_LONGEST_LABEL = 40
"""A longer line before a date is no label of it, in characters. Chosen by hand: "Date and time of the event:" has 27."""
_CAPTIONS = "figure, figcaption, [class*=caption], [class*=photo-credit]"
_MOST_IN_CAPTION = 300
"""A longer box is no caption of a picture, in characters. Chosen by hand: two or three lines."""
_SHOWN = "[class*=publish-date], [class*=published-date], [class*=publication-date], [class*=date-published], [class*=pub-date]"
_LONGEST_SHOWN = 40
"""A label and a date: "Published: September 28, 2020". Chosen by hand."""
_LEAST_ROWS = 3
"""A table that dates this many of its rows dates what they list. Chosen by hand."""


def choose_date(tree: LexborHTMLParser, declared: Declared, title: str | None, page: Page) -> When | None:
    """Return the first date that can be read, in the order of trust, as exactly as the page states that day."""
    printed = tuple(_printed(tree, title, page))
    found = next((when for when in (*_machine(tree, declared, page), *printed) if when is not None), None)
    shown = _find_shown(tree, page)
    if found and shown and _day(shown) < _day(found):
        return shown
    return _refine(found, printed) if found else read_url_date(page.url) if page.url else None


def _find_shown(tree: LexborHTMLParser, page: Page) -> When | None:
    """Return the day that the only element named for publication shows; where it is earlier than what is declared to machines,
    the page was moved to another system, which declared its own day."""
    nodes = tree.css(_SHOWN)
    found = list(page.find_dates(read_text(nodes[0]))) if len(nodes) == 1 else []
    return found[0] if len(found) == 1 and len(read_text(nodes[0])) <= _LONGEST_SHOWN else None


def _refine(found: When, printed: Iterable[When | None]) -> When:
    """Return the printed date that tells the time of the day found; many pages declare only the day but print the time."""
    if found.precision is not Precision.DAY or found.value is None:
        return found
    same = (when for when in printed if when and when.value and when.value.startswith(found.value))
    return next((when for when in same if when.precision is Precision.MINUTE), found)


def _day(when: When) -> str:
    return (when.value or "")[:10]


def find_other_days(tree: LexborHTMLParser, page: Page) -> frozenset[str]:
    """Return the days that the page prints as those of something else: pictures, rows of tables."""
    return frozenset(_day(when) for line in _find_others(tree, page) for when in page.find_dates(line))


def infer_date(html: str, page: Page, others: frozenset[str] = frozenset()) -> When | None:
    """Ask htmldate for the original date; a last resort, labelled inferred, and none if it is one of ``others``."""
    from htmldate import find_date  # heavy: lists and declared pages do without

    found = find_date(html, original_date=True, extensive_search=False, url=page.url)
    if found in others:
        return None
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
    """Return the last of the lines that make the title from a line on: it may be broken over several."""
    whole, joined = "".join(title.split()), ""
    for end in range(number, min(number + _MOST_TITLE_LINES, len(lines))):
        joined += "".join(lines[end].split())
        if joined == whole:
            return end
        if not whole.startswith(joined):
            return None
    return None


def _is_of_event(line: str, before: str, labels: LabelPatterns) -> bool:
    """Tell the date of an event by its label, on the line or alone on the one before, or by hours from and to."""
    label = before if len(before) <= _LONGEST_LABEL and before.rstrip().endswith((":", "?")) else ""
    return bool(labels.event.match(line) or (label and labels.event.match(label)) or labels.hours.search(line))


def _find_others(tree: LexborHTMLParser, page: Page) -> Iterator[str]:
    """Return the lines that date something else than the page: captions of pictures, and the rows of tables."""
    for node in tree.css(_CAPTIONS):
        yield from _say_more(read_text(node).splitlines(), page)
    for picture in tree.css("img, picture, video"):
        box = picture.parent
        while box is not None and box.tag in ("a", "picture", "span", "noscript"):
            box = box.parent
        if box is None or box.tag not in _BOXES or box.css_first("h1, h2, p, time") is not None:
            continue
        text = read_text(box)
        if len(text) <= _MOST_IN_CAPTION:
            yield from _say_more(text.splitlines(), page)
    for table in tree.css("table"):
        dated = [line for line in read_text(table).splitlines() if any(page.find_dates(line[:_LONGEST_LINE]))]
        if len(dated) >= _LEAST_ROWS:
            yield from dated


_BOXES = frozenset({"div", "figure", "li", "section", "aside"})
_LEAST_CAPTION = 2
"""The least words beside a date that make a line tell of something else than the item. One word is a place or "Published"."""


def _say_more(lines: list[str], page: Page) -> Iterator[str]:
    """Return the lines that say more than a date: words of their own before or behind it."""
    for line in lines:
        if len(line) <= _LONGEST_LINE and (when := next(page.find_dates(line), None)):
            rest = line.replace(when.raw, " ")
            if len(_WORD.findall(rest)) >= _LEAST_CAPTION and not read_date_labels(page.words).published.search(rest):
                yield line


_WORD = re.compile(r"[^\W\d_]{2,}")


def _printed(tree: LexborHTMLParser, title: str | None, page: Page) -> Iterator[When | None]:
    """Read the short lines around the title in the page's order, those after it first."""
    lines = read_text(tree.body).splitlines() if tree.body else []
    lines = [line for line in lines if line]
    labels = read_date_labels(page.words)
    others: frozenset[str] | None = None
    at = [end for number in range(len(lines)) if title and (end := _title_end(lines, number, title)) is not None]
    for place in at[:2] or [0]:
        after = lines[place + 1 : place + 1 + _NEAR]
        before = lines[max(0, place - _BEFORE) : place][::-1]
        for number, line in enumerate((*after, *before)):
            short = len(line) <= _LONGEST_LINE and not _is_prose(line)
            found = list(page.find_dates(line if short else line[:_DATELINE])) if short or number < _DATELINES else []
            label = lines[place + number] if number < len(after) else ""
            if not found or labels.changed.search(line) or _is_of_event(line, label, labels):
                continue
            others = frozenset(_find_others(tree, page)) if others is None else others
            if line not in others:
                yield from found if short else found[:1]
    yield from page.find_dates(title or "")
