"""Look at a paragraph with its quotations blanked out: its cues, and whoever could be a speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from pipeline.stages.quotes.grammar import Grammar
from pipeline.stages.quotes.marks import Segment, find_paragraphs, find_segments
from storage.model import Span


class Candidate(NamedTuple):
    """Words that may name a speaker. ``kind`` is N for a name, P for a pronoun, D for a description."""

    start: int
    end: int
    kind: str
    text: str


class Cue(NamedTuple):
    """A word that gives words to someone; ``word`` is in lower case."""

    start: int
    end: int
    word: str


class Paragraph(NamedTuple):
    """A paragraph: ``blank`` is its text with what stands in marks replaced by NUL, of the same length."""

    number: int
    start: int
    end: int
    blank: str
    candidates: tuple[Candidate, ...]
    cues: tuple[Cue, ...]


_POSSESSIVE = ("’s", "'s", "’S", "'S")


class Scene:
    """A text cut into paragraphs and segments; each paragraph is looked at when first asked for."""

    __slots__ = ("_seen", "_sentences", "_starts", "grammar", "paragraphs", "segments", "text")

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text = text
        self.grammar = grammar
        self.paragraphs = find_paragraphs(text)
        self.segments = find_segments(text, self.paragraphs)
        self._starts = [start for start, _ in self.paragraphs]
        self._seen: dict[int, Paragraph] = {}
        self._sentences: dict[int, list[Span]] = {}

    def number_at(self, offset: int) -> int:
        """Give the number of the paragraph that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def segments_between(self, start: int, end: int) -> list[Segment]:
        """Give the segments that begin between two offsets."""
        first = bisect_left(self.segments, (start,))
        last = bisect_left(self.segments, (end,), first)
        return self.segments[first:last]

    def look(self, number: int) -> Paragraph:
        """Give a paragraph with its cues and candidates."""
        seen = self._seen.get(number)
        if seen is None:
            start, end = self.paragraphs[number]
            blank = blank_out(self.text, self.segments, start, end)
            cues = find_cues(blank, start, self.grammar)
            seen = Paragraph(number, start, end, blank, tuple(find_candidates(blank, start, self.grammar)), tuple(cues))
            self._seen[number] = seen
        return seen

    def sentences(self, number: int) -> list[Span]:
        """Give the sentences of a paragraph; what stands in marks ends none."""
        found = self._sentences.get(number)
        if found is None:
            paragraph = self.look(number)
            found = self._sentences[number] = find_sentences(paragraph.blank, paragraph.start, self.grammar)
        return found

    def sentence_at(self, offset: int) -> Span:
        """Give the sentence that holds an offset."""
        number = self.number_at(offset)
        return next((each for each in self.sentences(number) if offset < each[1]), self.paragraphs[number])


def blank_out(text: str, segments: list[Segment], start: int, end: int) -> str:
    """Give ``text[start:end]`` with the insides of segments as NUL characters."""
    parts: list[str] = []
    edge = start
    first = bisect_right(segments, (start,))
    for segment in segments[max(first - 1, 0) :]:
        if segment.start >= end:
            break
        if segment.end <= edge:
            continue
        parts += (text[edge : max(segment.start, edge)], "\0" * (min(segment.end, end) - max(segment.start, edge)))
        edge = min(segment.end, end)
    return "".join((*parts, text[edge:end])) if parts else text[start:end]


def find_cues(blank: str, offset: int, grammar: Grammar) -> list[Cue]:
    """Find the cue words of a blanked paragraph."""
    known = grammar.cues
    found = [
        Cue(match.start() + offset, match.end() + offset, word)
        for match in grammar.word.finditer(blank)
        if (word := match.group().lower()) in known
    ]
    if grammar.according:
        found += [Cue(m.start() + offset, m.end() + offset, m.group().lower()) for m in grammar.according.finditer(blank)]
        found.sort()
    return found


def find_candidates(blank: str, offset: int, grammar: Grammar) -> list[Candidate]:
    """Find whoever could be a speaker in a blanked paragraph, in order."""
    found = [*_find_names(blank, offset, grammar)]
    if grammar.pronoun:
        found += [Candidate(m.start() + offset, m.end() + offset, "P", m.group()) for m in grammar.pronoun.finditer(blank)]
    if grammar.described:
        found += _find_described(blank, offset, grammar)
    found.sort()
    return found


def _find_names(blank: str, offset: int, grammar: Grammar) -> list[Candidate]:
    openers = grammar.language.openers
    found = []
    for match in grammar.name.finditer(blank):
        start, end = match.span()
        name = match.group()
        while name:
            first, _, rest = name.partition(" ")
            if first.lower() not in openers:
                break
            start, name = start + len(first) + 1, rest
        if name.endswith(_POSSESSIVE):
            end, name = end - 2, name[:-2]
        if name:
            found.append(Candidate(start + offset, end + offset, "N", name))
    return found


def _find_described(blank: str, offset: int, grammar: Grammar) -> list[Candidate]:
    found = []
    stops = grammar.stops
    assert grammar.described is not None
    for match in grammar.described.finditer(blank):
        words = match.group().split(" ")
        kept = 1
        while kept < len(words) and words[kept] not in stops:
            kept += 1
        if kept == 1 and len(words) > 1:
            continue
        text = " ".join(words[:kept])
        found.append(Candidate(match.start() + offset, match.start() + len(text) + offset, "D", text))
    return found


_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"”’»“)\]]*(?=\s|$)|[。！？]+[”」』）]*")


def find_sentences(blank: str, offset: int, grammar: Grammar) -> list[Span]:
    """Cut a blanked paragraph into sentences; a stop after a known abbreviation or an initial ends none."""
    sentences: list[Span] = []
    start = 0
    short = grammar.language.short
    for match in _SENTENCE_END.finditer(blank):
        if match.group() == ".":
            word = blank[max(match.start() - 12, 0) : match.start()].rsplit(None, 1)[-1:] or [""]
            last = word[0].lstrip("(“\"'‘")
            behind = blank[match.end() : match.end() + 3].lstrip()[:1]
            if (len(last) == 1 and last.isupper()) or last.lower() in short or behind.islower():
                continue
        sentences.append((start + offset, match.end() + offset))
        start = match.end()
        while start < len(blank) and blank[start].isspace():
            start += 1
    if start < len(blank):
        sentences.append((start + offset, len(blank) + offset))
    return sentences
