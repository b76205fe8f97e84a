"""Read whom a clause names as its source: "according to X", "X zufolge", "für X ist", "in X heißt es"."""

from __future__ import annotations

from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import WORDS, Clause, Found
from pipeline.stages.quotes.rules.noun_phrases import Phrase, first_named, read_phrase, read_phrases
from storage.model import Span

_CLAUSE = 60
"""The characters behind "according to" in which its source is named. Chosen by hand: an office and a name."""


def find_according(scene: Scene, paragraph: Paragraph, clause: Clause, cues: list[Cue], opened: int) -> Found | None:
    """Read "according to X", "X zufolge", "für X ist" and "in X heißt es"."""
    words = scene.grammar.language.cues
    for cue in cues:
        if owner := _find_owner(scene, cue):
            return Found(owner, cue)
        if cue.word in words.placed:
            return find_placed(scene, paragraph, clause, cue)
        if cue.word in words.trailing:
            before = list(read_phrases(scene, paragraph, clause.start, cue.start))
            if before and cue.start - before[-1].end <= 1:
                return Found((before[-1].start, before[-1].end), cue)
        if cue.word in words.according:
            named = first_named(scene, paragraph, cue.end, min(clause.end, cue.end + _CLAUSE))
            if named is None:
                named = first_named(scene, paragraph, clause.start, cue.start)
            if named and named.start >= cue.end and "," in scene.text[cue.end : named.start]:
                return Found(None, cue)
            if named:
                low = cue.end if named.start >= cue.end else clause.start
                high = opened if named.end <= opened else clause.end
                phrase = read_phrase(scene, paragraph, named, low, high)
                return Found((phrase.start, phrase.end), cue)
    return _find_judging(scene, paragraph, clause)


def _find_owner(scene: Scene, cue: Cue) -> Span | None:
    """Return the pronoun inside "in his words" (Russian "по его словам")."""
    pronouns = scene.grammar.language.pronouns
    if cue.word not in scene.grammar.language.cues.according:
        return None
    owned = pronouns.his | pronouns.hers
    return next(
        (match.span() for match in WORDS.finditer(scene.text, cue.start, cue.end) if match.group().lower() in owned), None
    )


def _find_judging(scene: Scene, paragraph: Paragraph, clause: Clause) -> Found | None:
    """Read "Für X ist dies …": the clause begins with whose judgement it gives."""
    first = WORDS.search(scene.text, clause.start, clause.end)
    if first is None or first.group().lower() not in scene.grammar.language.syntax.judging:
        return None
    phrase = next(read_phrases(scene, paragraph, first.end(), clause.end), None)
    if phrase is None or phrase.start > first.end() + 1 or not (phrase.role or phrase.named):
        return None
    return Found((phrase.start, phrase.end), Cue(first.start(), first.end(), first.group().lower()))


def find_placed(scene: Scene, paragraph: Paragraph, clause: Clause, cue: Cue) -> Found | None:
    """Take what the words stand in: "heißt es in X", "in X heißt es"."""
    phrases = list(read_phrases(scene, paragraph, clause.start, clause.end))
    behind = [phrase for phrase in phrases if phrase.start >= cue.end and phrase.oblique]
    before = [phrase for phrase in phrases if phrase.end <= cue.start and phrase.oblique]
    near = bool(behind) and "," not in scene.text[cue.end : behind[0].start] and behind[0].start - cue.end < _CLAUSE
    chosen: Phrase | None = before[-1] if before and not near else behind[0] if near else None
    return Found((chosen.start, chosen.end), cue) if chosen else None


def find_nearer(scene: Scene, paragraph: Paragraph, segment: Segment, according: Found, cues: list[Cue]) -> Found | None:
    """Read "According to X, Y said that “…”": whom a cue right before the quotation names behind whoever relays it."""
    language = scene.grammar.language
    near = next((cue for cue in reversed(cues) if cue.end <= segment.outer[0] and cue.word in language.cues.speech), None)
    if near is None or according.span is None or near.start < according.span[1]:
        return None
    between = WORDS.findall(scene.text[near.end : segment.outer[0]])
    if any(word.lower() not in language.cues.that for word in between):
        return None
    phrases = read_phrases(scene, paragraph, according.span[1], near.start)
    named = (each for each in phrases if each.named and not each.oblique)
    first = next((each for each in named if scene.text[: each.start].endswith(", ")), None)
    return Found((first.start, first.end), near) if first else None
