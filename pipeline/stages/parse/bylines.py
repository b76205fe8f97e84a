"""Find the person whom a page prints as its speaker or author: in an element named so, or in a line that begins with "By"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser

from pipeline.knowledge import Vocabulary
from pipeline.knowledge.word_tables import Pages
from pipeline.stages.parse.headlines import read_person
from pipeline.stages.text import read_line
from pipeline.stages.text.language_terms import alternatives

_SPEAKERS = "[class*=speaker], [itemprop=speaker], [class*=orador], [class*=redner]"
_AUTHORS = "[class*=byline], [class*=author], [rel=author], [itemprop=author], [class*=submitted], [class*=posted]"
_LONGEST = 120
"""A longer line is no byline, in characters. Chosen by hand: a name, an office and a place fit; most sentences that begin with
"By" are longer."""
_FULL_NAME = 2
"""The least words of a byline's name. One word is as often an agency or a desk ("By Staff")."""


def find_byline(tree: LexborHTMLParser, words: Vocabulary) -> str | None:
    """Name the person of a page's byline as it is written, office included; None if it prints none.

    A content system's own "author" is whoever pressed the button: only a line that says "by" counts, or an element for
    speakers.
    """
    known = _compile(words.pages)
    for selector, begins in ((_SPEAKERS, known.speaker), (_AUTHORS, known.author)):
        for node in tree.css(selector)[:10]:
            line = read_line(node)
            if not line or len(line) > _LONGEST or (begins is known.author and not begins.match(line)):
                continue
            parts = known.until.split(begins.sub("", line), maxsplit=1)[0].split()
            person = read_person(" ".join(parts), words) if len(parts) >= _FULL_NAME else None
            if person:
                return person
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bylines:
    """What begins the line of an author and of a speaker, and what ends the name in it."""

    author: re.Pattern[str]
    speaker: re.Pattern[str]
    until: re.Pattern[str]


@cache
def _compile(words: Pages) -> _Bylines:
    by, work = alternatives(words.bylines), alternatives(words.of_work)
    return _Bylines(
        author=re.compile(rf"(?i)^(?:(?:{work}) )?(?:{by})\b:?\s+"),
        speaker=re.compile(rf"(?i)^(?:{alternatives((*words.speakers, *words.bylines))})\b:?\s+"),
        until=re.compile(
            rf"\s+(?:{alternatives(words.until)})\s+(?=\S*\d|[A-Z][a-z]+ \d)|\s*[|•·–—]\s*|,\s*|\s*\(|\d",
        ),
    )
