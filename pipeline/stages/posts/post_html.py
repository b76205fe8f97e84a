"""The text of a post in HTML: keeps paragraphs and line breaks, folds white space of the markup, lists links separately."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from storage.model.addresses import unwrap_memento

_SPACES = re.compile(r"[ \t\r\n]+")
_BREAKS = re.compile(r" *\n *")
_SEVERAL = re.compile(r" {2,}")
_MAX_EMOJI_CHARS = 16  # families and flags consist of several code points
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The content of a piece of HTML: its text, the addresses of its links, its media."""

    text: str
    links: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    pieces: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects text; elements whose class is in ``drop`` are left out with their content."""

    def __init__(self, drop: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Found()
        self._drop = drop
        self._dropped_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        if self._dropped_depth or classes & self._drop:
            self._dropped_depth += tag not in _VOID
            return
        match tag:
            case "br":
                self.found.pieces.append("\n")
            case "p" | "blockquote" | "ul" | "ol" | "pre":
                self.found.pieces.append("\n\n")
            case "li" | "div":
                self.found.pieces.append("\n")
            case "img" if _is_emoji(given.get("alt")):
                self.found.pieces.append(given["alt"] or "")
            case "a" if not classes & {"mention", "hashtag"} and (given.get("href") or "").startswith("http"):
                self.found.links.append(unwrap_memento(given["href"] or ""))

    def handle_endtag(self, tag: str) -> None:
        if self._dropped_depth:
            self._dropped_depth -= tag not in _VOID
        elif tag in ("p", "blockquote", "ul", "ol", "pre"):
            self.found.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._dropped_depth:
            self.found.pieces.append(_SPACES.sub(" ", data))


def _is_emoji(alt: str | None) -> bool:
    """Say whether a picture's description is an emoji, which platforms show as pictures; other descriptions are not text."""
    return bool(alt) and len(alt or "") <= _MAX_EMOJI_CHARS and not any(letter.isalpha() for letter in alt or "")


def read_markup(html: str, *, drop: frozenset[str] = frozenset()) -> Written:
    """Read the text and the links of a piece of HTML; mentions and hashtags are text, not links."""
    if "<" not in html and "&" not in html:
        return Written(text=_SPACES.sub(" ", html).strip())
    reader = _Reader(drop)
    reader.feed(html)
    reader.close()
    text = _BREAKS.sub("\n", _SEVERAL.sub(" ", "".join(reader.found.pieces)))
    return Written(text=re.sub(r"\n{3,}", "\n\n", text).strip(), links=tuple(dict.fromkeys(reader.found.links)))
