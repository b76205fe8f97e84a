"""Attribute paragraphs of quotations to the speaker whom the line above introduces: "The minister said:", then “…”."""

from __future__ import annotations

import re

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Paragraph, Scene
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.reports import find_subject as find_report_subject
from pipeline.stages.quotes.rules.caseless_speakers import find_caseless_subject
from pipeline.stages.quotes.rules.clauses import Clause, cues_of
from pipeline.stages.quotes.rules.noun_phrases import read_phrases
from pipeline.stages.quotes.rules.subjects import find_subject
from pipeline.stages.quotes.rules.unspaced import find_unspaced_subject
from storage.model import Mention, QuoteKind, Span

_LABEL = re.compile(r"[(\[]|[A-Z][\w.’' -]{1,40}:")
_LONGEST = 400
"""The last characters of a line in which its speaker is looked for. Chosen by hand: a long sentence."""
_NEAR_END = 24
"""The last characters in which a word points to what follows: "as follows", "the following". Chosen by hand."""
_COLONS = (":", "：", "՝")


class Above:
    """Who is introduced for the paragraphs of quotations that follow one another, read from the top."""

    __slots__ = ("_cue", "_mention", "_scene", "_until")

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._mention: Mention | None = None
        self._cue: Span | None = None
        self._until = -1

    def read(self, number: int) -> Attribution | None:
        """Return the attribution of a paragraph that is nothing but quotations, where one above introduces it."""
        scene = self._scene
        segments = scene.segments_between(*scene.paragraphs[number])
        if not segments or (self._until != number - 1 and not _may_introduce(scene, number - 1)):
            return None
        if not _is_quoted(scene, number, segments):
            return None
        if self._until != number - 1:
            self._mention = None
            if number and not self._introduce(number - 1):
                return None
        if self._mention is None:
            return None
        self._until = number
        spans = tuple((segment.start, segment.end) for segment in segments)
        return Attribution(spans=spans, marked=spans, kind=QuoteKind.DIRECT, cue=self._cue, mention=self._mention)

    def _introduce(self, number: int) -> bool:
        """Read the line above; say whether it introduces somebody."""
        scene = self._scene
        paragraph = scene.look(number)
        text = scene.text[paragraph.start : paragraph.end].rstrip()
        end = paragraph.start + len(text)
        start = max(scene.sentence_at(end - 1)[0], end - _LONGEST)
        if not text.endswith(_stops(scene, paragraph, end)):
            return False
        found = _find_speaker(scene, paragraph, Clause(start, end))
        if found is None:
            return False
        self._mention, self._cue = found
        return True


def _may_introduce(scene: Scene, number: int) -> bool:
    """Say whether a paragraph ends as a line does that introduces another."""
    line = scene.text[slice(*scene.paragraphs[number])].rstrip() if number >= 0 else ""
    last = line[-1:]
    if last in (".", "。") and any(word in line[-_NEAR_END:] for word in scene.grammar.language.syntax.cataphoric):
        return True
    return last in _COLONS or last in scene.grammar.language.syntax.colons


def _stops(scene: Scene, paragraph: Paragraph, end: int) -> tuple[str, ...]:
    """Return what may end a line that introduces: a colon, and the Armenian stop right behind a cue."""
    if any(
        word in scene.text[max(end - _NEAR_END, paragraph.start) : end] for word in scene.grammar.language.syntax.cataphoric
    ):
        return (*_COLONS, ".", "。")
    behind_cue = any(end - 2 <= cue.end <= end for cue in paragraph.cues)
    return (*_COLONS, *scene.grammar.language.syntax.colons) if behind_cue else _COLONS


def _is_quoted(scene: Scene, number: int, segments: list[Segment]) -> bool:
    """Say whether a paragraph begins with a quotation and holds no words of the writer's."""
    start, end = scene.paragraphs[number]
    if scene.text[start : segments[0].outer[0]].strip() or _LABEL.match(scene.text, segments[0].start):
        return False
    edges = [*(segment.outer[0] for segment in segments[1:]), end]
    between = [scene.text[segment.outer[1] : edge] for segment, edge in zip(segments, edges, strict=True)]
    return not any(re.search(r"\w", each) for each in between)


def _find_speaker(scene: Scene, paragraph: Paragraph, clause: Clause) -> tuple[Mention, Span | None] | None:
    """Find whom a line names: the subject of its last cue, else, where nothing else is said, the only one named in it."""
    if not scene.grammar.language.cased:
        subject = find_caseless_subject(scene, paragraph, clause.end)
        if subject is None or subject.span is None:
            return None
        return mention_at(scene.text, *subject.span), (subject.cue.start, subject.cue.end) if subject.cue else None
    if not scene.grammar.language.spaced:
        return find_unspaced_subject(scene, paragraph, clause.start, clause.end)
    if scene.grammar.language.code == "en":
        return _find_english(scene, paragraph, clause)
    cues = [cue for cue in cues_of(paragraph, clause) if cue.word in scene.grammar.language.cues.speech]
    if cues:
        found = find_subject(scene, paragraph, clause, (clause.end, clause.end), cues[-1], 0)
        if found and found.span:
            return mention_at(scene.text, *found.span), (cues[-1].start, cues[-1].end)
        return None
    return _find_only(scene, paragraph, clause)


def _find_english(scene: Scene, paragraph: Paragraph, clause: Clause) -> tuple[Mention, Span | None] | None:
    """Find the subject of the last cue of an English line."""
    for cue in reversed(cues_of(paragraph, clause)):
        if found := find_report_subject(scene, paragraph, (clause.start, clause.end), cue):
            return found, (cue.start, cue.end)
    return _find_only(scene, paragraph, clause)


def _find_only(scene: Scene, paragraph: Paragraph, clause: Clause) -> tuple[Mention, Span | None] | None:
    """Find the only person whom a line without a cue names, in full or with a title."""
    phrases = list(read_phrases(scene, paragraph, clause.start, clause.end))
    names = [each for each in paragraph.candidates if each.kind == "N" and clause.start <= each.start]
    if len(phrases) == 1 and len(names) == 1 and " " in names[0].text:
        return mention_at(scene.text, *widen(names[0], paragraph, scene.grammar.language)), None
    return None
