"""Read an HTML page: a listing, or one or several documents, by its declared layout if it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from pipeline.declarations import Discovery, Layout
from pipeline.stages.discover import read_listing
from pipeline.stages.discover.listings import find_base
from pipeline.stages.discover.repeats import find_repeats, is_listing
from pipeline.stages.parse.alternates import read_alternates
from pipeline.stages.parse.assembly import make_document
from pipeline.stages.parse.draft import Draft, Page, guess_order
from pipeline.stages.parse.generic import complete
from pipeline.stages.parse.home_page import is_home_elsewhere, is_root
from pipeline.stages.parse.issuers import choose_issuers
from pipeline.stages.parse.language_detection import find_language
from pipeline.stages.parse.layouts import apply_layout, choose_layouts
from pipeline.stages.parse.notices import find_notice
from pipeline.stages.parse.page_metadata import Declared, read_declared, read_language
from pipeline.stages.parse.several import find_articles, read_items
from pipeline.stages.parse.single import count_prose, keep_own_item
from pipeline.stages.parse.streams import join_streamed
from pipeline.stages.parse.titles import choose_title
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedListing, ParsedResponse
from pipeline.stages.text import clear_code, read_line, read_text
from storage.model import Document, EffectiveStatus

MOST_LEFT_OUT, LEAST_LEFT_OUT = 2, 500
"""A body of less than half of the page's prose, this many characters short of it, was cut."""
_BLANKS = re.compile(r"\\\{(?:page|year|month|day)\\\}")


def parse_page(html: str, page: Page) -> Parsed:
    """Read a page of HTML: a declared listing, a declared layout, else what it shows itself to be."""
    tree = LexborHTMLParser(html)
    join_streamed(tree)
    alternates = read_alternates(tree, page.url)
    heading = tree.css_first("h1")
    notice = find_notice(tree, read_line(heading) if heading is not None else None, page)
    parsed = _parse(tree, html, page)
    if (alternates or notice) and isinstance(parsed, ParsedDocuments) and len(parsed.documents) == 1:
        return replace(parsed, documents=(replace(parsed.documents[0], alternates=alternates, notice=notice),))
    return parsed


def _parse(tree: LexborHTMLParser, html: str, page: Page) -> Parsed:
    source = page.source
    if source and is_listing_address(page.url, source.discovery):
        listing = _listing(tree, page, source.discovery)
        if listing:
            return listing
    problems: list[str] = []
    for layout in choose_layouts(source, url=page.url, day=page.day) if source else ():
        documents, missed = _by_layout(tree, html, layout, page)
        if documents:
            return ParsedDocuments(documents=documents, problems=(*problems, *missed))
        problems.extend(missed)
    if source and source.discovery.item and len(tree.css(source.discovery.item)) > 1:
        listing = _listing(tree, page, source.discovery)
        if listing:
            return listing
    return _undeclared(tree, html, page, tuple(problems))


def is_listing_address(url: str | None, discovery: Discovery) -> bool:
    """Say whether an address is one of those that a source is discovered at."""
    if not url:
        return False
    patterns = [re.escape(address) for address in discovery.urls]
    if discovery.pages:
        patterns.append(_BLANKS.sub(r"\\d+", re.escape(discovery.pages)))
    return any(re.fullmatch(pattern, url) for pattern in patterns)


def _listing(tree: LexborHTMLParser, page: Page, discovery: Discovery | None = None) -> ParsedListing | None:
    return read_listing(tree, discovery=discovery, base=page.url, read_date=page.first_date)


def _by_layout(tree: LexborHTMLParser, html: str, layout: Layout, page: Page) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Return the documents that a layout finds, none if it finds no body, and the selectors that missed."""
    if layout.item:
        drafts = [apply_layout(node, layout, page) for node in tree.css(layout.item)]
        return read_items(drafts, page, language=read_language(tree), base=find_base(tree, page.url)), tuple(
            p for draft in drafts for p in draft.problems
        )
    draft = apply_layout(tree, layout, page)
    if not draft.body.text:
        return (), draft.problems
    if draft.title and draft.published and page.url and page.source:
        whole = replace(draft, language=read_language(tree), issuers=draft.issuers or (page.source.publisher,))
        return (make_document(whole, page),), draft.problems
    declared = read_declared(tree, base=page.url)
    return (_finish(draft, tree, html, page, declared),), draft.problems


def _undeclared(tree: LexborHTMLParser, html: str, page: Page, problems: tuple[str, ...]) -> Parsed:
    declared = read_declared(tree, base=page.url)
    if tree.body is not None:
        clear_code(tree.body)
    if page.source is None:
        text = read_text(tree.body) if tree.body else ""
        language = find_language(text, page.words, declared=declared.language)
        page = replace(page, order=guess_order(text, page.url or page.site, language), language=language)
    if is_home_elsewhere(tree, declared, page.url, page.words):
        return ParsedResponse(effective_status=EffectiveStatus.SOFT_404, why="the home page answered in the place of another")
    one = keep_own_item(tree, declared, page)
    items = () if one else find_repeats(tree, page.first_date)
    if items and is_listing(tree, items, choose_title(tree, declared, page.words), page.first_date):
        listing = _listing(tree, page)
        if listing:
            return listing
    articles = [] if one else find_articles(tree, page)
    if articles:
        issuers = choose_issuers(tree, declared, page, None)
        articles = [replace(each, issuers=issuers) for each in articles]
        return ParsedDocuments(
            documents=read_items(articles, page, language=declared.language, base=find_base(tree, page.url)), problems=problems
        )
    whole = count_prose(tree)
    document = _finish(Draft(), tree, html, page, declared)
    return ParsedDocuments(documents=(document,), problems=(*problems, *_say_cut(len(document.text), whole)))


def _say_cut(kept: int, whole: int) -> Iterator[str]:
    """Say that a body is far shorter than what the page has of prose."""
    if whole > kept * MOST_LEFT_OUT and whole - kept > LEAST_LEFT_OUT:
        yield f"the body found has {kept} characters, the page's paragraphs have {whole}"


def _finish(draft: Draft, tree: LexborHTMLParser, html: str, page: Page, declared: Declared) -> Document:
    """Fill what is left open, and make the document; an address the page claims serves if none is known."""
    if tree.body is not None:
        clear_code(tree.body)
    known = page if page.url or is_root(declared.address) else replace(page, url=declared.address)
    return make_document(complete(draft, tree, html, known, declared), known)
