"""Keep several items of one page apart: each is a document of its own, by its own link or its own name on the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.parse.assembly import make_document
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.edges import trim_body
from pipeline.stages.parse.layouts import find_link
from pipeline.stages.text import clear, read_line, read_marked
from storage.model import Document
from storage.model.identity import join_url

_HEADINGS = "h1, h2, h3, h4"
_NEAR = 60  # characters after a heading in which an item's date stands
_PROSE = 300
"""Fewer characters are a teaser and no item of its own. Chosen by hand: a paragraph; shorter items are read as one document,
and none of their words are lost."""
_MOST_LINKED = 0.25
"""An article with a greater share of linked letters is a list of links. Chosen by hand, lower than for a body: it is one of
several."""
_MOST_OVER = 8
"""So many times the words of a page are read in boxes inside each other, at most."""
_SLUG = re.compile(r"\W+")


def find_articles(tree: LexborHTMLParser, page: Page) -> list[Draft]:
    """Read the ``<article>`` elements of a page, or what stands for them, as its items where two or more hold a heading and
    prose; else none."""
    boxes = tree.css("article")
    innermost = _find_innermost(boxes) if boxes else _find_alike(tree, page)
    drafts = [draft for node in innermost if (draft := _read_article(node, page))]
    return drafts if len(drafts) >= 2 and len({draft.title for draft in drafts}) == len(drafts) else []


def _find_innermost(boxes: list[LexborNode]) -> list[LexborNode]:
    """Leave out the boxes that hold another one. From each box the way up ends at the next, so that no way is gone twice."""
    outer: set[int] = set()
    for box in boxes:
        above = box.parent
        while above is not None and above.tag != "article":
            above = above.parent
        if above is not None:
            outer.add(above.mem_id)
    return [box for box in boxes if box.mem_id not in outer]


def _find_alike(tree: LexborHTMLParser, page: Page) -> list[LexborNode]:
    """Find boxes of one class, side by side, that each begin with a heading and a date: the items of a page without
    ``<article>``. They must hold most of the page's words."""
    groups: dict[tuple[int, str, str], dict[int, LexborNode]] = defaultdict(dict)
    for heading in tree.css("h2, h3, h4"):
        box = heading.parent
        if box is not None and box.parent is not None and box.tag in ("div", "section", "li"):
            groups[box.parent.mem_id, box.tag, box.attributes.get("class") or ""].setdefault(box.mem_id, box)
    whole = len(read_line(tree.body)) if tree.body else 0
    read = 0
    for boxes in (list(group.values()) for group in groups.values() if len(group) >= 2):
        lines = [read_line(box) for box in boxes]
        read += sum(map(len, lines))
        if read > _MOST_OVER * whole:
            return []
        dated = all(
            any(page.find_dates(line[: len(read_line(box.css_first(_HEADINGS) or box)) + _NEAR]))
            for box, line in zip(boxes, lines, strict=True)
        )
        if dated and sum(map(len, lines)) * 2 > whole and all(len(line) >= _PROSE for line in lines):
            return boxes
    return []


def read_items(drafts: Iterable[Draft], page: Page, *, language: str | None, base: str | None = None) -> tuple[Document, ...]:
    """Make a document of every item that has words; items without a link of their own are distinguished by a fragment.

    ``base`` is what their links hang on."""
    documents = []
    for draft in drafts:
        if not draft.body.text:
            continue
        issuers = draft.issuers or ((page.source.publisher,) if page.source else ())
        whole = replace(draft, language=draft.language or language, issuers=issuers)
        if draft.link:
            documents.append(make_document(whole, replace(page, url=join_url(base or page.url, draft.link))))
        else:
            documents.append(make_document(replace(whole, fragment=draft.fragment or _name(draft)), page))
    return tuple(documents)


def _read_article(node: LexborNode, page: Page) -> Draft | None:
    heading = node.css_first(_HEADINGS)
    words = len(read_line(node))
    linked = sum(len(read_line(link)) for link in node.css("a"))
    if heading is None or words < _PROSE or linked > words * _MOST_LINKED:
        return None
    title = read_line(heading)
    moment = node.css_first("time[datetime]")
    raw = (moment.attributes.get("datetime") or "") if moment is not None else ""
    printed = next(page.find_dates(read_line(node)[:_PROSE]), None)
    link, fragment = find_link(node), node.id or ""
    clear(node, ("figcaption", "footer"))
    return Draft(
        title=title or None,
        published=page.first_date(raw) if raw else printed,
        body=trim_body(read_marked(node), title, page),
        link=link,
        fragment=fragment,
    )


def _name(draft: Draft) -> str:
    """Name an item by its date and title, which stay when others are added above it."""
    day = (draft.published.value or "")[:10] if draft.published else ""
    return _SLUG.sub("-", f"{day} {draft.title or draft.body.text[:40]}").strip("-").lower()[:80]
