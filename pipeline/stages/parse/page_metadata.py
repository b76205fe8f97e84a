"""Read what a page declares about itself to machines: JSON-LD, meta elements and its own address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from storage.model.addresses import split_address, unwrap_memento
from storage.model.identity import join_url
from storage.text.untrusted_json import load_json

_ARTICLE = re.compile(r"article|posting|report|pressrelease|statement|speech|creativework|interview|legislation", re.IGNORECASE)
MOST_HEADINGS = 60
"""Headings of a page that are looked at; headings inside each other hold the same words again and again."""

_OWNER = re.compile(r"^(?:\w*Organization|WebSite)$")
_DATES = (
    "article:published_time og:article:published_time datepublished dc.date.issued dcterms.issued dcterms.date.issued pubdate "
    "publishdate publish_date publication_date published_time dc.date dcterms.date dcterms.created dc.date.created date "
    "parsely-pub-date sailthru.date article.published rnews:datepublished citation_publication_date"
).split()
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "articletitle", "citation_title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "contentsource")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What the page says of itself. ``date`` is raw; ``items`` are the JSON-LD objects in page order."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    publisher: str | None = None
    address: str | None = None
    page_title: str | None = None
    items: tuple[Mapping[str, Any], ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    one_item: bool = False
    """Whether the page declares one article that bears its own address or title."""


def read_declared(tree: LexborHTMLParser, *, base: str | None = None) -> Declared:
    """Read JSON-LD first, then meta elements."""
    items = tuple(_objects(tree))
    meta = _meta(tree)
    page_title = tree.css_first("head title, title")
    address = find_address(tree, base=base, meta=meta)
    names = [
        _pick(meta, _TITLES),
        page_title.text() if page_title else None,
        *(node.text() for node in tree.css("h1")[:MOST_HEADINGS]),
    ]
    articles, own = _choose_articles(items, [address, base], [name for name in names if name])
    return Declared(
        title=_first(articles, "headline", "name") or _pick(meta, _TITLES),
        date=_first(articles or [*items], "datePublished") or _pick(meta, _DATES),
        language=read_language(tree, meta),
        publisher=_publisher(articles, items) or _pick(meta, _PUBLISHERS),
        address=address,
        page_title=" ".join(page_title.text().split()) if page_title else None,
        items=items,
        meta=meta,
        one_item=own,
    )


def _choose_articles(
    items: Iterable[Mapping[str, Any]], addresses: Iterable[str | None], names: list[str]
) -> tuple[list[Mapping[str, Any]], bool]:
    """Return the articles among the declared objects that may be the page's own item, and whether one of them surely is.

    One that names this page's address or its headline comes before all others; if there is one, the others are not given:
    they are what the page recommends.
    """
    articles = [item for item in items if "headline" in item or _ARTICLE.search(_kind(item))]
    here = {_bare(address) for address in addresses if address}
    titled = [_bare_name(name) for name in names]
    own = [item for item in articles if {_bare(address) for address in _addresses(item)} & here]
    named = [item for item in articles if any(_names(item, name) for name in titled)]
    sure = any("headline" in item and _ARTICLE.search(_kind(item)) for item in named)
    return own or named or articles, sure


def _addresses(item: Mapping[str, Any]) -> Iterator[str]:
    page = item.get("mainEntityOfPage")
    for value in (item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and "://" in value:
            yield value


def _names(item: Mapping[str, Any], title: str) -> bool:
    headline = _bare_name(str(item.get("headline") or item.get("name") or ""))
    return bool(headline) and headline in title


def _bare(address: str) -> str:
    try:
        parts = split_address(address)
    except ValueError:
        return address
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def _bare_name(name: str) -> str:
    return " ".join(name.casefold().split())


def find_address(tree: LexborHTMLParser, *, base: str | None = None, meta: Mapping[str, str] | None = None) -> str | None:
    """Return the address a page claims for itself, unwrapped where the Wayback Machine rewrote it."""
    meta = _meta(tree) if meta is None else meta
    link = tree.css_first('link[rel="canonical"]')
    claimed = (link.attributes.get("href") if link else None) or meta.get("og:url") or meta.get("url")
    if not claimed:
        return None
    address = unwrap_memento(join_url(base, claimed))
    return address if split_address(address).hostname else None


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[content], meta[value]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or attributes.get("value") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _objects(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """Walk every JSON-LD block, outer objects before inner ones; a block that is no JSON declares nothing."""
    for script in tree.css('script[type="application/ld+json"]'):
        try:
            waiting = [load_json(script.text(), strict=False)]
        except ValueError:
            continue
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, dict):
                yield value
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(value)


def _kind(item: Mapping[str, Any]) -> str:
    return str(item.get("@type", ""))


def _first(items: list[Mapping[str, Any]], *keys: str) -> str | None:
    for key in keys:
        for item in items:
            value = item.get(key)
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
    return None


def _pick(meta: Mapping[str, str], names: tuple[str, ...] | list[str]) -> str | None:
    return next((" ".join(meta[name].split()) for name in names if name in meta), None)


def _publisher(articles: list[Mapping[str, Any]], items: Iterable[Mapping[str, Any]]) -> str | None:
    for item in articles:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and "://" not in name:
            return name.strip()
    owners = (item.get("name") for item in items if _OWNER.search(_kind(item)))
    return next((name.strip() for name in owners if isinstance(name, str) and name.strip()), None)


def read_language(tree: LexborHTMLParser, meta: Mapping[str, str] | None = None) -> str | None:
    """Return the language a page declares for itself."""
    root = tree.css_first("html")
    declared = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root else None
    if declared:
        return declared
    meta = _meta(tree) if meta is None else meta
    return meta.get("content-language") or meta.get("dc.language") or meta.get("dcterms.language")
