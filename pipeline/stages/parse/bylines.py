"""Find the person whom a page prints as its speaker or author: in an element named so, or in a line that begins with "By"."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.headlines import read_person
from pipeline.stages.text import read_line

_SPEAKERS = "[class*=speaker], [itemprop=speaker], [class*=orador], [class*=redner]"
_AUTHORS = "[class*=byline], [class*=author], [rel=author], [itemprop=author], [class*=submitted], [class*=posted]"
_BY = re.compile(r"(?i)^(?:(?:speech|remarks|statement|posted|written|delivered|article) )?(?:by|von|par|por)\b:?\s+")
_LABEL = re.compile(r"(?i)^(?:speakers?|redner(?:in)?|delivered by|by|von|par|por)\b:?\s+")
_CUT = re.compile(r"\s+(?:on|at|am|le|el|in)\s+(?=\S*\d|[A-Z][a-z]+ \d)|\s*[|•·–—]\s*|,\s*|\s*\(|\d")
_LONGEST = 120
_FULL_NAME = 2


def find_byline(tree: LexborHTMLParser) -> str | None:
    """Name the person of a page's byline as it is written, office included; None where it prints none.

    A content system's own "author" is whoever pressed the button: only a line that says "by" counts, or an element for
    speakers.
    """
    for selector, begins in ((_SPEAKERS, _LABEL), (_AUTHORS, _BY)):
        for node in tree.css(selector)[:10]:
            line = read_line(node)
            if not line or len(line) > _LONGEST or (begins is _BY and not _BY.match(line)):
                continue
            words = _CUT.split(begins.sub("", line), maxsplit=1)[0].split()
            person = read_person(" ".join(words)) if len(words) >= _FULL_NAME else None
            if person:
                return person
    return None
