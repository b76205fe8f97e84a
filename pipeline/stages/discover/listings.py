"""Read a listing page: by its source's declared selectors, else by its shape (links that each stand beside a date)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.declarations import Discovery
from pipeline.stages.discover.date_readers import ReadDate, read_node_date
from pipeline.stages.discover.repeats import find_repeats
from pipeline.stages.results import ParsedListing
from pipeline.stages.text import read_line
from storage.model import Lead
from storage.model.identity import join_url

_NEXT = (
    'link[rel="next"], a[rel="next"], .pager-next a, '
    '.pagination .next a, a.next, li.next a, a[title="Next page"], .pager__item--next a'
)

_WORDPRESS = re.compile(r"(?:^| )post-(\d+)(?: |$)")


def read_listing(
    tree: LexborHTMLParser, *, discovery: Discovery | None = None, base: str | None, read_date: ReadDate
) -> ParsedListing | None:
    """Read the items of a listing in page order; None if the page holds none."""
    base = find_base(tree, base)
    declared = _declared(tree, discovery, base, read_date) if discovery else ()
    leads = declared or tuple(
        _lead(item.dated or item.box, item.link, base, read_date) for item in find_repeats(tree, read_date)
    )
    if not leads:
        return None
    problems = () if declared or not discovery else tuple(name_missed(discovery))
    return ParsedListing(leads=leads, next=_next(tree, discovery, base), problems=problems)


def find_base(tree: LexborHTMLParser, address: str | None) -> str | None:
    """Return the address that a page's relative links hang on: its ``<base>``, else its own."""
    node = tree.css_first("base[href]")
    stated = (node.attributes.get("href") or "").strip() if node is not None else ""
    return join_url(address, stated) if stated else address


def name_missed(discovery: Discovery) -> Iterator[str]:
    """Name the declared selector by which a listing's items are found, as one that found none of them."""
    if discovery.item or discovery.link:
        part = "item" if discovery.item else "link"
        css = discovery.item or discovery.link
        yield f"discover: {part}: {css!r} found nothing that leads on"


def _declared(tree: LexborHTMLParser, discovery: Discovery, base: str | None, read_date: ReadDate) -> tuple[Lead, ...]:
    items = tree.css(discovery.item or discovery.link or "") if discovery.item or discovery.link else []
    leads = []
    for item in items:
        link = _link(item, discovery.link if discovery.item else None)
        if link is not None:
            leads.append(_lead(item, link, base, read_date, discovery))
        elif shortlink := _shortlink(item, base):
            leads.append(Lead(url=shortlink, date=read_node_date(item, read_date, discovery.date), seen_at=base))
    return tuple(leads)


def _shortlink(item: LexborNode, base: str | None) -> str | None:
    """Return the address of a WordPress post that a theme shows without title and link: ``?p=`` and its number."""
    number = _WORDPRESS.search(item.attributes.get("class") or "")
    return urljoin(base, f"/?p={number[1]}") if number and base else None


def _link(item: LexborNode, css: str | None) -> LexborNode | None:
    if css:
        return item.css_first(css)
    return item if item.tag == "a" and item.attributes.get("href") else item.css_first("a[href]")


def _lead(
    item: LexborNode, link: LexborNode, base: str | None, read_date: ReadDate, discovery: Discovery | None = None
) -> Lead:
    href = (link.attributes.get("href") or "").strip()
    named = item.css_first(discovery.title) if discovery and discovery.title else None
    title = (read_line(named) if named is not None else "") or read_line(link)
    return Lead(
        url=join_url(base, href),
        title=title or (link.attributes.get("title") or "").strip() or None,
        date=read_node_date(item, read_date, discovery.date if discovery else None),
        seen_at=base,
    )


def _next(tree: LexborHTMLParser, discovery: Discovery | None, base: str | None) -> str | None:
    node = tree.css_first(discovery.next if discovery and discovery.next else _NEXT)
    href = ((node.attributes.get("href") or "") if node else "").strip()
    if not href or href.startswith(("#", "javascript:")):
        return None
    return join_url(base, href)
