"""Show what each declared selector finds on a page, for whoever adds or mends a source."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.declarations import Layout, Select, Source
from pipeline.stages.parse.layouts import choose_layouts
from pipeline.stages.text import read_line
from pipeline.stages.text.bounded_markup import parse_html
from pipeline.stages.text.soup import parse_page

_PARTS = ("title", "published", "speaker", "issuer", "via", "body")
_SHOWN = 80
"""The characters of what a selector found that `try` prints: a line of a terminal."""
_NEAR = 0.6
"""How alike a class name must be to be proposed for a misspelt one; the default of difflib's `get_close_matches`."""
_NAMED = re.compile(r"[.#][\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one selector finds: ``fits`` as many nodes as it expects with words in them, ``shows`` how the first begins, and
    ``read`` whether it is the one its part is read from (the first of a part that fits). ``nearest`` is what the page has that
    is spelt most like a selector that found nothing."""

    layout: str
    part: str
    selector: str
    found: int
    expected: str
    fits: bool
    shows: str
    read: bool
    nearest: str | None = None


def match_selectors(html: str, source: Source, *, url: str | None = None, day: date | None = None) -> tuple[Match, ...]:
    """Try every selector of the layouts that hold for an address on the day of its capture, in declared order."""
    tree = parse_html(html)
    return tuple(
        match
        for layout in choose_layouts(source, url=url, day=day)
        for part in _PARTS
        for match in _match_part(html, tree, layout, part)
    )


def match_listing(html: str, source: Source) -> tuple[Match, ...]:
    """Try the selectors of a source's listing: how many items there are, and in how many of them each part is found."""
    tree, discovery = parse_html(html), source.discovery
    css = discovery.item or discovery.link
    if css is None:
        return ()
    items = tree.css(css)
    matches = [_match_listed(html, "item" if discovery.item else "link", css, items)]
    inner = [("link", discovery.link if discovery.item else None), ("title", discovery.title), ("date", discovery.date)]
    for part, inside in inner:
        if inside and items:
            found = [node for item in items if (node := item.css_first(inside)) is not None]
            matches.append(_match_listed(html, part, inside, found, of=len(items)))
    return tuple(matches)


def _match_listed(html: str, part: str, css: str, found: list[LexborNode], *, of: int | None = None) -> Match:
    shows = next(filter(None, map(read_line, found)), "")
    return Match(
        layout="discover",
        part=part,
        selector=css,
        found=len(found),
        expected="1 or more" if of is None else f"one in each of {of} items",
        fits=bool(found) if of is None else len(found) == of,
        shows=shows[:_SHOWN],
        read=bool(found),
        nearest=None if found else find_nearest(html, css),
    )


def find_nearest(html: str, css: str) -> str | None:
    """Find the class or id on a page that is spelt most like one of a selector's; None if none comes near."""
    wanted, names = _NAMED.findall(css), _list_names(html)
    near = (difflib.get_close_matches(each, names, n=1, cutoff=_NEAR) for each in reversed(wanted) if each not in names)
    return next((found[0] for found in near if found), None)


@lru_cache(maxsize=1)
def _list_names(html: str) -> frozenset[str]:
    """List the classes and ids of a page as selectors; one page is asked about for every selector that misses."""
    nodes = parse_page(html).select("[class], [id]")
    classes = {f".{name}" for node in nodes for name in node.get_attribute_list("class") if name}
    return frozenset(classes | {f"#{name}" for node in nodes for name in node.get_attribute_list("id") if name})


def _match_part(html: str, tree: LexborHTMLParser, layout: Layout, part: str) -> list[Match]:
    matches: list[Match] = []
    for select in getattr(layout, part):
        nodes = tree.css(select.css)
        shows = next(filter(None, (_value(node, select) for node in nodes)), "")
        fits = bool(shows) and select.least <= len(nodes) and (select.most is None or len(nodes) <= select.most)
        matches.append(
            Match(
                layout=layout.name,
                part=part,
                selector=select.css if select.attribute is None else f"{select.css} @{select.attribute}",
                found=len(nodes),
                expected=_expected(select),
                fits=fits,
                shows=shows[:_SHOWN],
                read=fits and not any(match.read for match in matches),
                nearest=None if nodes else find_nearest(html, select.css),
            )
        )
    return matches


def _value(node: LexborNode, select: Select) -> str:
    return (node.attributes.get(select.attribute) or "").strip() if select.attribute else read_line(node)


def _expected(select: Select) -> str:
    if select.most is None:
        return f"{select.least} or more" if select.least else "any number"
    return str(select.least) if select.least == select.most else f"{select.least} to {select.most}"
