"""Cut a sentence into tokens for the tagger: words and marks, each quotation a single token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.quotation_marks import Segment
from storage.model import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_a-z]\.)+(?:-\w+)*|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|St|Jr|Sr|Prof|Rev|Hon)\."
    r"|n[’']t\b|[’'](?:s|re|ve|ll|d|m|S)\b|\w+(?:[\-&/.]\w+)*?(?=n[’']t\b)|\w+(?:[\-&/.]\w+)*|[^\w\s]"
)


def cut_words(scene: Scene, start: int, end: int) -> list[str]:
    """Return the words of a sentence in order; a whole quotation is a sign that begins with NUL."""
    text, cut = scene.text, _TOKEN.findall
    segments = scene.segments_between(start, end)
    if not segments:
        return cut(text, start, end)
    words: list[str] = []
    for segment in segments:
        words += cut(text, start, segment.outer[0])
        words.append(_shape(text, segment))
        start = segment.outer[1]
    return words + cut(text, start, end)


def place_words(scene: Scene, start: int, words: Sequence[str]) -> Iterator[Span]:
    """Return where the words of a sentence stand that begins at an offset: between them is nothing but white space."""
    find = scene.text.find
    for word in words:
        if word[0] == "\0" and len(word) > 1:
            segment = scene.segments_between(start, len(scene.text))[0]
            begin, start = segment.outer
        else:
            begin = find(word, start)
            start = begin + len(word)
        yield begin, start


def _shape(text: str, segment: Segment) -> str:
    """Write what a quotation looks like from outside: its length, how it begins, how it ends."""
    words = text.count(" ", segment.start, segment.end) + 1
    length = "1" if words < 2 else "2" if words < 4 else "3" if words < 7 else "4" if words < 15 else "5"
    first = text[segment.start : segment.end].lstrip()[:1]
    last = text[segment.start : segment.end].rstrip()[-1:]
    begins = "A" if first.isupper() else "a" if first.isalpha() else "."
    ends = last if last in ",.?!" else "-" if last in "—–…" else "w"
    return f"\0{length}{begins}{ends}{'' if segment.closed else 'o'}"
