"""Find direct speech that a dash opens, as Russian, Spanish, French, Polish and Swedish press set it.

A line that begins with a dash may be an entry of a list as well: it is speech where somebody's saying stands in it behind a
comma or another dash ("— Yes, — said X. — No."), or where the line above introduces it with a colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.grammar import UPPER, Grammar, pronouns_of
from pipeline.stages.quotes.quotation_marks import Segment
from storage.model import Span

_OPENING = re.compile(r"\s*[—–―-]\s?(?=[^\s—–―-])")
_PART = re.compile(r"(?P<stop>[,.!?…;:]?[”»\"]?)\s?[—–―]\s?|(?P<comma>[,!?…]) (?=[^\W\d_])| - ")
_SENTENCE_END = re.compile(rf"[.!?…]+(?=\s|$|[—–―])(?!\s*[^\W\d_{UPPER}])")
_FULL_NAME = re.compile(rf"[{UPPER}][^\W\d_]+ [{UPPER}][^\W\d_]+")
_NEAR_LINE = 160
"""The last characters of the line above in which a word of speech introduces what a dash opens. Chosen by hand: about a
sentence."""
_SHORT_LINE = 10
"""A line of at most this many words with a full name introduces it too: "Jane Sample, minister". Chosen by hand."""
_NARRATOR = 60
"""The characters behind a dash in which the writer's clause must have its cue. Chosen by hand: a cue, an office and a name."""
_NEVER = re.compile(r"(?!)")


def find_dash_segments(text: str, paragraphs: list[Span], grammar: Grammar) -> list[Segment]:
    """Return the spoken parts of the paragraphs that a dash opens, in order."""
    if not grammar.language.dashes:
        return []
    found: list[Segment] = []
    for number, (start, end) in enumerate(paragraphs):
        opening = _OPENING.match(text, start, end)
        if opening is None:
            continue
        parts = list(_cut(text, opening.end(), end, grammar))
        above = text[slice(*paragraphs[number - 1])].rstrip() if number else ""
        if len(parts) > 1 or (parts and parts[0][1] < end - 1) or _introduces(above, grammar.language):
            found += _make_segments(text, parts, (start, end))
    return found


def _make_segments(text: str, parts: list[Span], paragraph: Span) -> Iterator[Segment]:
    for number, (start, end) in enumerate(parts):
        while number and start < end and text[start] in " .,;":
            start += 1
        while end > start and text[end - 1] in " ,—–―-":
            end -= 1
        if end > start:
            dash = max(text.rfind(mark, max(start - 4, paragraph[0]), start) for mark in "—–―-")
            outer = (paragraph[0] if not number else dash if dash >= 0 else start - 1, end)
            yield Segment(start, end, outer, end < paragraph[1])


def _cut(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Span]:
    """Part a paragraph into what is said and what tells who says it; returns the spoken parts."""
    at = start
    while at < end:
        narrated = _find_narration(text, at, end, grammar)
        if narrated is None:
            yield at, end
            return
        yield at, narrated[0]
        at = narrated[1]


def _find_narration(text: str, start: int, end: int, grammar: Grammar) -> Span | None:
    """Return where the next clause of saying begins, and where speech goes on behind it."""
    for mark in _PART.finditer(text, start, end):
        if mark.start() <= start:
            continue
        stopped = bool(mark["stop"]) and mark["stop"][0] in ",!?…"
        if not _narrates(text, mark.end(), end, grammar, stopped=stopped):
            continue
        closing = _PART.search(text, mark.end(), end)
        while closing and closing["comma"]:
            closing = _PART.search(text, closing.end(), end)
        stop = _SENTENCE_END.search(text, mark.end(), end)
        if closing and (stop is None or closing.start() <= stop.end()):
            return mark.start() + len(mark["comma"] or mark["stop"] or ""), closing.end()
        return mark.start() + len(mark["comma"] or mark["stop"] or ""), end
    return None


def _narrates(text: str, at: int, end: int, grammar: Grammar, *, stopped: bool) -> bool:
    """Say whether a clause tells who speaks: it begins with a cue, or, behind a stopped part, with a verb before somebody."""
    language = grammar.language
    near = text[at : min(end, at + _NARRATOR)]
    words = [word.lower() for word in grammar.word.findall(near)]
    if not words or near[:1].isupper():
        return False
    first = [part for word in words[:1] for part in word.split("-")] + words[1:3]
    if any(word in language.cues.speech for word in first) and _is_verbal(words, language):
        return True
    named = _person(language).search(near)
    return stopped and named is not None


def _is_verbal(words: list[str], language: Language) -> bool:
    """Say whether a cue comes first, but for auxiliaries, pronouns and what negates it."""
    small = language.syntax.auxiliaries | pronouns_of(language) | language.clitics
    place = next((number for number, word in enumerate(words) if set(word.split("-")) & language.cues.speech), 9)
    return all(set(word.split("-")) & small for word in words[:place])


@lru_cache(maxsize=32)
def _person(language: Language) -> re.Pattern[str]:
    """Match somebody who can speak: a capitalised name or a pronoun, behind at most three small words."""
    pronouns = "|".join(sorted(map(re.escape, language.pronouns.man | language.pronouns.woman), key=len, reverse=True))
    if not pronouns:
        return _NEVER
    return re.compile(rf"^(?:[^\W\d_{UPPER}][^\W\d_]* ){{1,4}}(?:[{UPPER}][^\W\d_]+|(?:{pronouns})\b)")


def _introduces(above: str, language: Language) -> bool:
    """Say whether a line ends with a colon behind a cue of speech, or is short and names somebody in full."""
    if not above.endswith((":", "：")):
        return False
    words = re.findall(r"[^\W\d_]+", above[-_NEAR_LINE:])
    spoken = not language.cues.speech.isdisjoint(word.lower() for word in words)
    return spoken or (len(words) <= _SHORT_LINE and _FULL_NAME.search(above) is not None)
