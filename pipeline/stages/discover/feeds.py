"""Read feeds (RSS of any age, Atom, RDF) and sitemaps: every item with its title and its date exactly as written.

Tags are compared in lower case: publishers write ``pubdate`` and ``pubDate``. Only an item's own children count, in its own
namespace or one that states the same things: the title of its picture is not its title. An item that states no date has none,
even where its description mentions one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from pipeline.stages.discover.date_readers import ReadDate
from pipeline.stages.results import ParsedListing
from pipeline.stages.text.bounded_markup import parse_html
from storage.model import Basis, Lead
from storage.model.identity import join_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed as a lead, and its content or summary as the feed gives it, which may be HTML."""

    lead: Lead
    words: str = ""


_FEEDS = {"rss", "feed", "rdf", "channel"}
_ITEMS = {"item", "entry"}
_LOCATIONS = {"url", "sitemap"}
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_WORDS = ("encoded", "content", "description", "summary")
_DATES = ("pubdate", "published", "issued", "date", "created", "modified", "updated")
_SITEMAP_DATES = ("publication_date", "lastmod")
_SAME_THINGS = (
    "http://purl.org/dc/", "http://purl.org/rss/", "http://www.w3.org/2005/Atom", "http://backend.userland.com/",
    "http://my.netscape.com/", "http://www.sitemaps.org/", "http://www.google.com/schemas/sitemap-news/", "http://purl.org/atom/",
)  # fmt: skip
"""Namespaces whose elements say of an item what its own do."""
_START = re.compile(r"<(?:rss|feed|rdf:rdf|channel|urlset|sitemapindex)\b", re.IGNORECASE)
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_SURROGATE = re.compile(
    r"&#(?:[xX]0*+[dD][89a-fA-F][0-9a-fA-F]{2}|0*+5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7(?:[0-2]\d\d|3[0-3]\d|34[0-3])));"
)
_REFERENCE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)(?:(\w{2,31});)?")
"""A reference that XML does not know: an entity of HTML, or an ampersand that stands for itself."""


def read_feed(text: str, *, base: str | None, read_date: ReadDate) -> ParsedListing | None:
    """Read a feed's items in page order; None if the text is no feed. ``base`` resolves relative links."""
    root = _parse(text)
    if root is None or _name(root) not in _FEEDS:
        return None
    following = _atom_link(root, "next") if _name(root) == "feed" else _channel_next(root)
    leads, unaddressed = _gather(_read_item(node, base, read_date) for node in root.iter() if _name(node) in _ITEMS)
    return ParsedListing(leads=leads, next=_resolve(_find_base(root, base), following), unaddressed=unaddressed)


def read_entries(text: str, *, base: str | None, read_date: ReadDate) -> tuple[Entry, ...] | None:
    """Read a feed's items with what each says of itself; None if the text is no feed."""
    root = _parse(text)
    if root is None or _name(root) not in _FEEDS:
        return None
    found = ((node, _read_item(node, base, read_date)) for node in root.iter() if _name(node) in _ITEMS)
    return tuple(Entry(lead=lead, words=next(_children(node, _WORDS), "")) for node, lead in found if lead)


def read_sitemap(text: str, *, base: str | None, read_date: ReadDate) -> ParsedListing | None:
    """Read a sitemap, or an index of sitemaps (its leads are sitemaps themselves); None if the text is neither."""
    root = _parse(text)
    if root is None or _name(root) not in {"urlset", "sitemapindex"}:
        return None
    leads, unaddressed = _gather(_read_location(node, base, read_date) for node in root if _name(node) in _LOCATIONS)
    return ParsedListing(leads=leads, unaddressed=unaddressed)


def _gather(found: Iterable[Lead | None]) -> tuple[tuple[Lead, ...], int]:
    """Return the leads among items, and how many items have none. No node outlives its turn, as there may be a million."""
    leads: list[Lead] = []
    unaddressed = 0
    for lead in found:
        if lead is None:
            unaddressed += 1
        else:
            leads.append(lead)
    return tuple(leads), unaddressed


def is_sitemap_index(body: bytes) -> bool:
    """Say whether a sitemap lists further sitemaps."""
    return b"<sitemapindex" in body[:2000]


def read_addresses(text: str) -> ParsedListing | None:
    """Read a sitemap that is a text file: addresses, one a line, and nothing else; None for any other text."""
    lines = text.split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        return None
    return ParsedListing(leads=tuple(Lead(url=line) for line in dict.fromkeys(lines)))


