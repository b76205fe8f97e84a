"""Keep several items of one page apart: each is a document of its own, by its own link or its own name on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.parse.documents import make_document
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.edges import trim_body
from pipeline.stages.parse.layouts import find_link
from pipeline.stages.text import clear, read_line, read_marked
from storage.model import Document

_HEADINGS = "h1, h2, h3"
_PROSE = 300
_MOST_LINKED = 0.25
_SLUG = re.compile(r"\W+")


def find_articles(tree: LexborHTMLParser, page: Page) -> list[Draft]:
    """Read the ``<article>`` elements of a page as its items where two or more hold a heading and prose; else none."""
    drafts = [draft for node in tree.css("article") if (draft := _read_article(node, page))]
    return drafts if len(drafts) >= 2 and len({draft.title for draft in drafts}) == len(drafts) else []


def read_items(drafts: Iterable[Draft], page: Page, *, language: str | None) -> tuple[Document, ...]:
    """Make a document of every item that has words; items without a link of their own are told apart by a fragment."""
    documents = []
    for draft in drafts:
        if not draft.body.text:
            continue
        issuers = draft.issuers or ((page.source.publisher,) if page.source else ())
        whole = replace(draft, language=draft.language or language, issuers=issuers)
        if draft.link:
            documents.append(make_document(whole, replace(page, url=urljoin(page.url or "", draft.link))))
        else:
            documents.append(make_document(replace(whole, fragment=draft.fragment or _name(draft)), page))
    return tuple(documents)


def _read_article(node: LexborNode, page: Page) -> Draft | None:
    heading = node.css_first(_HEADINGS)
    words = len(read_line(node))
    linked = sum(len(read_line(link)) for link in node.css("a"))
    if heading is None or len(node.css("article")) > 1 or words < _PROSE or linked > words * _MOST_LINKED:
        return None
    title = read_line(heading)
    moment = node.css_first("time[datetime]")
    raw = (moment.attributes.get("datetime") or "") if moment is not None else read_line(node)[:_PROSE]
    link, fragment = find_link(node), node.id or ""
    clear(node, ("figcaption", "footer"))
    return Draft(
        title=title or None,
        published=page.first_date(raw) if raw else None,
        body=trim_body(read_marked(node), title, page),
        link=link,
        fragment=fragment,
    )


def _name(draft: Draft) -> str:
    """Name an item by its date and title, which stay when others are added above it."""
    day = (draft.published.value or "")[:10] if draft.published else ""
    return _SLUG.sub("-", f"{day} {draft.title or draft.body.text[:40]}").strip("-").lower()[:80]
