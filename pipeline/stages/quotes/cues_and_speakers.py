"""Look at a paragraph with its quotations blanked out: its cues, and whoever could be a speaker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import NamedTuple

from pipeline.knowledge import Language
from pipeline.stages.quotes.dashes import find_dash_segments
from pipeline.stages.quotes.grammar import Grammar, pronouns_of
from pipeline.stages.quotes.narration import part_narrated
from pipeline.stages.quotes.quotation_marks import Segment, find_paragraphs, find_segments
from pipeline.stages.quotes.wrapping import unwrap
from pipeline.stages.speakers.name_in_mention import PARTICLES
from storage.model import Span


class Candidate(NamedTuple):
    """Words that may name a speaker. ``kind`` is N for a name, P for a pronoun, D for a description."""

    start: int
    end: int
    kind: str
    text: str

    def overlaps(self, span: Span) -> bool:
        """Say whether it has characters in common with a span."""
        return self.start < span[1] and self.end > span[0]


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
    candidates: list[Candidate]
    cues: list[Cue]


_LONGEST = 6000
"""A longer paragraph is cut, in characters. Chosen by hand: about a thousand words; a cut may lose a speaker at its edge, and
time grows with the square of the length."""
_LONGEST_PREPOSITION = 16
"""The characters before a name in which its preposition or article is looked for. Chosen by hand: the longest prepositions of
the language files have fewer."""
_POSSESSIVE = ("’s", "'s", "’S", "'S")


class Scene:
    """A text cut into paragraphs and segments; each paragraph is looked at when first asked for.

    ``text`` is the ``original`` with a space for each break of hard-wrapped lines.
    """

    __slots__ = (
        "_seen",
        "_sentences",
        "_starts",
        "_subjects",
        "_surnames",
        "grammar",
        "original",
        "paragraphs",
        "segments",
        "text",
    )

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.original = text
        self.text = text = unwrap(text)
        self.grammar = grammar
        whole = find_paragraphs(text)
        marked = part_narrated(text, find_segments(text, whole), grammar)
        self.segments = _merge(marked, find_dash_segments(text, whole, grammar))
        self.paragraphs = cut_long(text, whole, self.segments)
        self._starts = [start for start, _ in self.paragraphs]
        self._seen: dict[int, Paragraph] = {}
        self._sentences: dict[int, list[Span]] = {}
        self._subjects: dict[int, list[Candidate]] = {}
        self._surnames: frozenset[str] | None = None

    def begin_at(self, number: int, start: int) -> None:
        """Let a paragraph that was not looked at yet begin further on; what stands before stays in no paragraph."""
        self.paragraphs = [*self.paragraphs[:number], (start, self.paragraphs[number][1]), *self.paragraphs[number + 1 :]]

    def number_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds an offset."""
        return bisect_right(self._starts, offset) - 1

    def segments_between(self, start: int, end: int) -> list[Segment]:
        """Return the segments that begin between two offsets."""
        first = bisect_left(self.segments, (start,))
        last = bisect_left(self.segments, (end,), first)
        return self.segments[first:last]

    def segment_before(self, segment: Segment) -> Segment | None:
        """Return the segment before another one."""
        place = bisect_left(self.segments, segment)
        return self.segments[place - 1] if place else None

    def look(self, number: int) -> Paragraph:
        """Return a paragraph with its cues and candidates."""
        seen = self._seen.get(number)
        if seen is None:
            start, end = self.paragraphs[number]
            blank = blank_out(self.text, self.segments_between(start, end), start, end)
            cues, candidates = find_words(blank, start, self.grammar)
            seen = self._seen[number] = Paragraph(number, start, end, blank, candidates, cues)
        return seen

    def subjects(self, number: int) -> list[Candidate]:
        """Return the names of a paragraph that can be a person who acts: not "in Sampleton", nor "the Samplelanders"."""
        found = self._subjects.get(number)
        if found is None:
            names = (each for each in self.look(number).candidates if each.kind == "N")
            found = self._subjects[number] = [each for each in names if not self._is_oblique(each)]
        return found

    def _is_oblique(self, name: Candidate) -> bool:
        language = self.grammar.language
        before = self.text[max(name.start - _LONGEST_PREPOSITION, 0) : name.start].lower().split()
        if before and before[-1] in language.determiners:
            first = name.text.split(" ", 1)[0].lower().rstrip(".")
            if language.code == "en" and first not in language.titles | language.roles:
                return True  # "the Samplelanders", "the Example Islands": a group or a place
            before.pop()
        return bool(before) and before[-1] in language.syntax.oblique

    def names(self) -> frozenset[str]:
        """Return the names in the text, as written."""
        found = (each for number in range(len(self.paragraphs)) for each in self.look(number).candidates)
        return frozenset(each.text for each in found if each.kind == "N")

    def surnames(self) -> frozenset[str]:
        """Return the last words of the full names in the text."""
        if self._surnames is None:
            names = (
                each.text.split()
                for number in range(len(self.paragraphs))
                for each in self.look(number).candidates
                if each.kind == "N"
            )
            self._surnames = frozenset(words[-1] for words in names if len(words) > 1 and words[-2][:1].isupper())
        return self._surnames

    def sentences(self, number: int) -> list[Span]:
        """Return the sentences of a paragraph; what stands in marks ends none."""
        found = self._sentences.get(number)
        if found is None:
            start, end = self.paragraphs[number]
            blank = blank_out(self.text, self.segments_between(start, end), start, end)
            found = self._sentences[number] = find_sentences(blank, start, self.grammar)
        return found

    def sentence_at(self, offset: int) -> Span:
        """Return the sentence that holds an offset."""
        number = self.number_at(offset)
        sentences = self.sentences(number)
        place = bisect_right(sentences, offset, key=itemgetter(1))
        return sentences[place] if place < len(sentences) else self.paragraphs[number]


