"""Find the repeated items of an undeclared listing: boxes of one form that hold one titled link and one date each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.discover.date_readers import ReadDate, read_node_date
from pipeline.stages.text import read_line, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a listing: its box, the link in it, and the element that states its date."""

    box: LexborNode
    link: LexborNode
    dated: LexborNode | None


_TITLE_LENGTH = 12
"""A shorter text of a link is a button or a section, in characters. Chosen by hand: "Read more" has nine."""
_DEEPEST = 8
"""The boxes around a link that may be an item, and the elements that make up a box's form. Chosen by hand."""
_FEWEST = 3
"""Fewer items of one form are no listing. Chosen by hand: two are an item and its neighbour."""
_OFTEN = 3
"""An address from this many links on is a section or a category. Chosen by hand: an item has a picture and a title."""
_DATE_LENGTH = 40
"""A longer text beside a link is not only a date, in characters. Chosen by hand: weekday, date and time in full."""
_SHORT_BOX = 290  # an item begins with its title and date
_PROSE = 80
"""From this length on, a line is prose, in characters. Chosen by hand, as where pages are read."""
_ELSEWHERE = 700
"""A listing has at most this much prose outside of its items, in characters, or as much as in them. Chosen by hand: an
introduction and a notice; an item's body has more."""
_BESIDE = 4
"""The lines below a title in which a date makes the page an item. Chosen by hand, as where pages are read."""
_HEADED = "h2 a[href], h3 a[href], h4 a[href], h5 a[href]"
_TOP = {"body", "html", "main", "table", "tbody", "form"}
_NOWHERE = ("#", "javascript:", "mailto:", "tel:")


def find_repeats(tree: LexborHTMLParser, read_date: ReadDate) -> tuple[Item, ...]:
    """Return the items of the largest group of like boxes, each with its link, in page order; none if fewer than three are
    dated. Links in headings are tried first: an item's summary may hold further links."""
    headed = _largest([node for node in tree.css(_HEADED) if _leads_on(node)], read_date)
    links = _title_links(tree)
    free = _largest(links, read_date)
    best = headed if len(headed) >= len(free) else free
    if not best:
        best = _find_flat(links, read_date)
    return tuple(best) if len(best) >= _FEWEST else ()


def _largest(links: list[LexborNode], read_date: ReadDate) -> list[Item]:
    """Return the group of like boxes that most dates stand in."""
    holders = _holders(links)
    groups: dict[tuple[str, ...], list[tuple[LexborNode, LexborNode]]] = defaultdict(list)
    seen: set[int] = set()
    for link in links:
        box = _box(link, holders)
        if box is not None and box.mem_id not in seen:
            seen.add(box.mem_id)
            groups[_form(box)].append((box, link))
    return max((_dated(boxes, read_date) for boxes in groups.values()), key=len, default=[])


def is_listing(tree: LexborHTMLParser, items: Iterable[Item], title: str | None, read_date: ReadDate) -> bool:
    """Say whether a page is its list of items: outside them stands little prose, no date stands
    beside the page's title, and none of them bears it."""
    boxed = {line for item in items for line in read_text(item.box).split("\n")}
    lines = read_text(tree.body).split("\n") if tree.body is not None else []
    outside = [line for line in lines if line and line not in boxed]
    if title in boxed:
        return False
    if title in outside:
        place = outside.index(title) + 1
        if any(read_date(line) for line in outside[place : place + _BESIDE] if len(line) < _PROSE):
            return False
    return _prose(outside) <= max(_ELSEWHERE, _prose(boxed))


