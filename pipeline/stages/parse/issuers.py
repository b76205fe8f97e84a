"""Say who publishes a page: its source, else the name the site gives itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.declared import Declared
from pipeline.stages.parse.draft import Page
from pipeline.stages.parse.titles import SECTION, overlap, part_title

_ADDRESS = re.compile(r"^(?:https?://|www\.)\S*$|^[\w-]+(?:\.[\w-]+)+$")
_BODY_OF_STATE = re.compile(
    r"(?i)minist|\bмид\b|\bмзс\b|\bmfa\b|department|government|parliament|council|commission|embassy|consulate|mission|president|secretariat"
    r"|agency|office of|senat|congress|assembly|court|bureau|authority|bundes|\bamt\b|regierung|gouvern|élysée"
    r"|republi|united nations|european|union|"
    r"information service|white house|министер"
    r"|правительств|президент|посольств|міністер|уряд|部|府|省|庁|政府|委员会|大使馆|վարչապետ"
    r"|նախարար|bakanlı|cumhurba|nazirli|وزار|حكوم|ministerstv|governo|gobierno|presidenc|embajad|ambass"
)
_SOFTWARE = re.compile(r"(?i)©|site builder|wordpress|drupal|joomla|typo3|sharepoint")
_PREFIX = re.compile(r"^www\.\S+:\s+")
_LOGO_WORDS = re.compile(
    r"(?i)\blogo(?:type)?\b|link zur startseite|bildwortmarke(?: (?:der|des)|:)|hintergrundbild|startseite"
    r"|^home\b|home ?page|^to the"
)
_LOGOS = (
    "header img[alt], #header img[alt], [class*=logo] img[alt], [id*=logo] img[alt], img[src*=logo][alt], "
    "img[class*=logo][alt], a[rel=home]"
)


def choose_issuers(tree: LexborHTMLParser, declared: Declared, page: Page, title: str | None) -> tuple[str, ...]:
    """Give the source's publisher, the declared one, the name in the page's title or on its logo, or the host."""
    if page.source is not None:
        return (page.source.publisher,)
    for names, sure in _names(tree, declared, title):
        fitting = [name for name in names if _is_name(name, title)]
        chosen = next(filter(_BODY_OF_STATE.search, fitting), None) or next(iter(fitting if sure else ()), None)
        if chosen:
            return (chosen,)
    host = urlsplit(page.url or "").hostname or page.site
    return (host.removeprefix("www."),) if host else ()


def _names(tree: LexborHTMLParser, declared: Declared, title: str | None) -> Iterator[tuple[list[str], bool]]:
    """Give what may be the site's name, surest first, and whether any name will do or only that of an office."""
    yield [declared.publisher or ""], True
    parts = [_PREFIX.sub("", part) for part in part_title(declared.page_title) if not _repeats(part, title or "")]
    yield parts, False
    logos = (node.attributes.get("alt") or node.attributes.get("title") or node.text() for node in tree.css(_LOGOS))
    yield [" ".join(_LOGO_WORDS.sub(" ", words or "").split()).strip("()-–|: ") for words in logos], False
    yield [declared.meta.get("author", "")], False
    yield parts[::-1], True


def _is_name(name: str, title: str | None) -> bool:
    fitting = 3 <= len(name) <= 120 and not _ADDRESS.match(name) and not SECTION.match(name) and not _SOFTWARE.search(name)
    return fitting and not _repeats(name, title or "")


def _repeats(part: str, title: str) -> bool:
    """Say whether a part of a page's title is the item's title again, perhaps in other words."""
    return overlap(part, title) >= 0.5 and len(part) * 5 >= len(title) * 2
