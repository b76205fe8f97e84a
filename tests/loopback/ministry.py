"""An invented ministry's site on the loopback server: numbered listings, a feed, a sitemap, articles with validators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.declarations import Discovery, Method, Politeness, Source
from storage.model import DocumentKind
from tests.loopback.server import LoopbackServer, Program, Visit


def make_source(server: LoopbackServer, discovery: Discovery, **fields: Any) -> Source:
    given: dict[str, Any] = {
        "id": "xx_ministry",
        "title": "Ministry of Samples",
        "publisher": "Ministry of Samples",
        "kind": DocumentKind.STATEMENT,
        "url": server.url("/news"),
        "country": "xx",
        "languages": ("en",),
        "timezone": "Asia/Yerevan",
        "hosts": ("127.0.0.1",),
        "politeness": Politeness(delay_s=0.0, deadline_s=5.0),
        "discovery": discovery,
    }
    return Source(**{**given, **fields})


def list_by_page(server: LoopbackServer, **fields: Any) -> Discovery:
    given: dict[str, Any] = {"pages": server.url("/news?page={page}"), "item": "li.item", "link": "a", "date": ".date"}
    return Discovery(**{"method": Method.LISTING, **given, **fields})


def listing(*items: tuple[str, str | None], following: str | None = None) -> Program:
    """Answer a listing of (path, printed date) items."""
    rows = "".join(
        f'<li class="item"><span class="date">{day or ""}</span><a href="{path}">Statement of the Ministry {path}</a></li>'
        for path, day in items
    )
    more = f'<link rel="next" href="{following}">' if following else ""
    body = f"<html><head><title>News</title>{more}</head><body><h1>News</h1><ul>{rows}</ul></body></html>".encode()
    return lambda visit: visit.reply(body, Content_Type="text/html; charset=utf-8")


def article(words: str = "The Ministry calls for restraint and dialogue.") -> Program:
    """Answer an article with an ETag, and 304 where it is known."""
    body = f"<html><head><title>Statement</title></head><body><h1>Statement</h1><p>{words}</p></body></html>".encode() * 8
    tag = f'"{abs(hash(words))}"'

    def program(visit: Visit) -> None:
        if visit.fields.get("if-none-match") == tag:
            visit.reply(b"", "304 Not Modified", ETag=tag)
        else:
            visit.reply(body, Content_Type="text/html", ETag=tag)

    return program


def sitemap(*locations: tuple[str, str | None], index: bool = False) -> Program:
    """Answer a sitemap of (address, lastmod), or an index of sitemaps."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    rows = "".join(f"<{inner}><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{inner}>" for url, day in locations)
    body = f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'.encode()
    return lambda visit: visit.reply(body, Content_Type="application/xml")


def feed(*items: tuple[str, str]) -> Program:
    """Answer an RSS feed of (address, pubDate)."""
    rows = "".join(f"<item><title>S</title><link>{url}</link><pubDate>{day}</pubDate></item>" for url, day in items)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{rows}</channel></rss>'.encode()
    return lambda visit: visit.reply(body, Content_Type="application/rss+xml")


def count(paths: Iterable[str], beginning: str) -> int:
    return sum(path.startswith(beginning) for path in paths)
