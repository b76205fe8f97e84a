"""Show what each declared selector finds on a page, for whoever adds or mends a source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.declarations import Layout, Select, Source
from pipeline.stages.parse.layouts import choose_layouts
from pipeline.stages.text import read_line

_PARTS = ("title", "published", "speaker", "issuer", "via", "body")
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What one selector finds: ``fits`` as many nodes as it expects with words in them, ``shows`` how the first begins, and
    ``read`` whether it is the one its part is read from (the first of a part that fits)."""

    layout: str
    part: str
    selector: str
    found: int
    expected: str
    fits: bool
    shows: str
    read: bool


def match_selectors(html: str, source: Source, *, url: str | None = None, day: date | None = None) -> tuple[Match, ...]:
    """Try every selector of the layouts that hold for an address on the day of its capture, in declared order."""
    tree = LexborHTMLParser(html)
    return tuple(
        match
        for layout in choose_layouts(source, url=url, day=day)
        for part in _PARTS
        for match in _match_part(tree, layout, part)
    )


def _match_part(tree: LexborHTMLParser, layout: Layout, part: str) -> list[Match]:
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
            )
        )
    return matches


def _value(node: LexborNode, select: Select) -> str:
    return (node.attributes.get(select.attribute) or "").strip() if select.attribute else read_line(node)


def _expected(select: Select) -> str:
    if select.most is None:
        return f"{select.least} or more" if select.least else "any number"
    return str(select.least) if select.least == select.most else f"{select.least} to {select.most}"
