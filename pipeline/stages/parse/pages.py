"""Read an HTML page: a listing, or one or several documents, by its declared layout where it has one."""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from pipeline.declarations import Discovery
from pipeline.stages.discover import read_listing
from pipeline.stages.parse.declared import read_declared
from pipeline.stages.parse.documents import make_document
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.generic import complete
from pipeline.stages.parse.layouts import apply_layout, choose_layouts
from pipeline.stages.parsed import Parsed, ParsedDocuments
from storage.model import Document

_BLANKS = re.compile(r"\\\{(?:page|year|month|day)\\\}")


def parse_page(html: str, page: Page) -> Parsed:
    """Read a page of HTML."""
    tree = LexborHTMLParser(html)
    discovery = page.source.discovery if page.source else None
    if discovery and is_listing_address(page.url, discovery):
        listing = read_listing(tree, discovery=discovery, base=page.url, read_date=page.first_date)
        if listing:
            return listing
    return _documents(tree, html, page)


def is_listing_address(url: str | None, discovery: Discovery) -> bool:
    """Say whether an address is one of those that a source is discovered at."""
    if not url:
        return False
    patterns = [re.escape(address) for address in discovery.urls]
    if discovery.pages:
        patterns.append(_BLANKS.sub(r"\\d+", re.escape(discovery.pages)))
    return any(re.fullmatch(pattern, url) for pattern in patterns)


def _documents(tree: LexborHTMLParser, html: str, page: Page) -> Parsed:
    problems: list[str] = []
    for layout in choose_layouts(page.source, url=page.url, day=page.day) if page.source else ():
        fitting = apply_layout(tree, layout, page)
        if fitting.body.text:
            return ParsedDocuments(
                documents=(_finish(fitting, tree, html, page),), problems=tuple(problems) or fitting.problems
            )
        problems.extend(fitting.problems)
    draft = replace(Draft(), problems=tuple(problems))
    return ParsedDocuments(documents=(_finish(draft, tree, html, page),), problems=tuple(problems))


def _finish(draft: Draft, tree: LexborHTMLParser, html: str, page: Page) -> Document:
    """Fill what the layout left open, and make the document; an address the page claims serves where none is known."""
    declared = read_declared(tree, base=page.url)
    known = page if page.url else replace(page, url=declared.address)
    return make_document(complete(draft, tree, html, known, declared), known)