def _prose(lines: Iterable[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= _PROSE)


def _title_links(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the links that could be titles; addresses that return again and again are sections and categories."""
    links = [(node, _href(node)) for node in tree.css("a[href]") if _leads_on(node) and len(read_line(node)) >= _TITLE_LENGTH]
    often = Counter(href for _, href in links)
    return [node for node, href in links if often[href] < _OFTEN]


def _leads_on(node: LexborNode) -> bool:
    href = _href(node)
    return bool(href) and not href.startswith(_NOWHERE)


def _href(node: LexborNode) -> str:
    return (node.attributes.get("href") or "").strip()


def _holders(links: list[LexborNode]) -> dict[int, set[str]]:
    """Give, for every element above a link, the addresses of the titled links in it."""
    holders: dict[int, set[str]] = defaultdict(set)
    for link in links:
        node = link.parent
        for _ in range(_DEEPEST):
            if node is None or node.tag in ("body", "html"):
                break
            holders[node.mem_id].add(_href(link))
            node = node.parent
    return holders


def _box(link: LexborNode, holders: dict[int, set[str]]) -> LexborNode | None:
    """Climb to the largest element that holds this titled link alone."""
    box, node = None, link.parent
    while node is not None and node.tag not in _TOP and len(holders.get(node.mem_id, ())) == 1:
        box, node = node, node.parent
    return box


def _form(box: LexborNode) -> tuple[str, ...]:
    """Return the tags from a box up: items of one list have them in common, even where the list is cut by months."""
    tags: list[str] = []
    node: LexborNode | None = box
    while node is not None and len(tags) < _DEEPEST:
        tags.append(node.tag or "")
        node = node.parent
    return tuple(tags)


def _dated(boxes: list[tuple[LexborNode, LexborNode]], read_date: ReadDate) -> list[Item]:
    """Keep the boxes that state a date, and those that stand in one parent with them. The date stands in the box itself, else
    (``<dt>`` and ``<dd>``) in the element before or after it: where most of the boxes have it."""
    best: list[Item] = []
    most = 0
    for place in (_itself, _before, _after):
        items = [Item(box=box, link=link, dated=place(box)) for box, link in boxes]
        dated = [item for item in items if item.dated is not None and read_node_date(item.dated, read_date, most=_SHORT_BOX)]
        parents = {item.box.parent.mem_id for item in dated if item.box.parent is not None}
        own = {item.box.mem_id for item in dated}
        kept = [item for item in items if item.box.mem_id in own or (item.box.parent and item.box.parent.mem_id in parents)]
        if len(dated) * 2 > len(kept) and len(dated) > most:
            best, most = kept, len(dated)
    return best


def _itself(box: LexborNode) -> LexborNode | None:
    return box


def _before(box: LexborNode) -> LexborNode | None:
    return _element(box, "prev")


def _after(box: LexborNode) -> LexborNode | None:
    return _element(box, "next")


def _element(box: LexborNode, way: str) -> LexborNode | None:
    """Return the neighbouring element if it is as short as a date."""
    node: LexborNode | None = getattr(box, way)
    while node is not None and not node.is_element_node:
        node = getattr(node, way)
    return node if node is not None and len(read_line(node)) <= _DATE_LENGTH else None


def _find_flat(links: list[LexborNode], read_date: ReadDate) -> list[Item]:
    """Return the links that stand side by side in one element, with no box of their own, each with the text beside it that
    states a date: all behind their links, or all before them."""
    best: list[Item] = []
    most = 0
    parents: dict[int, list[LexborNode]] = defaultdict(list)
    for link in links:
        if link.parent is not None:
            parents[link.parent.mem_id].append(link)
    for together in parents.values():
        for way in ("next", "prev"):
            items = [Item(box=link, link=link, dated=_dated_text(link, way, read_date)) for link in together]
            dated = sum(item.dated is not None for item in items)
            if dated * 2 > len(items) and dated > most:
                best, most = items, dated
    return best


def _dated_text(link: LexborNode, way: str, read_date: ReadDate) -> LexborNode | None:
    """Return the text between a link and the next one that states a date."""
    node: LexborNode | None = getattr(link, way)
    while node is not None and node.tag != "a":
        line = read_line(node)
        if line and len(line) <= _DATE_LENGTH and read_date(line):
            return node
        node = getattr(node, way)
    return None
