"""Tell the home page that a server gives in the place of another one, with status 200 and its own canonical address."""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.site_words import read_site_words
from pipeline.stages.parse.titles import find_heading, part_title
from pipeline.stages.responses.signatures import HOME_PATH


def is_root(address: str | None) -> bool:
    """Return whether an address is that of a site's home page."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return bool(parts.hostname) and not parts.query and HOME_PATH.fullmatch(parts.path or "/") is not None


def is_home_elsewhere(tree: LexborHTMLParser, declared: Declared, asked: str | None, words: Vocabulary) -> bool:
    """Return whether a page that was asked for under another address says in every way that it is the site's home page: by its
    canonical address, its title and the want of a heading of its own. Sites that set the first on all their pages are many."""
    if not asked or is_root(asked) or not is_root(declared.address) or declared.one_item:
        return False
    if declared.meta.get("og:type", "website") != "website" or find_heading(tree, declared) is not None:
        return False
    section = read_site_words(words).section
    parts = part_title(declared.page_title)
    return len(parts) < 2 or any(section.match(part) for part in parts)
