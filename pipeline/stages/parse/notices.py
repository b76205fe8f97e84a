"""Find what a publisher says of its own item: that it was withdrawn, corrected or updated after it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.draft import Page
from pipeline.stages.text import read_line
from storage.model import Notice, NoticeKind

_ITEM = (
    r"(?:(?:statement|page|(?:news |press )?(?:article|release|story)|release|publication|guidance|speech|transcript|remarks|"
    r"content|document|post|text|report|version|notice)s?)"
)
_FORMS = {
    NoticeKind.WITHDRAWN: rf"""\b(?:this|the)\ (?:\w+\ ){{0,2}}{_ITEM}\ (?:was|were|has\ been|have\ been|is)\ (?:now\ )?
        (?:withdrawn|retracted|rescinded|removed|superseded)
        | ^\W*\[?withdrawn\]?\W*$
        | \b(?:diese[rs]?\ \w+|die\ \w+)\ (?:wurde|ist|wird)\ (?:hiermit\ )?zurückgezogen
        | \bce(?:tte)?\ \w+\ a\ été\ (?:retirée?|annulée?)
        | \best[ea]\ \w+\ ha\ sido\ (?:retirad[oa]|anulad[oa])
        | \b(?:заявление|сообщение|публикация|материал)\ (?:был[оа]?\ )?отозван
        | (?:声明|消息|稿件)(?:已|现已)(?:撤回|撤销|撤下)""",
    NoticeKind.CORRECTED: rf"""^\W*(?:correction|corrected(?:\ version)?|corrigendum|errat(?:um|a)|berichtigung|korrektur|
        rectificatif|
        erratum|rectificación|corrección|fe\ de\ erratas|исправление|уточнение|düzeltme|更正)\b.{{0,12}}(?:[:–—-]|$)
        | \b(?:this|the)\ (?:\w+\ ){{0,2}}{_ITEM}\ (?:was|has\ been|is)\ corrected
        | \b(?:an?\ (?:earlier|previous|original)|the\ (?:earlier|previous|original))\ version\ of\ (?:this|the)\ {_ITEM}""",
    NoticeKind.UPDATED: rf"""\b(?:this|the)\ (?:\w+\ ){{0,2}}{_ITEM}\ (?:was|has\ been)\ (?:updated|amended|revised|edited)
        | ^\W*editor[’']?s?['’]?\ note:.*\b(?:updated|amended|changed)""",
}
_PATTERNS = tuple((kind, re.compile(form, re.IGNORECASE | re.VERBOSE)) for kind, form in _FORMS.items())
_TITLED = re.compile(r"(?i)^\W*\[?(?:withdrawn|retracted)\]?\s*[:\]-]|[(\[]withdrawn[)\]]\s*$")
_MARKED = (
    "[class*=withdraw], [class*=retract], [class*=correction], [class*=erratum], [class*=notice], [class*=notification], "
    "[role=alert]"
)
_BLOCKS = "p, li, em, strong, h2, h3, h4, aside, section > div"
_LONGEST = 400
_MARKED_MOST = 40
_FIRST = 12
_LAST = 6


def find_notice(tree: LexborHTMLParser, title: str | None, page: Page) -> Notice | None:
    """Give the first notice of a page: in an element named so, else among its first and last short paragraphs, else in its
    title. ``text`` is as printed, whole."""
    for line in _lines(tree):
        kind = next((kind for kind, pattern in _PATTERNS if pattern.search(line)), None)
        if kind:
            return Notice(kind=kind, text=line, dated=next(page.find_dates(line), None))
    if title and _TITLED.search(title):
        return Notice(kind=NoticeKind.WITHDRAWN, text=title)
    return None


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
