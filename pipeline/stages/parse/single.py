"""Tell a page that is one item from one that holds several, and take the items of others out of it: teasers and comments."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.site_words import read_site_words
from pipeline.stages.parse.titles import find_heading
from pipeline.stages.text import keep_outermost, read_line, read_text

LEAST_PROSE = 200
"""Fewer characters of prose beside the boxes of a page are an introduction to them, and no item. Chosen by hand."""
_LONG = 80
"""A shorter line is not counted as prose, in characters. Chosen by hand, as in `bodies`."""
_BESIDE = 4
"""The lines below a heading in which a date makes it the heading of an item. Chosen by hand."""
_LONGEST_LINE = 140
"""In a longer line a date is one that prose tells of, in characters; as in `published`."""
_COMMENT = re.compile(r"(?i)comment|reply|replies|respon[ds]|kommentar|commentaire|comentario|opinion|review|guestbook")
_FURNITURE = frozenset({"header", "footer", "nav", "aside"})
_DEEPEST = 12
"""The elements above a box that are looked through for a heading. Chosen by hand: more would reach what holds all boxes, fewer
would miss a heading outside of a nested box."""


def keep_own_item(tree: LexborHTMLParser, declared: Declared, page: Page) -> bool:
    """Return whether a page is one item; of one that is, the ``<article>`` boxes that are others' are taken out, and readers'
    comments always are."""
    for box in tree.css("article"):
        if box.parent is not None and _is_comment(box):
            box.decompose()
    heading = find_heading(tree, declared)
    boxes = tree.css("article")
    around = {above.mem_id for above in _above(heading, most=None)} if heading is not None else set()
    own = [box for box in boxes if box.mem_id in around]
    one = declared.one_item or (len(boxes) > 1 and _is_one(tree, boxes, own, heading, declared, page))
    if one and heading is not None:
        related = around | (_list_inside(own[0]) if own else set())  # the first of them is the outermost
        for box in boxes:
            if box.mem_id not in related and _is_of_others(box, page):
                box.decompose()
    return one


def count_prose(tree: LexborHTMLParser) -> int:
    """Count the characters of the long paragraphs of a page, links and furniture aside."""
    return sum(map(len, _prose(tree, []))) if tree.body is not None else 0


def _is_one(
    tree: LexborHTMLParser,
    boxes: list[LexborNode],
    own: list[LexborNode],
    heading: LexborNode | None,
    declared: Declared,
    page: Page,
) -> bool:
    """Tell it by the page's heading: in one of the boxes only, or outside of them with a date or a declaration, and prose."""
    if heading is None or read_site_words(page.words).section.match(read_line(heading)):
        return False
    if own:
        return sum(box.css_first("h1") is not None for box in keep_outermost(boxes, "article")) == 1
    if sum(map(len, _prose(tree, boxes))) < LEAST_PROSE:
        return False
    return declared.meta.get("og:type") == "article" or _is_dated(tree, heading, page)


def _is_dated(tree: LexborHTMLParser, heading: LexborNode, page: Page) -> bool:
    """Return whether a date is printed right behind the page's heading."""
    lines = [line for line in (read_text(tree.body) if tree.body else "").split("\n") if line]
    title = read_line(heading)
    if title not in lines:
        return False
    at = lines.index(title) + 1
    return any(any(page.find_dates(line)) for line in lines[at : at + _BESIDE] if len(line) <= _LONGEST_LINE)


def _prose(tree: LexborHTMLParser, boxes: list[LexborNode]) -> list[str]:
    inside = {node.mem_id for box in boxes for node in box.css("p")}
    paragraphs = (node for node in tree.css("p") if node.mem_id not in inside and not _is_furniture(node))
    lines = ((node, read_line(node)) for node in paragraphs)
    return [
        line for node, line in lines if len(line) >= _LONG and sum(len(link.text()) for link in node.css("a")) * 2 < len(line)
    ]


def _is_furniture(node: LexborNode) -> bool:
    return any(above.tag in _FURNITURE for above in _above(node))


def _is_comment(box: LexborNode) -> bool:
    return any(_COMMENT.search(f"{node.attributes.get('class') or ''} {node.id or ''}") for node in (box, *_above(box)[:2]))


def _is_of_others(box: LexborNode, page: Page) -> bool:
    """Tell an item of its own from a section of the page's: it leads on, or has a date."""
    leads = box.css_first("a[href]") is not None
    return leads or box.css_first("time") is not None or any(page.find_dates(read_line(box)[:_LONGEST_LINE]))


def _list_inside(box: LexborNode) -> set[int]:
    """List the ``<article>`` boxes somewhere below a box."""
    return {node.mem_id for node in box.css("article") if node.mem_id != box.mem_id}


def _above(node: LexborNode, *, most: int | None = _DEEPEST) -> list[LexborNode]:
    found: list[LexborNode] = []
    above = node.parent
    while above is not None and (most is None or len(found) < most):
        found.append(above)
        above = above.parent
    return found
