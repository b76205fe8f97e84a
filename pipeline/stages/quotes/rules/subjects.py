"""Weigh who in a clause is its subject: by place, by what it is called, and by what stands before it."""

from __future__ import annotations

from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.rules.clauses import WORDS, Clause, Found
from pipeline.stages.quotes.rules.noun_phrases import Phrase, read_phrases
from storage.model import Span

EMBEDDED = 5
"""What a phrase must be worth where no cue says that it speaks. Set by hand, as the other weights here."""

_NEAR_VERB = 2
"""What a phrase gains by an auxiliary before it."""


def find_subject(scene: Scene, paragraph: Paragraph, clause: Clause, outer: Span, cue: Cue | None, least: int) -> Found | None:
    """Take whoever in the clause, outside the quotation ``outer``, is likeliest its subject, if worth ``least``."""
    best: tuple[int, Phrase] | None = None
    left = read_phrases(scene, paragraph, clause.start, min(outer[0], clause.end))
    right = read_phrases(scene, paragraph, outer[1], clause.end)
    for phrase in (*left, *right):
        worth = _weigh(scene, clause, phrase, cue, outer[0])
        able = phrase.role or phrase.named or phrase.kind == "P"
        if worth >= least and (cue or able) and (best is None or worth > best[0]):
            best = (worth, phrase)
    return Found((best[1].start, best[1].end), cue) if best else None


def _weigh(scene: Scene, clause: Clause, phrase: Phrase, cue: Cue | None, opened: int) -> int:
    language, text = scene.grammar.language, scene.text
    head = WORDS.findall(text, clause.start, phrase.start)
    initial = (
        all(word.lower() in language.openers and word.lower() not in language.syntax.oblique for word in head)
        and len(head) <= 2
    )
    able = phrase.role or phrase.named or phrase.kind == "P" or phrase.definite
    worth = 3 * phrase.role + 3 * (phrase.kind == "P") + 2 * phrase.named - 6 * phrase.oblique + 3 * (initial and able)
    worth += _NEAR_VERB * (phrase.before in language.syntax.auxiliaries)
    if cue:
        gap = cue.start - phrase.end if phrase.end <= cue.start else phrase.start - cue.end
        worth += 3 * (gap <= 2) - gap // 40
        between = text[cue.end : phrase.start]
        worth -= 4 * (phrase.start > cue.end and ("," in between or not language.cues.that.isdisjoint(between.split())))
    return worth - 2 * (phrase.start > opened)
