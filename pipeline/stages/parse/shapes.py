"""Tell by its content what a body is; names and media types lie."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

from storage.text.untrusted_json import load_json


class Shape(Enum):
    """What a body can be read as."""

    JSON = "json"
    XML = "xml"
    HTML = "html"
    CDX = "cdx"
    TIMEMAP = "timemap"
    TEXT = "text"


_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|h1|article|table|meta|title|span|section|ul|a )\b", re.IGNORECASE)
_XML = re.compile(r"<(?:\?xml|rss|feed|rdf:rdf|urlset|sitemapindex)\b", re.IGNORECASE)
_FEED_ROOT = re.compile(
    r"<(?:rss\b[^<>]{0,300}\bversion|feed\b[^<>]{0,300}\bxmlns|rdf:rdf\b|urlset\b|sitemapindex\b)", re.IGNORECASE
)
"""Where a feed begins, also behind what a script said before it."""
_XHTML = re.compile(r"<(?:!doctype html|html)\b", re.IGNORECASE)
_CDX = re.compile(r"(?: CDX )|^\S+\)\S* \d{4,17} (?:\S+ \S+/\S+|\{)|^\S+ \d{14} (?:\S+ (?:\S+/\S+|-|unk) |\{)")
_TIMEMAP = re.compile(r'^<[^>]+>\s*;\s*rel\s*=\s*"?[^"]*(?:original|timemap|timegate|memento|self)')
_LOOK = 3000
"""The first characters by which a shape is told. Chosen by hand: scripts and comments may come before the first element."""


def detect_shape(text: str) -> Shape:
    """Look at the beginning of a text."""
    head = text[:_LOOK].lstrip("\ufeff \t\r\n")
    if head[:1] in ("{", "["):
        return Shape.JSON
    if _TIMEMAP.match(head):
        return Shape.TIMEMAP
    if (_XML.match(head) or _FEED_ROOT.search(head)) and not _XHTML.search(head):
        return Shape.XML
    if _HTML.search(head) or _HTML.search(text):
        return Shape.HTML
    return Shape.CDX if _CDX.search(text[:_LOOK]) else Shape.TEXT


def read_json(text: str) -> Any:
    """Read JSON; None if it is none after all."""
    try:
        return load_json(text.lstrip("\ufeff"))
    except ValueError:
        return None
