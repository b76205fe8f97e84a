"""Attribute a quotation to its speaker by rule, where no weights were learned: its clause, its cue, the subject of that cue."""

from __future__ import annotations

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Paragraph, Scene
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.caseless_speakers import find_caseless
from pipeline.stages.quotes.rules.clauses import Clause, Found, echoes, ends_in_colon, find_clause, words_around
from pipeline.stages.quotes.rules.innermost import find_innermost
from pipeline.stages.quotes.rules.not_speech import is_query, is_speech
from pipeline.stages.quotes.rules.noun_phrases import can_speak
from pipeline.stages.quotes.rules.speaker_places import (
    find_after,
    find_before,
    find_in_next_paragraph,
    find_in_next_sentence,
    find_in_sentence_before,
    find_label,
    find_unnamed,
)
from pipeline.stages.quotes.rules.unspaced import find_unspaced
from storage.model import Mention, QuoteKind

_FEWEST_WORDS = 4
"""Fewer words in marks are a title or a so-called thing unless a clause says that they are spoken. Chosen by hand, as in
`finder`."""
_DASHES = frozenset("—–―-")


def attribute_by_rule(scene: Scene, segment: Segment, previous: Mention | None) -> Attribution | None:
    """Attribute a quotation to whoever its clause names; to who spoke before where it stands alone; None if it is no speech."""
    paragraph = scene.look(scene.number_at(segment.start))
    clause = find_clause(scene, segment, paragraph)
    if not scene.grammar.language.cues.speech:
        return _attribute_bare(scene, paragraph, segment, clause)
    if is_query(scene, paragraph, segment):
        return None
    found = _find_speaker(scene, paragraph, segment, clause)
    if not is_speech(scene, paragraph, segment, clause, found):
        return None
    span = (segment.start, segment.end)
    if found is None or (found.span is None and found.cue is None):
        around = _find_around(scene, paragraph, segment, clause, previous)
        found = around or find_unnamed(scene, paragraph, segment, clause)
    if found is None:
        return None
    cue = (found.cue.start, found.cue.end) if found.cue else None
    mention = mention_at(scene.text, *found.span) if found.span else None
    return Attribution(spans=(span,), marked=(span,), kind=QuoteKind.DIRECT, cue=cue, mention=mention)


def _attribute_bare(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Attribution | None:
    """Read a quotation in a language of which nothing is known: a name and a colon before it name who speaks, nothing else."""
    label = find_label(scene, paragraph, clause)
    told = scene.text[segment.outer[1] : segment.outer[1] + 1] == "," and " " in scene.text[segment.start : segment.end]
    if not told and not is_speech(scene, paragraph, segment, clause, label):
        return None
    mention = mention_at(scene.text, *label.span) if label and label.span else None
    span = (segment.start, segment.end)
    return Attribution(spans=(span,), marked=(span,), kind=QuoteKind.DIRECT, mention=mention)


def _find_speaker(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Find the speaker in the clause of a quotation."""
    if not scene.grammar.language.cased:
        return find_caseless(scene, paragraph, segment, clause)
    if not scene.grammar.language.spaced:
        return find_after(scene, paragraph, segment, clause) or find_unspaced(scene, paragraph, segment, clause)
    if innermost := find_innermost(scene, paragraph, segment, clause):
        return innermost
    if ends_in_colon(scene.text[clause.start : segment.outer[0]], scene.grammar.language):
        return find_before(scene, paragraph, segment, clause) or find_after(scene, paragraph, segment, clause)
    return find_after(scene, paragraph, segment, clause) or find_before(scene, paragraph, segment, clause)


def _find_around(
    scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause, previous: Mention | None
) -> Found | None:
    """Find the speaker around a quotation whose own clause names none: in a sentence beside it, or who spoke before."""
    language = scene.grammar.language
    small = language.cues.speech | language.syntax.auxiliaries | language.clitics
    around = {word.lower() for word in words_around(scene, clause, segment)}
    alone = around <= small
    dashed = bool(set(scene.text[segment.outer[0] : segment.start]) & _DASHES)
    words = scene.text.count(" ", segment.start, segment.end) + 1
    colon = ends_in_colon(scene.text[clause.start : segment.outer[0]], language)
    if (
        not echoes(scene, clause, segment)
        and not colon
        and (not alone or (words < _FEWEST_WORDS and not around and not dashed))
    ):
        return None
    found = (
        find_in_next_sentence(scene, paragraph, segment) or find_in_next_paragraph(scene, paragraph, segment) if alone else None
    )
    if found:
        return found
    found = find_in_sentence_before(scene, paragraph, min(clause.start, segment.outer[0]))
    if found:
        return found
    if previous is None or not can_speak(scene, previous.text):
        return None
    return Found((previous.start, previous.end), None)
