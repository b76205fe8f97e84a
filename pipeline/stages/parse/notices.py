"""Find what a publisher says of its own item: that it was withdrawn, corrected or updated after it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.draft import Page
from pipeline.stages.text import read_line
from pipeline.stages.text.language_terms import alternatives
from storage.model import Notice, NoticeKind
from storage.text.remembering import remember

_MARKED = (
    "[class*=withdraw], [class*=retract], [class*=correction], [class*=erratum], [class*=notice], [class*=notification], "
    "[role=alert]"
)
_BLOCKS = "p, li, em, strong, h2, h3, h4, aside, section > div"
_LONGEST = 400
"""A longer line is no notice of a correction, in characters. Chosen by hand: notices have one or two sentences."""
_MARKED_MOST = 40
"""At most this many elements marked as notes are read. Chosen by hand: pages with more mark each footnote."""
_FIRST = 12
"""The blocks at the beginning of a page in which a notice may be printed without a mark. Chosen by hand: below menus and the
title; the body itself may speak of corrections elsewhere."""
_LAST = 6
"""The same at its end."""
_REMEMBERED = 1 << 9
"""Lines whose answer is remembered, with the few long ones of `remember`: 200 kB at most. Chosen by hand: the menus of some
twenty sites."""


def find_notice(tree: LexborHTMLParser, title: str | None, page: Page) -> Notice | None:
    """Return the first notice of a page: in an element named so, else among its first and last short paragraphs, else in its
    title. ``text`` is as printed, whole."""
    for line in _lines(tree):
        if kind := _find_kind(line, page.words):
            return Notice(kind=kind, text=line, dated=next(page.find_dates(line), None))
    if title and _titled(page.words).search(title):
        return Notice(kind=NoticeKind.WITHDRAWN, text=title)
    return None


@remember(_REMEMBERED, chars=_LONGEST)
def _find_kind(line: str, words: Vocabulary) -> NoticeKind | None:
    """Say which notice a line is. It is remembered: a site's pages have most of these lines, its menus, in common."""
    return next((kind for kind, pattern in _compile(words) if pattern.search(line)), None)


@cache
def _compile(words: Vocabulary) -> tuple[tuple[NoticeKind, re.Pattern[str]], ...]:
    item = f"(?:{alternatives(words.items)})"
    forms = {kind: alternatives(words.notices.get(kind, ())).replace("{item}", item) for kind in NoticeKind}
    return tuple((kind, re.compile(form, re.IGNORECASE)) for kind, form in forms.items())


@cache
def _titled(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(alternatives(words.withdrawn), re.IGNORECASE)


def _lines(tree: LexborHTMLParser) -> Iterator[str]:
    body = tree.css_first("main") or tree.body
    if body is None:
        return
    blocks = body.css(_BLOCKS)
    near = blocks if len(blocks) <= _FIRST + _LAST else [*blocks[:_FIRST], *blocks[-_LAST:]]
    for node in (*tree.css(_MARKED)[:_MARKED_MOST], *near):
        line = read_line(node) if len(node.text()) <= 2 * _LONGEST else ""
        if line and len(line) <= _LONGEST:
            yield line
