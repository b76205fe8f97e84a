"""Trim the edges of a body: the title, date and menu lines above it, the contacts and notices below it."""

from __future__ import annotations

import re

from pipeline.stages.parse.draft import Page
from pipeline.stages.text import Marked

_HEAD_LENGTH = 80
_HEAD_LINES = 40
_TAIL_SHARE = 0.35
_TAIL = re.compile(
    r"(?i)^(?:press|media)? ?(?:contacts?|inquiries|enquiries)\b.{0,24}$|^presse?kontakt|^ansprechpartner|^kontakt:?$"
    r"|^контакты?:?$|^(?:for )?(?:more|further) information(?: on .{0,40})?:?$|^read (?:more|also)\b.{0,24}$|^related\b.{0,24}$"
    r"|^share (?:this|on)\b|^tags?:|^(?:©|copyright)\b|^back to top$|^print(?: this page)?$"
)


def trim_body(marked: Marked, title: str | None, page: Page) -> Marked:
    """Take off what stands around an undeclared body and is not part of it."""
    text = marked.text
    start = _title_line(text, title)
    for line in text[start:].split("\n"):
        if line and not _is_head(line, title, page):
            break
        start += len(line) + 1
    return slice_marked(marked, start, _tail_start(text))


def slice_marked(marked: Marked, start: int, end: int) -> Marked:
    """Cut a text, and move its bold spans along."""
    strong = tuple((first - start, last - start) for first, last in marked.strong if first >= start and last <= end)
    return Marked(text=marked.text[start:end].rstrip(), strong=strong)


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


def _is_head(line: str, title: str | None, page: Page) -> bool:
    if title and line.casefold() == title.casefold():
        return True
    return len(line) <= _HEAD_LENGTH and not line.endswith(".") and any(page.find_dates(line))


def _tail_start(text: str) -> int:
    """Find the first line of contacts and notices in the last part of a text; its end where there is none."""
    at = 0
    for line in text.split("\n"):
        if at > len(text) * (1 - _TAIL_SHARE) and _TAIL.search(line):
            return at
        at += len(line) + 1
    return len(text)