def _parse(text: str) -> etree._Element | None:
    start = _START.search(text)
    if start is None:
        return None
    whole = _spell_out(text[start.start() :]).encode("utf-8", "replace")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root: etree._Element | None = etree.fromstring(whole, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def _spell_out(text: str) -> str:
    """Write the entities of HTML as their characters and raw ampersands as references, so that none is dropped, and references
    to half a character, which lxml cannot read back, as U+FFFD."""
    parts = _CDATA.split(text)
    parts[::2] = [_SURROGATE.sub("\ufffd", _REFERENCE.sub(_read_reference, part)) for part in parts[::2]]
    return "".join(parts)


def _read_reference(found: re.Match[str]) -> str:
    character = html5.get(f"{found[1]};") if found[1] else None
    return character if character is not None and character not in "<&" else f"&amp;{found[0][1:]}"


def _name(node: etree._Element) -> str:
    """Return the name of an element without its namespace, or its prefix if that is not declared."""
    tag = node.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _children(node: etree._Element, names: Iterable[str]) -> Iterator[str]:
    """Return the words of a node's own children of these names, in the order of the names."""
    own = _namespace(node)
    children = [(_name(child), child) for child in node if _says_the_same(_namespace(child), own, _name(child))]
    for wanted in names:
        for name, child in children:
            text = _text(child) if name == wanted else ""
            if text:
                yield text


def _text(node: etree._Element) -> str:
    """Return the words of a node; none if a reference in it means no character, which costs the node and not the list."""
    try:
        return "".join(map(str, node.itertext())).strip()
    except UnicodeDecodeError:
        return ""


def _namespace(node: etree._Element) -> str:
    tag = node.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _says_the_same(namespace: str, own: str, name: str) -> bool:
    return namespace in ("", own) or namespace.startswith(_SAME_THINGS) or name == "encoded"


def _read_item(item: etree._Element, base: str | None, read_date: ReadDate) -> Lead | None:
    url = _link(item)
    if not url:
        return None
    raw = next(_children(item, _DATES), None)
    title = next(_children(item, ("title",)), None)
    return Lead(
        url=_resolve(_find_base(item, base), url) or url,
        title=_plain(title) if title else None,
        date=read_date(raw, basis=Basis.MARKUP) if raw else None,
        seen_at=base,
    )


def _find_base(node: etree._Element, base: str | None) -> str | None:
    """Return the address that a node's relative links hang on (XML Base): its list, or what it and those around it say."""
    for each in reversed([node, *node.iterancestors()]):
        stated = each.get(_BASE)
        base = join_url(base, stated) if stated else base
    return base


def _link(item: etree._Element) -> str | None:
    """Return an item's address: its link, Atom's alternate link, or a guid that is an address."""
    own = next(_children(item, ("link",)), None) or _atom_link(item, "alternate")
    if own:
        return own
    identifier = next(_children(item, ("guid", "id")), "")
    return identifier if identifier.startswith(("http://", "https://")) else None


def _atom_link(node: etree._Element, rel: str) -> str | None:
    for child in node:
        if _name(child) == "link" and child.get("rel", "alternate") == rel and child.get("href"):
            return str(child.get("href")).strip()
    return None


def _channel_next(root: etree._Element) -> str | None:
    return next(filter(None, (_atom_link(child, "next") for child in root if _name(child) == "channel")), None)


def _plain(title: str) -> str:
    """Return a title as words: markup and references inside it, which RSS allows, are undone."""
    if "<" not in title and "&" not in title:
        return " ".join(title.split())
    tree = parse_html(title)
    return " ".join((tree.body.text() if tree.body else title).split())


def _resolve(base: str | None, url: str | None) -> str | None:
    if not url:
        return None
    return join_url(base, url)


def _read_location(node: etree._Element, base: str | None, read_date: ReadDate) -> Lead | None:
    url = next(_children(node, ("loc",)), None)
    news = next((child for child in node if _name(child) == "news"), node)
    raw = next(_children(news, _SITEMAP_DATES), None) or next(_children(node, _SITEMAP_DATES), None)
    title = next(_children(news, ("title",)), None)
    if not url:
        return None
    date = read_date(raw, basis=Basis.MARKUP) if raw else None
    return Lead(url=_resolve(base, url) or url, title=_plain(title) if title else None, date=date, seen_at=base)
