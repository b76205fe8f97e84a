"""Read titles and visible words out of markup that may be torn or hostile, in time that grows with its length alone.

The answers that are judged are those that no parser has seen yet, so every search here begins at a given place once and ends at
the first of what it looks for: what was not found from one place is not looked for again from the next.
"""

from __future__ import annotations

import html
import re

_TITLE = re.compile(r"<title\b[^<>]*+>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h1\b[^<>]*+>(.{0,1000}?)</h1", re.IGNORECASE | re.DOTALL)
_HIDDEN = re.compile(r"<(?:(script|style|template|noframes|title)\b|!--)", re.IGNORECASE)
_ENDS = {
    name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in ("script", "style", "template", "noframes", "title")
} | {"": re.compile("-->")}
_TAG = re.compile(r"<[^>]*+>")
_BETWEEN_TAGS = re.compile(r">\s*+([^<>][^<>]*+)")
_SPACE = re.compile(r"\s+")
_LONG_REFERENCE = re.compile(r"&#[xX]?0*+[0-9a-fA-F]{8,}+;?")
"""A character reference beyond any character; ``html.unescape`` would read its number, which may have too many digits."""


def find_titles(markup: str) -> tuple[str, ...]:
    """Return the words of a page's title and of its first heading, of those it has."""
    return tuple(read_words(match[1]) for match in (_TITLE.search(markup), _HEADING.search(markup)) if match)


def drop_hidden(markup: str) -> str:
    """Put a blank for each part that is not shown: scripts, styles, comments and the title. One that does not end stays."""
    kept: list[str] = []
    unended: set[str] = set()
    at = done = 0
    while found := _HIDDEN.search(markup, at):
        at = found.end()
        name = (found[1] or "").lower()
        end = None if name in unended else _ENDS[name].search(markup, at)
        if end is None:
            unended.add(name)
            continue
        kept.append(markup[done : found.start()])
        at = done = end.end()
    return " ".join((*kept, markup[done:]))


def read_words(markup: str) -> str:
    """Return the words between tags, references read and white space folded."""
    end = markup.rfind(">") + 1  # behind the last one no tag is whole
    words = _TAG.sub(" ", markup[:end]) + markup[end:]
    return _SPACE.sub(" ", html.unescape(_LONG_REFERENCE.sub("\ufffd", words))).replace("’", "'").strip()


def exceeds(markup: str, most: int) -> bool:
    """Say whether more characters than that stand between tags, which is many times faster than reading them."""
    counted = 0
    for between in _BETWEEN_TAGS.finditer(markup):
        counted += between.end() - between.start(1)
        if counted > most:
            return True
    return False
