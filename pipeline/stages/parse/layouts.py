"""Read a page by its source's declared layout, and name every selector that did not find what it expects."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.declarations import Layout, Select, Source
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.text import Marked, clear, keep_outermost, read_line, read_marked
from storage.model import Basis, When

Tree = LexborHTMLParser | LexborNode


def choose_layouts(source: Source, *, url: str | None, day: date | None) -> tuple[Layout, ...]:
    """Return the layouts that may hold for an address captured on a day, in declared order."""
    return tuple(layout for layout in source.layouts if _holds(layout, url or "", day))


def apply_layout(tree: Tree, layout: Layout, page: Page) -> Draft:
    """Read every declared part. The tree loses what the layout drops."""
    problems: list[str] = []
    title = _first_line(tree, layout.title, problems, f"{layout.name}: title")
    published = _published(tree, layout, page, problems)
    issuers = _lines(tree, layout.issuer, problems, f"{layout.name}: issuer")
    speakers = _lines(tree, layout.speaker, problems, f"{layout.name}: speaker")
    via = _lines(tree, layout.via, problems, f"{layout.name}: via")
    body = _body(tree, layout, problems)
    draft = Draft(title=title, published=published, issuers=issuers, speakers=speakers, via=via, body=body, kind=layout.kind)
    if layout.item and isinstance(tree, LexborNode):
        draft = replace(draft, link=find_link(tree), fragment=tree.id or "")
    return replace(draft, problems=tuple(problems))


def find_link(item: LexborNode) -> str | None:
    """Return the address that an item's heading leads to."""
    link = item.css_first("h1 a[href], h2 a[href], h3 a[href], a[rel=bookmark]")
    href = ((link.attributes.get("href") or "") if link is not None else "").strip()
    return href if href and not href.startswith(("#", "javascript:")) else None


def _holds(layout: Layout, url: str, day: date | None) -> bool:
    expired = layout.until is not None and day is not None and day > layout.until
    return not expired and (layout.match is None or not url or re.search(layout.match, url) is not None)


def _select(tree: Tree, choices: Iterable[Select], problems: list[str], where: str) -> tuple[list[LexborNode], Select | None]:
    """Return the nodes of the first choice that finds as many as it expects; where none does, say what each one found."""
    missed = []
    for choice in choices:
        nodes = tree.css(choice.css)
        if len(nodes) < choice.least or (choice.most is not None and len(nodes) > choice.most):
            upper = "any" if choice.most is None else choice.most
            missed.append(f"{where}: {choice.css!r} found {len(nodes)}, expected {choice.least} to {upper}")
        elif nodes and any(_holds_words(node, choice) for node in nodes):
            return nodes, choice
    problems.extend(missed)
    return [], None


def _holds_words(node: LexborNode, choice: Select) -> bool:
    return bool(node.attributes.get(choice.attribute) if choice.attribute else node.text().strip())


def _value(node: LexborNode, choice: Select) -> str:
    if choice.attribute:
        return (node.attributes.get(choice.attribute) or "").strip()
    return read_line(node)


def _first_line(tree: Tree, choices: Iterable[Select], problems: list[str], where: str) -> str | None:
    return next(iter(_lines(tree, choices, problems, where)), None)


def _lines(tree: Tree, choices: Iterable[Select], problems: list[str], where: str) -> tuple[str, ...]:
    nodes, choice = _select(tree, choices, problems, where)
    values = [_value(node, choice) for node in nodes] if choice else []
    return tuple(dict.fromkeys(value for value in values if value))


def _published(tree: Tree, layout: Layout, page: Page, problems: list[str]) -> When | None:
    """Read the date of the first choice that holds one; words around it ("As of", an article's number) are left aside."""
    where = f"{layout.name}: published"
    unread: list[str] = []
    for choice in layout.published:
        nodes, _ = _select(tree, (choice,), unread, where)
        for raw in (_value(node, choice) for node in nodes):
            basis = Basis.MARKUP if choice.attribute else Basis.TEXT
            when = page.first_date(raw, basis=basis)
            if when:
                return when
            unread.append(f"{where}: {raw[:60]!r} holds no date that can be read")
    problems.extend(unread)
    return None


def _body(tree: Tree, layout: Layout, problems: list[str]) -> Marked:
    """Read the body of the first choice that holds words: a node that is there and empty is not the body, and one inside
    another is not read twice."""
    missed: list[str] = []
    for choice in layout.body:
        nodes, _ = _select(tree, (choice,), missed, f"{layout.name}: body")
        nodes = keep_outermost(nodes, choice.css)
        for node in nodes:
            clear(node, layout.drop)
        marked = read_marked(*nodes)
        if marked.text:
            return marked
    problems.extend(missed)
    return Marked(text="")
