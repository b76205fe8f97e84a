"""Find whom the innermost clause before a quotation names: "X recalled that Y had said: “…”", "“…”, said X, and Y said: “…”".

A clause of its own begins behind "that", or behind a comma with small words, where somebody else spoke before; its subject
stands right before its verb. A verb of citing has as its object whose words follow: "X quoted Y: “…”".
"""

from __future__ import annotations

import re

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import FULL_NAME, UPPER
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import WORDS, Clause, Found
from pipeline.stages.quotes.rules.noun_phrases import first_named, read_phrase

_LONGEST_GAP = 60
"""The characters between the innermost cue and its quotation. Chosen by hand: an occasion or a day may stand there."""
_MOST_VERB = 3
"""The auxiliaries between a subject and its cue: "has since been". Chosen by hand."""
_MOST_OPENING = 4
"""The small words with which a clause may begin behind a comma: "while at the same time". Chosen by hand."""
_OPENING = re.compile(rf"[,;] ((?:[^\W\d_{UPPER}][\w’'-]* ){{1,{_MOST_OPENING}}})$")


def find_innermost(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Return who speaks in the innermost clause before a quotation; None if it has but one clause there."""
    words, opened = scene.grammar.language.cues, segment.outer[0]
    left = [cue for cue in paragraph.cues if clause.start <= cue.start and cue.end <= opened]
    if not left or opened - left[-1].end > _LONGEST_GAP:
        return None
    cue = left[-1]
    if cue.word in words.citing and (cited := _find_cited(scene, paragraph, cue, opened)):
        return cited
    if cue.word not in words.speech or not _speaks_before(scene, paragraph, clause, cue):
        return None
    for candidate in reversed([each for each in paragraph.candidates if clause.start <= each.start and each.end <= cue.start]):
        if not _is_subject(scene, candidate, cue):
            return None
        if _opens_clause(scene, candidate, clause):
            return Found((candidate.start, candidate.end), cue)
    return None


def _find_cited(scene: Scene, paragraph: Paragraph, cue: Cue, opened: int) -> Found | None:
    named = first_named(scene, paragraph, cue.end, opened)
    if named is None or not FULL_NAME.search(named.text) or scene.text[cue.end : named.start].count(" ") > 1:
        return None
    phrase = read_phrase(scene, paragraph, named, cue.end, opened)
    return Found((phrase.start, phrase.end), cue)


def _speaks_before(scene: Scene, paragraph: Paragraph, clause: Clause, cue: Cue) -> bool:
    """Say whether somebody spoke earlier in the sentence: another cue, or another quotation."""
    earlier = any(clause.start <= each.start and each.end < cue.start for each in paragraph.cues)
    return earlier or bool(scene.segments_between(clause.start, cue.start))


def _is_subject(scene: Scene, candidate: Candidate, cue: Cue) -> bool:
    """Say whether between somebody and the cue stand but auxiliaries."""
    between = scene.text[candidate.end : cue.start]
    words = [word.lower() for word in WORDS.findall(between)]
    language = scene.grammar.language
    small = language.syntax.auxiliaries | language.clitics
    return len(words) <= _MOST_VERB and not re.search(r"[^\w\s’'-]", between) and all(word in small for word in words)


def _opens_clause(scene: Scene, candidate: Candidate, clause: Clause) -> bool:
    """Say whether somebody's name, or a pronoun, stands right behind what opens a clause."""
    if candidate.kind == "D" or (candidate.kind == "N" and not FULL_NAME.match(candidate.text)):
        return False
    language = scene.grammar.language
    before = scene.text[clause.start : candidate.start]
    last = (WORDS.findall(before)[-1:] or [""])[0].lower()
    if last in language.cues.that:
        return True
    opening = _OPENING.search(before)
    if opening is None:
        return False
    small = {word.lower() for word in WORDS.findall(opening.group(1))}
    if not language.syntax.contrasting.isdisjoint(small):
        return True
    others = language.syntax.oblique | language.links | language.syntax.tails | language.determiners | language.titles
    others |= language.roles | language.cues.speech | language.cues.after
    return others.isdisjoint(small)
