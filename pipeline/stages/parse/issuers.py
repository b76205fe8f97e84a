"""Say who publishes a page: its source, else the office it names, else the owner of its host, else its own name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.site_words import SiteWords, read_site_words
from pipeline.stages.parse.titles import overlap, part_title
from pipeline.stages.text import read_text
from storage.model.addresses import bare_host, unwrap_memento

_ADDRESS = re.compile(r"^(?:https?://|www\.)\S*$|^[\w-]+(?:\.[\w-]+)+$")
_SOFTWARE = re.compile(r"(?i)©|site builder|wordpress|drupal|joomla|typo3|sharepoint")
_PREFIX = re.compile(r"^www\.\S+:\s+")
_CREATORS = ("dcterms.creator", "dc.creator", "creator", "author", "copyright", "article:publisher")
_FEW_LINKS = 3
"""The least links to one host, and twice those to the next, that show whose page a saved page was. Chosen by hand: a share
button or a partner's banner is one or two."""
_LAST_LINES = 8
"""The lines at the end of a page in which a copyright notice may name its owner. Chosen by hand: notices are followed by links
to terms and contacts."""
_BESIDE = 6
"""The lines below a title in which the issuing office may be printed. Chosen by hand: between them are a date, a place and
buttons to share."""
_LONGEST_OFFICE = 90
"""A longer line is no office's name, in characters. Chosen by hand: "Bureau of International Narcotics and Law Enforcement
Affairs" has 60."""
_AND = re.compile(r"\s+and\s+(?=The\b)|,\s+(?=[A-Z])")
_FOOTERS = "footer p, footer div, footer span, #footer, [class*=copyright], [id*=copyright]"
_LOGOS = (
    ".site-name, .site-title, #site-name, [class*=site-name], [class*=site-title], .navbar-brand, "
    "header img[alt], #header img[alt], [class*=logo] img[alt], [id*=logo] img[alt], img[src*=logo][alt], "
    "img[class*=logo][alt], a[rel=home]"
)


def choose_issuers(tree: LexborHTMLParser, declared: Declared, page: Page, title: str | None) -> tuple[str, ...]:
    """Return the source's publisher, else an office that the page names as its publisher, else who owns its host, else whatever
    name the site gives itself, else the host."""
    if page.source is not None:
        return (page.source.publisher,)
    host = _find_host(tree, page)
    owner = find_owner(host, page.owners)
    words = read_site_words(page.words)
    for names, any_will_do in _names(tree, declared, title, owner, words):
        fitting = [name for name in names if _is_name(name, title, words)]
        chosen = next(filter(words.body.search, fitting), None) or next(iter(fitting if any_will_do else ()), None)
        if chosen:
            return (chosen,)
    return (host,) if host else ()


def find_owner(host: str | None, owners: Mapping[str, str]) -> str | None:
    """Return who owns a host: by its own name, else by the longest of the domains above it."""
    if not host:
        return None
    parts = host.split(".")
    above = (f".{'.'.join(parts[number:])}" for number in range(len(parts)))
    return next((owners[key] for key in (host, *above) if key in owners), None)


def _find_host(tree: LexborHTMLParser, page: Page) -> str | None:
    """Return the host of a page's address, else the one that most of its links lead to."""
    known = bare_host(page.url) or (page.site or "").removeprefix("www.")
    if known:
        return known
    addresses = (unwrap_memento(link.attributes.get("href") or "") for link in tree.css("a[href^=http]"))
    hosts = Counter(host for address in addresses if (host := bare_host(address)))
    (first, most), (_, next_most) = [*hosts.most_common(2), ("", 0), ("", 0)][:2]
    return first if most >= _FEW_LINKS and most >= 2 * next_most else None


def _names(
    tree: LexborHTMLParser, declared: Declared, title: str | None, owner: str | None, words: SiteWords
) -> Iterator[tuple[list[str], bool]]:
    """Return what may be the publisher's name, surest first, and whether any name will do or only that of an office."""
    creators = (declared.meta.get(name, "") for name in _CREATORS)
    yield [declared.publisher or "", *_authors(declared), *creators], False
    parts = [_PREFIX.sub("", part) for part in part_title(declared.page_title) if not _repeats(part, title or "", words.body)]
    yield parts, False
    yield list(_printed_offices(tree, title, words)), True
    yield [owner or ""], True
    logos = (node.attributes.get("alt") or node.attributes.get("title") or node.text() for node in tree.css(_LOGOS))
    yield [" ".join(words.logo.sub(" ", logo or "").split()).strip("()-–|: ") for logo in logos], False
    yield [declared.publisher or ""], True
    lasting = [
        line for line in (read_text(tree.body) if tree.body else "").split("\n")[-_LAST_LINES:] if words.rights.search(line)
    ]
    footers = [" ".join(node.text().split()) for node in tree.css(_FOOTERS)[-6:]]
    yield [words.rights.sub("", line).strip(" ,.|-") for line in (*footers, *lasting)], False
    yield parts[::-1], True


def _authors(declared: Declared) -> Iterator[str]:
    """Return the organisations that a page's JSON-LD names as its authors."""
    for item in declared.items:
        stated = item.get("author")
        for author in stated if isinstance(stated, list) else [stated]:
            if isinstance(author, dict) and "Organization" in str(author.get("@type")):
                yield str(author.get("name") or "")


def _printed_offices(tree: LexborHTMLParser, title: str | None, words: SiteWords) -> Iterator[str]:
    """Return the short lines beside the title that are an office's name and nothing else, as portals of governments print
    it."""
    lines = [line for line in (read_text(tree.body) if tree.body else "").split("\n") if line]
    at = next((number for number, line in enumerate(lines) if title and line == title), None)
    before = [line for line in lines[max(0, at - 2) : at] if words.publisher.match(line)] if at is not None else []
    beside = [*lines[at + 1 : at + 1 + _BESIDE], *before] if at is not None else []
    for above, line in zip(["", *beside], beside, strict=False):
        if words.publisher_above.match(above) and len(line) <= _LONGEST_OFFICE and line[-1] not in ".!?:;,":
            yield _AND.split(line)[0]
        for part in re.split(r"\s+[|·•]\s+", line):
            name = words.publisher.sub("", part)
            if len(name) <= _LONGEST_OFFICE and words.office.match(name) and name[-1] not in ".!?:;,":
                yield name


def _is_name(name: str, title: str | None, words: SiteWords) -> bool:
    fitting = (
        name[:1].isalnum()
        and 3 <= len(name) <= 120
        and not _ADDRESS.match(name)
        and not words.section.match(name)
        and not _SOFTWARE.search(name)
    )
    return fitting and name.casefold() != (title or "").casefold()


def _repeats(part: str, title: str, body: re.Pattern[str]) -> bool:
    """Say whether a part of a page's title is the item's title again, perhaps in other words."""
    if len(part) * 5 < len(title) * 2:
        return False
    return overlap(part, title) >= (0.6 if body.search(part) else 0.5)
