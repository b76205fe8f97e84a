"""Bound the clause around a quotation, and read what it is made of."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import UPPER
from pipeline.stages.quotes.quotation_marks import Segment
from storage.model import Span

WORDS = re.compile(r"[^\W\d_]+")
_SENTENCE_AFTER = re.compile(rf"\s*(?:$|[{UPPER}\n])")
_REACH = 500
"""A clause ends at the latest this many characters from its quotation. Chosen by hand: it bounds the time of text without full
stops."""
_STOPS = frozenset(".!?。！？")


class Clause(NamedTuple):
    """The clause around a quotation: from ``start`` to its opening mark, and from its closing mark to ``end``."""

    start: int
    end: int


class Found(NamedTuple):
    """A speaker found, and the cue that links it to the words; ``span`` None if the clause surely names none."""

    span: Span | None
    cue: Cue | None


def ends_in_colon(words: str, language: Language) -> bool:
    """Say whether words end with a colon, or with what is one before a quotation in a language."""
    return words.rstrip().endswith((":", "：", *language.syntax.colons))


def find_clause(scene: Scene, segment: Segment, paragraph: Paragraph) -> Clause:
    """Bound the clause around a quotation. A quotation that is a whole sentence has nothing on a side where one ends."""
    text = scene.text
    sentence = scene.sentence_at(segment.outer[0])
    low, high = segment.outer[0] - _REACH, segment.outer[1] + _REACH
    start, end = max(sentence[0], low), min(max(sentence[1], segment.outer[1]), high)
    for other in scene.segments_between(max(paragraph.start, low), min(paragraph.end, high)):
        ends = text[other.end - 1 : other.end] in _STOPS and _SENTENCE_AFTER.match(text, other.outer[1], paragraph.end)
        if ends and other.outer[1] <= segment.outer[0]:
            start = max(start, other.outer[1])
        if ends and other.outer[1] >= segment.outer[1]:
            end = min(end, other.outer[1])
    start = start if text[start : segment.outer[0]].strip() else segment.outer[0]
    return Clause(start, max(end, segment.outer[1]))


def words_around(scene: Scene, clause: Clause, segment: Segment) -> set[str]:
    """Return the words of a clause outside its quotation."""
    return {
        *WORDS.findall(scene.text, clause.start, segment.outer[0]),
        *WORDS.findall(scene.text, segment.outer[1], clause.end),
    }


def echoes(scene: Scene, clause: Clause, segment: Segment) -> bool:
    """Say whether the clause goes on reporting without a cue of its own, by the form of its verb (German "sei", "habe")."""
    return not words_around(scene, clause, segment).isdisjoint(scene.grammar.language.cues.echo)


def cues_of(paragraph: Paragraph, clause: Clause) -> list[Cue]:
    """Return the cues of a clause, in order."""
    return [cue for cue in paragraph.cues if clause.start <= cue.start < clause.end]
