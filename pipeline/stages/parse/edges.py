"""Trim the edges of a body: the title, date and menu lines above it, the contacts and notices below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.knowledge.word_tables import Pages
from pipeline.stages.parse.draft import Page
from pipeline.stages.text import Marked
from pipeline.stages.text.language_terms import alternatives

_HEAD_LENGTH = 80
"""A longer line above a body is no menu or date line, in characters. Chosen by hand: lines of prose are longer."""
_DATED_LENGTH = 120
"""The same where the line says what it is: "Published on …, last updated on …"."""
_DATELINE = 50
"""Up to this length a line with a full stop may be a date line ("28 Sept. 2020."); a longer one is a sentence. Chosen
by hand."""
_HEAD_LINES = 40
"""A title that the body repeats is looked for in this many lines. Chosen by hand: further down it is another item's, or
quoted."""
_TAIL_SHARE = 0.35
"""Contacts and notices are cut only in this last part of a text, or where no prose follows. Chosen by hand: earlier, the same
words introduce a part of the item."""
_PROSE = 80
"""From this length on, a line is prose, in characters; half of it if it ends in an ideographic full stop. Chosen by hand, as
the other lengths of prose in this folder."""
_FIELD = 40
"""The longest name and value of a field, as in "Location: Yerevan", in characters. Chosen by hand."""
CODE = re.compile(r"function ?\(|\}\)?;|\bjQuery\(|\bvar \w+ ?=")
"""A line of a script that spilled into the page because it closed itself too early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edges:
    about: re.Pattern[str]
    head: re.Pattern[str]
    tail: re.Pattern[str]


@cache
def _compile(words: Pages) -> _Edges:
    return _Edges(
        about=re.compile(rf"(?i)\b(?:{alternatives(words.about)})\b|[|•·]"),
        head=re.compile(rf"(?i)^\W{{1,3}}$|{alternatives(words.heads)}"),
        tail=re.compile(rf"(?i)^©|{alternatives(words.tails)}"),
    )


def trim_body(marked: Marked, title: str | None, page: Page) -> Marked:
    """Take off what stands around an undeclared body and is not part of it."""
    text = marked.text
    start = _title_line(text, title)
    lines = text[start:].split("\n")
    for number, line in enumerate(lines):
        if line and not _is_head(line, title, page) and not _is_field(lines, number):
            break
        start += len(line) + 1
    return slice_marked(marked, start, _tail_start(text, page))


def slice_marked(marked: Marked, start: int, end: int) -> Marked:
    """Cut a text, and move the spans along that lie in what is left."""
    strong, set_off = (
        tuple((first - start, last - start) for first, last in spans if first >= start and last <= end)
        for spans in (marked.strong, marked.set_off)
    )
    return Marked(text=marked.text[start:end].rstrip(), strong=strong, set_off=set_off)


def _title_line(text: str, title: str | None) -> int:
    """Find where the title stands as a line among the first few, with nothing but short lines before it; else 0."""
    at = 0
    for line in text.split("\n")[:_HEAD_LINES]:
        if title and line.casefold() == title.casefold():
            return at
        if len(line) > _HEAD_LENGTH:
            return 0
        at += len(line) + 1
    return 0


_UNSTOPPED = re.compile("[\u0e01-\u0eff\u1780-\u17ff]{20}")
"""A sentence in a script that sets no stops behind its sentences: Thai, Lao, Khmer."""


def _is_head(line: str, title: str | None, page: Page) -> bool:
    edges = _compile(page.words.pages)
    if CODE.search(line) or edges.head.search(line) or (title and line.casefold() == title.casefold()):
        return True
    ended = line[-1] in '!?:”"»' or (line[-1] == "." and len(line) > _DATELINE)
    ended = ended or (len(line) > _DATELINE and _UNSTOPPED.search(line) is not None)
    short = len(line) <= _HEAD_LENGTH or (len(line) <= _DATED_LENGTH and edges.about.search(line) is not None)
    return short and not ended and any(page.find_dates(line))


def _is_field(lines: list[str], number: int) -> bool:
    """Say whether a line is a field of the page's head ("Type:" / "Press release") or the short value after one."""
    words = [line for line in lines[max(0, number - 2) : number + 3] if line]
    at = words.index(lines[number])
    named = [
        name.endswith(":") and len(name) <= _FIELD and len(value) <= _FIELD and value[-1] not in ".!?:"
        for name, value in pairwise(words)
    ]
    return (at < len(named) and named[at]) or (at > 0 and named[at - 1])


def _tail_start(text: str, page: Page) -> int:
    """Find the first line of contacts and notices in the last part of a text, or with no prose after it; else its end."""
    tail = _compile(page.words.pages).tail
    at = 0
    for line in text.split("\n"):
        if at and tail.search(line) and (at > len(text) * (1 - _TAIL_SHARE) or not _holds_prose(text[at + len(line) :])):
            return at
        at += len(line) + 1
    return len(text)


def _holds_prose(text: str) -> bool:
    return any(len(line) >= _PROSE or (len(line) >= _PROSE / 2 and line.endswith("。")) for line in text.split("\n"))
