"""Trim the edges of a body: the title, date and menu lines above it, the contacts and notices below it."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.stages.parse.draft import Page
from pipeline.stages.text import Marked

_HEAD_LENGTH = 80
_DATED_LENGTH = 120
_ABOUT = re.compile(
    r"(?i)\b(?:published|publication|date|type|issued|datum|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b|[|•·]"
)
_DATELINE = 50
_HEAD_LINES = 40
_TAIL_SHARE = 0.35
_PROSE = 80
_FIELD = 40
CODE = re.compile(r"function ?\(|\}\)?;|\bjQuery\(|\bvar \w+ ?=")
"""A line of a script that spilled into the page because it closed itself too early."""

_HEAD = re.compile(
    r"""(?ix) ^(?:press|news|media)\ (?:release|statement)s?\b.{0,30}$ | ^pressemitteilung\b.{0,20}$
    | ^communiqué\ de\ presse.{0,20}$ | ^пресс-релиз.{0,20}$ | ^(?:for\ )?immediate\ release:?$ | ^\W{1,3}$
    | ^\W*(?:please\ )?check\ against\ delivery\W*$
    | ^\W*(?:as\ (?:delivered|prepared)|transcript|mitschrift.{0,20}|im\ wortlaut.{0,60})\W*$
    | ^\W*(?:es\ gilt\ das\ gesprochene\ wort|seul\ le\ prononcé\ fait\ foi)\W*$"""
)
_TAIL = re.compile(
    r"""(?ix) ^(?:press|media)?\ ?(?:contacts?|inquiries|enquiries)\b(?:.{0,24}$|\s*:) | ^contact\ (?:details|us)\b.{0,24}$
    | ^presse?kontakt | ^ansprechpartner | ^kontakt:?$
    | ^контакты?:?$ | ^(?:for\ )?(?:more|further)\ information(?:\ on\ .{0,40})?:?$ | ^read\ (?:more|also)\b.{0,24}$
    | ^related\b.{0,24}$ | ^相关(?:链接|附件|新闻)：?$ | ^share\ (?:this|on)\b | ^tags?: | ^(?:©|copyright)\b | ^back\ to\ top$
    | ^print(?:\ this\ page)?$ | ^(?:last\ (?:updated|modified)|letzte\ änderung|zuletzt\ aktualisiert|
        mis[e]?\ à\ jour|обновлено|última\ actualización)\b.{0,40}$
    | ^(?:legal\ notice|privacy(?:\ policy|\ notice)?|terms\ (?:of\ use|and\ conditions)|imprint|impressum|datenschutz\w*
        |mentions\ légales|sitemap|all\ rights\ reserved)\b.{0,40}$"""
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
    return slice_marked(marked, start, _tail_start(text))


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
    if CODE.search(line) or _HEAD.search(line) or (title and line.casefold() == title.casefold()):
        return True
    ended = line[-1] in '!?:”"»' or (line[-1] == "." and len(line) > _DATELINE)
    ended = ended or (len(line) > _DATELINE and _UNSTOPPED.search(line) is not None)
    short = len(line) <= _HEAD_LENGTH or (len(line) <= _DATED_LENGTH and _ABOUT.search(line) is not None)
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
