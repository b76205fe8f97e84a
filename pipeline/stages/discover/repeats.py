"""Find the repeated items of an undeclared listing: boxes of one form that hold one titled link and one date each."""

from __future__ import annotations

from collections import defaultdict

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.discover.reading import ReadDate
from pipeline.stages.text import read_line

Item = tuple[LexborNode, LexborNode]

_TITLE_LENGTH = 12
_DEEPEST = 7
_FEWEST = 3
_SHORT_BOX = 290  # an item begins with its title and date
_TOP = {"body", "html", "main", "table", "tbody"}


def find_repeats(tree: LexborHTMLParser, read_date: ReadDate) -> tuple[Item, ...]:
    """Give the items of the largest group of like boxes, each with its link, in page order; none where fewer than three are
    dated."""
    links = [node for node in tree.css("a[href]") if _is_title(node)]
    holders = _holders(links)
    groups: dict[tuple[int, str], list[Item]] = defaultdict(list)
    seen: set[int] = set()
    for link in links:
        box = _box(link, holders)
        if box is not None and box.mem_id not in seen:
            seen.add(box.mem_id)
            parent = box.parent
            groups[parent.mem_id if parent else 0, box.tag or ""].append((box, link))
    best = max(groups.values(), key=lambda items: _dated(items, read_date), default=[])
    return tuple(best) if _dated(best, read_date) >= _FEWEST else ()


def _is_title(node: LexborNode) -> bool:
    href = node.attributes.get("href") or ""
    return len(read_line(node)) >= _TITLE_LENGTH and not href.strip().startswith(("#", "javascript:", "mailto:", "tel:"))


def _holders(links: list[LexborNode]) -> dict[int, set[str]]:
    """Give, for every element above a link, the addresses of the titled links in it."""
    holders: dict[int, set[str]] = defaultdict(set)
    for link in links:
        href = (link.attributes.get("href") or "").strip()
        node = link.parent
        for _ in range(_DEEPEST):
            if node is None or node.tag in ("body", "html"):
                break
            holders[node.mem_id].add(href)
            node = node.parent
    return holders


def _box(link: LexborNode, holders: dict[int, set[str]]) -> LexborNode | None:
    """Climb to the largest element that holds this titled link alone."""
    box, node = None, link.parent
    while node is not None and node.tag not in _TOP and len(holders.get(node.mem_id, ())) == 1:
        box, node = node, node.parent
    return box


def _dated(items: list[Item], read_date: ReadDate) -> int:
    return sum(read_date(read_line(box)[:_SHORT_BOX]) is not None for box, _ in items)