def _merge(marked: list[Segment], spoken: list[Segment]) -> list[Segment]:
    """Join what stands in marks and what a dash opens; marks inside speech are its own."""
    if not spoken:
        return marked
    inside = [(each.outer[0], each.end) for each in spoken]
    starts = [start for start, _ in inside]
    kept = [each for each in marked if not _lies_in(each, inside, starts)]
    return sorted((*kept, *spoken))


def _lies_in(segment: Segment, spans: list[Span], starts: list[int]) -> bool:
    place = bisect_right(starts, segment.outer[0]) - 1
    return place >= 0 and segment.outer[0] < spans[place][1]


def cut_long(text: str, paragraphs: list[Span], segments: list[Segment]) -> list[Span]:
    """Cut very long paragraphs into parts at the end of a sentence, or of a quotation, so that time grows with length only."""
    if all(end - start <= _LONGEST for start, end in paragraphs):
        return paragraphs
    parts: list[Span] = []
    for start, end in paragraphs:
        while end - start > _LONGEST:
            cut = _find_cut(text, start + _LONGEST // 2, start + _LONGEST, segments)
            if cut >= end:
                break
            parts.append((start, cut))
            start = cut
        parts.append((start, end))
    return parts


def _find_cut(text: str, low: int, high: int, segments: list[Segment]) -> int:
    found = max(text.rfind(stop, low, high) for stop in (". ", "! ", "? ", "。"))
    cut = found + 1 if found >= 0 else high
    place = bisect_right(segments, cut, key=itemgetter(0)) - 1
    return segments[place].outer[1] if place >= 0 and segments[place].outer[1] > cut else cut


def blank_out(text: str, segments: list[Segment], start: int, end: int) -> str:
    """Return ``text[start:end]`` with the insides of segments, all between the two offsets, as NUL characters."""
    parts: list[str] = []
    edge = start
    for segment in segments:
        parts += (text[edge : segment.start], "\0" * (segment.end - segment.start))
        edge = segment.end
    return "".join((*parts, text[edge:end])) if parts else text[start:end]


def find_words(blank: str, offset: int, grammar: Grammar) -> tuple[list[Cue], list[Candidate]]:
    """Find the cues of a blanked paragraph, and whoever could be a speaker in it, both in order."""
    cues: list[Cue] = []
    found = _find_names(blank, offset, grammar)
    kinds, phrases = grammar.kinds, grammar.phrases
    edge = 0
    for match in grammar.word.finditer(blank):
        word = match.group().lower()
        if word in phrases and (phrase := _read_phrase(blank, match.start(), phrases[word])):
            cues.append(Cue(match.start() + offset, match.start() + len(phrase) + offset, phrase))
        kind = kinds.get(word)
        if kind is None:
            if "-" in word and grammar.language.syntax.inverting:
                _read_inverted(match, offset, grammar, cues, found)
            continue
        start, end = match.span()
        if "c" in kind:
            cues.append(Cue(start + offset, end + offset, word))
        if "p" in kind:
            found.append(Candidate(start + offset, end + offset, "P", match.group()))
        if start >= edge and ("d" in kind or "r" in kind):
            edge = _end_description(blank, end, grammar) if "d" in kind else end
            if edge > end or "r" in kind:
                found.append(Candidate(start + offset, edge + offset, "D", blank[start:edge]))
    found.sort()
    return cues, found


def _read_inverted(match: re.Match[str], offset: int, grammar: Grammar, cues: list[Cue], found: list[Candidate]) -> None:
    """Add the cue and the pronoun of an inverted verb: "explique-t-elle", "a-t-il"."""
    word, start = match.group(), match.start() + offset
    first, last = word.lower().split("-", 1)[0], word.rsplit("-", 1)[-1]
    if last.lower() not in pronouns_of(grammar.language):
        return
    if "c" in grammar.kinds.get(first, ""):
        cues.append(Cue(start, start + len(first), first))
    found.append(Candidate(start + len(word) - len(last), start + len(word), "P", last))


def _read_phrase(blank: str, start: int, phrases: tuple[str, ...]) -> str | None:
    there = blank[start : start + 40].lower()
    return next((phrase for phrase in phrases if there.startswith(phrase)), None)


def _end_description(blank: str, end: int, grammar: Grammar) -> int:
    """Return where the small words after a determiner end: at a cue or another word that belongs to no description."""
    match = grammar.small.match(blank, end)
    if match is None:
        return end
    for word in match.group()[1:].split(" "):
        if word in grammar.stops:
            break
        end += len(word) + 1
    return end


def _find_names(blank: str, offset: int, grammar: Grammar) -> list[Candidate]:
    openers, speech = grammar.language.openers, grammar.language.cues.speech
    found = []
    for match in grammar.name.finditer(blank):
        start, end = match.span()
        name = match.group()
        while name:
            first, _, rest = name.partition(" ")
            lower = first.lower()
            if lower not in openers or _begins_surname(first, rest) or _begins_place(first, rest, grammar.language):
                if not rest or lower not in speech or not blank.startswith(":", end):
                    break
            elif not rest and lower in grammar.language.surnames and _is_beside_cue(blank, start, end, speech):
                break
            start, name = start + len(first) + 1, rest
        if name.endswith(_POSSESSIVE):
            end, name = end - 2, name[:-2]
        if name:
            found.append(Candidate(start + offset, end + offset, "N", name))
    return found


def _is_beside_cue(blank: str, start: int, end: int, speech: frozenset[str]) -> bool:
    """Say whether a cue stands right before or behind a word: "May added", "said May"."""
    before, after = blank[:start].rstrip(" ").rsplit(" ", 1)[-1], blank[end + 1 : end + 30].split(" ", 1)[0].rstrip(".,:;")
    return (blank[start - 1 : start] == " " and before in speech) or (blank[end : end + 1] == " " and after in speech)


def _begins_surname(first: str, rest: str) -> bool:
    """Say whether a particle written large begins a surname, as at the head of a sentence: "Von der Example"."""
    second, _, third = rest.partition(" ")
    return first.lower() in PARTICLES and second in PARTICLES and third[:1].isupper()


def _begins_place(first: str, rest: str, language: Language) -> bool:
    """Say whether a word that may begin a sentence is the first of a place's name: "New" of "New York"."""
    return f"{first} {rest.partition(' ')[0]}" in language.headlines.places


_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"”’»“)\]]*(?=\s|$)|[。！？]+[”」』）]*")


_OPENING_MARKS = frozenset('«“„"')


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
            if "." in grammar.language.syntax.colons and behind in _OPENING_MARKS:
                continue
        sentences.append((start + offset, match.end() + offset))
        start = match.end()
        while start < len(blank) and blank[start].isspace():
            start += 1
    if start < len(blank):
        sentences.append((start + offset, len(blank) + offset))
    return sentences
