"""Trim the edges of a body: the title, date and menu lines above it, the contacts and notices below it."""

from __future__ import annotations

import re

from pipeline.stages.parse.draft import Page
from pipeline.stages.text import Marked

_HEAD_LENGTH = 80
_HEAD_LINES = 40
_TAIL_SHARE = 0.35
_PROSE = 80
CODE = re.compile(r"function ?\(|\}\)?;|\bjQuery\(|\bvar \w+ ?=")
"""A line of a script that spilled into the page because it closed itself too early."""

_HEAD = re.compile(
    r"""(?ix) ^(?:press|news|media)\ (?:release|statement)s?\b.{0,30}$ | ^pressemitteilung\b.{0,20}$
    | ^communiqué\ de\ presse.{0,20}$ | ^пресс-релиз.{0,20}$ | ^(?:for\ )?immediate\ release:?$ | ^\W{1,3}$"""
)
_TAIL = re.compile(
    r"""(?ix) ^(?:press|media)?\ ?(?:contacts?|inquiries|enquiries)\b.{0,24}$ | ^presse?kontakt | ^ansprechpartner | ^kontakt:?$
    | ^контакты?:?$ | ^(?:for\ )?(?:more|further)\ information(?:\ on\ .{0,40})?:?$ | ^read\ (?:more|also)\b.{0,24}$
    | ^related\b.{0,24}$ | ^相关(?:链接|附件|新闻)：?$ | ^share\ (?:this|on)\b | ^tags?: | ^(?:©|copyright)\b | ^back\ to\ top$
    | ^print(?:\ this\ page)?$ | ^(?:last\ (?:updated|modified)|letzte\ änderung)\b.{0,40}$
    | ^(?:legal\ notice|privacy(?:\ policy|\ notice)?|terms\ (?:of\ use|and\ conditions)|imprint|impressum|datenschutz\w*
        |mentions\ légales|sitemap|all\ rights\ reserved)\b.{0,40}$"""
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
    if CODE.search(line) or _HEAD.search(line) or (title and line.casefold() == title.casefold()):
        return True
    return len(line) <= _HEAD_LENGTH and not line.endswith(".") and any(page.find_dates(line))


def _tail_start(text: str) -> int:
    """Find the first line of contacts and notices in the last part of a text, or with no prose after it; else its end."""
    at = 0
    for line in text.split("\n"):
        if at and _TAIL.search(line) and (at > len(text) * (1 - _TAIL_SHARE) or not _holds_prose(text[at + len(line) :])):
            return at
        at += len(line) + 1
    return len(text)


def _holds_prose(text: str) -> bool:
    return any(len(line) >= _PROSE or (len(line) >= _PROSE / 2 and line.endswith("。")) for line in text.split("\n"))
