"""Choose the title of an undeclared page: the heading a reader sees, checked against what the page calls itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.page_metadata import MOST_HEADINGS, Declared
from pipeline.stages.parse.site_words import read_site_words
from pipeline.stages.text import read_line

_PARTING = re.compile(r"\s+(?:[|–—»·•/-]|::)\s+|\s*\|\s*|_{1,2}(?=\S)|（(?=[^）]+）$)")
_RIGHTS = re.compile(r"(?i)©|copyright")
_SHORTEST = 4
"""A shorter heading is a number or a button, in characters. Chosen by hand."""
_HOME = "a[rel=home], a[href='/'], a[href='./'], a[href='index.html'], a[href='/index.html']"
_LEAST_SHARED = 0.6
"""The share of the longer line that a beginning must have to be the same title. Chosen by hand: "Statement by the Minister"
begins many titles, and one that is cut keeps most of itself."""
_MOST_PARTS = 20
"""Parts of a title that are looked at; real ones have two to four."""


def choose_title(tree: LexborHTMLParser, declared: Declared, words: Vocabulary, *, sites: Iterable[str] = ()) -> str | None:
    """Return the heading that agrees best with the declared title or the page's, else the only heading, else the declared
    title.

    ``sites`` are names of the site itself, which many pages set as their first heading.
    """
    own = {_fold(name) for name in (*sites, declared.publisher or "")}
    parts = part_title(declared.page_title)
    names = [name for name in (*part_title(declared.title), *parts) if _fold(name) not in own]
    headings = _lines(tree, "h1", own)
    if not headings:
        names = [name for name in names if not _is_on_banner(tree, name)]
    best = _same(headings, names, words) or _begun(headings, [*names, declared.title or "", declared.page_title or ""])
    if best:
        return best
    agreed = [name for name in part_title(declared.title) if _fold(name) in {_fold(part) for part in parts}]
    strange = bool(agreed) and all(not overlap(line, agreed[0]) and not overlap(agreed[0], line) for line in headings)
    if len(headings) == 1 and not strange:
        return headings[0]
    lesser = _lines(tree, "h2, h3, [class*=title], [class*=headline], [class*=heading]", own)
    return _same(lesser[::-1], names, words) or _begun(lesser, names) or next(iter([*names, *headings, *lesser]), None)


def find_heading(tree: LexborHTMLParser, declared: Declared) -> LexborNode | None:
    """Return the first heading that is the page's own: one that agrees with its declared title, else its only one."""
    lines = ((node, read_line(node)) for node in tree.css("h1")[:MOST_HEADINGS] if not _is_site_name(node))
    headings = [(node, line) for node, line in lines if len(line) >= _SHORTEST]
    names = {_fold(name) for title in (declared.title, declared.page_title) for name in part_title(title)}
    agreeing = [node for node, line in headings if _fold(line) in names]
    return next(iter(agreeing or ([headings[0][0]] if len(headings) == 1 else [])), None)


def part_title(title: str | None) -> list[str]:
    """Part a title at the marks that set the site's name off; its longest part first, the others in their order."""
    whole = title or ""
    whole = whole if "«" in whole else whole.replace("»", " | ")  # a closing quotation mark sets nothing off
    parts = [part.strip(" \t\n（）") for part in _PARTING.split(whole, _MOST_PARTS) if part and part.strip()]
    longest = max(parts, key=len, default="")
    return [longest, *(part for part in parts if part != longest)] if longest else []


def overlap(one: str, other: str) -> float:
    """Return the share of one name's words that the other has too."""
    words, others = _fold(one).split(), set(_fold(other).split())
    return sum(word in others for word in words) / len(words) if words else 0.0


def _lines(tree: LexborHTMLParser, css: str, own: set[str]) -> list[str]:
    lines = (read_line(node) for node in tree.css(css)[:MOST_HEADINGS] if not _is_site_name(node))
    return [line for line in lines if len(line) >= _SHORTEST and _fold(line) not in own]


def _is_on_banner(tree: LexborHTMLParser, name: str) -> bool:
    """Say whether a name stands on a banner picture or in the notice of rights: then it is the site's, not the item's."""
    banners = [image.attributes.get("alt") or "" for image in tree.css("img[alt]")]
    rights = [line for line in (tree.body.text(separator="\n") if tree.body else "").split("\n") if _RIGHTS.search(line)]
    return any(_fold(name) in _fold(words) for words in (*banners, *rights))


def _is_site_name(node: LexborNode) -> bool:
    """Say whether a heading is the site's own: it leads home, or is named so."""
    named = f"{node.attributes.get('class') or ''} {node.id or ''}".lower()
    return "site" in named or "logo" in named or node.css_first(_HOME) is not None


def _same(lines: list[str], names: Iterable[str], words: Vocabulary) -> str | None:
    """Return the last line that is one of the names: the site's own name and the section's come before the item's."""
    folded = {_fold(name) for name in names if len(name) >= _SHORTEST}
    section = read_site_words(words).section
    return next((line for line in reversed(lines) if _fold(line) in folded and not section.match(line)), None)


def _begun(lines: list[str], names: Iterable[str]) -> str | None:
    """Return the first line that begins one of the names or is begun by one."""
    folded = [_fold(name) for name in names if len(name) >= _SHORTEST]
    return next((line for line in lines if any(_begins(_fold(line), name) for name in folded)), None)


def _begins(line: str, name: str) -> bool:
    short, long = sorted((line, name), key=len)
    return len(short) >= 20 and long.startswith(short) and len(short) >= len(long) * _LEAST_SHARED


def _fold(text: str) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
