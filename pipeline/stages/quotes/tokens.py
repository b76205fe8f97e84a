"""Cut a paragraph into tokens for the tagger: words and marks, each quotation a single token."""

from __future__ import annotations

import re

from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.scene import Scene
from storage.model import Span

Token = tuple[int, int, str, Segment | None]
"""Start, end, and the word: its text, or a sign that begins with NUL for a whole quotation, which is then the fourth."""


_TOKEN = re.compile(
    r"(?:[^\W\d_a-z]\.)+(?:-\w+)*|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|Prof|Rev|Hon)\."
    r"|n[’']t\b|[’'](?:s|re|ve|ll|d|m|S)\b|\w+(?:[\-&/.]\w+)*?(?=n[’']t\b)|\w+(?:[\-&/.]\w+)*|[^\w\s]"
)


def cut_tokens(scene: Scene, span: Span) -> list[Token]:
    """Give the tokens of a paragraph in order. Plain tuples: a news corpus has hundreds of millions of them."""
    text, cut = scene.text, _TOKEN.finditer
    tokens: list[Token] = []
    edge = span[0]
    for segment in scene.segments_between(*span):
        tokens += [(found.start(), found.end(), found[0], None) for found in cut(text, edge, segment.outer[0])]
        tokens.append((*segment.outer, _shape(text, segment), segment))
        edge = segment.outer[1]
    tokens += [(found.start(), found.end(), found[0], None) for found in cut(text, edge, span[1])]
    return tokens


def _shape(text: str, segment: Segment) -> str:
    """Write what a quotation looks like from outside: its length, how it begins, how it ends."""
    words = text.count(" ", segment.start, segment.end) + 1
    length = "1" if words < 2 else "2" if words < 4 else "3" if words < 7 else "4" if words < 15 else "5"
    first = text[segment.start : segment.end].lstrip()[:1]
    last = text[segment.start : segment.end].rstrip()[-1:]
    begins = "A" if first.isupper() else "a" if first.isalpha() else "."
    ends = last if last in ",.?!" else "-" if last in "—–…" else "w"
    return f"\0{length}{begins}{ends}{'' if segment.closed else 'o'}"
