"""Find whom the clause right before a quotation names: the innermost of several, whom somebody cites, or nobody where it asks.

"Trump told Zelenskyy that Putin had said “…”" gives the words to Putin, "Scholz quoted Kissinger: “…”" to Kissinger, and
"When she was asked, “…?”" to nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.rules.clauses import WORDS
from storage.model import QuoteKind, Span

_FEWEST_WORDS = 4
_REACH = 120
_LONGEST_OBJECT = 60
_LONGEST_VERB = 30
_STOPPED = re.compile(r"[.!?;]\s|\0")


class Governing(NamedTuple):
    """The cue right before a quotation and whom it names; ``speaker`` None if nobody named asks them."""

    speaker: Span | None
    cue: Cue
    pronoun: bool = False


def find_governing(scene: Scene, segment: Segment) -> Governing | None:
    """Return the clause that governs a quotation from before it; None if its own clause does not name one right there."""
    paragraph = scene.look(scene.number_at(segment.start))
    opened = segment.outer[0]
    start = scene.sentence_at(opened)[0]
    cue = _last_cue(scene, paragraph, start, opened)
    if cue is None:
        return None
    gap = paragraph.blank[cue.end - paragraph.start : opened - paragraph.start]
    if cited := _find_cited(scene, paragraph, cue, gap, opened):
        return Governing(cited, cue)
    if not _governs(scene, gap):
        return None
    before = [each for each in paragraph.candidates if start <= each.start and each.end <= cue.start]
    return _find_subject(scene, paragraph, before, cue, colon=gap.rstrip().endswith(":"))


def _last_cue(scene: Scene, paragraph: Paragraph, start: int, opened: int) -> Cue | None:
    """Return the last word of speech, of citing or of asking between two offsets."""
    words, asking = scene.grammar.language.cues, scene.grammar.language.stance.asking
    blank, offset = paragraph.blank, paragraph.start
    found = None
    for match in WORDS.finditer(blank, max(start, opened - _REACH) - offset, opened - offset):
        word = match.group().lower()
        if word in words.speech or word in words.citing or word in asking:
            found = Cue(match.start() + offset, match.end() + offset, word)
    return found


def _find_cited(scene: Scene, paragraph: Paragraph, cue: Cue, gap: str, opened: int) -> Span | None:
    """Return whom a cue of citing has as its object: "quoted Henry Kissinger:"."""
    if cue.word not in scene.grammar.language.cues.citing or _STOPPED.search(gap) or len(gap) > _LONGEST_OBJECT:
        return None
    named = next((each for each in paragraph.candidates if each.start >= cue.end and each.end <= opened), None)
    if (
        named is None
        or named.kind == "D"
        or scene.text.startswith(("’s", "'s"), named.end)
        or len(WORDS.findall(scene.text, cue.end, named.start)) > 1
    ):
        return None
    return widen(named, paragraph, scene.grammar.language)


def _governs(scene: Scene, gap: str) -> bool:
    """Say whether nothing but small words, or an object before a colon, part a cue from a quotation."""
    if gap.rstrip().endswith((":", "：")):
        return len(gap) <= _LONGEST_OBJECT and not _STOPPED.search(gap)
    language = scene.grammar.language
    small = language.cues.that | pronouns_of(language) | language.determiners
    return not re.search(r"[^\w\s,]", gap) and all(word.lower() in small for word in WORDS.findall(gap))


def _find_subject(scene: Scene, paragraph: Paragraph, before: list[Candidate], cue: Cue, *, colon: bool) -> Governing | None:
    """Return the subject that stands right before the verb of a cue."""
    language = scene.grammar.language
    for candidate in reversed(before[-4:]):
        between = paragraph.blank[candidate.end - paragraph.start : cue.start - paragraph.start]
        words = [word.lower() for word in WORDS.findall(between)]
        if len(between) > _LONGEST_VERB or re.search(r"[^\w\s’']", between):
            return None
        verbal = all(word in language.syntax.auxiliaries or word.endswith("ly") for word in words)
        if not verbal:
            return None
        asked = cue.word in language.stance.asking and not language.syntax.passive.isdisjoint(words)
        if asked:
            return Governing(None, cue)
        described = candidate.kind == "D" and language.roles.isdisjoint(candidate.text.lower().split())
        if described and not colon:
            return None
        return Governing(widen(candidate, paragraph, language), cue, candidate.kind == "P")
    start = scene.sentence_at(cue.start)[0]
    words = [word.lower() for word in WORDS.findall(scene.text, start, cue.start)]
    return Governing(None, cue) if cue.word in language.stance.asking and words in ([], ["when"]) else None


def find_closing(scene: Scene, segment: Segment) -> Governing | None:
    """Return who says the sentence of a quotation in a clause that closes it: "… a “bad idea” for the town, Jane Sample
    said"."""
    paragraph = scene.look(scene.number_at(segment.start))
    end = scene.sentence_at(segment.outer[0])[1]
    cue = next((each for each in reversed(paragraph.cues) if segment.outer[1] <= each.start < end), None)
    if cue is None or cue.word not in scene.grammar.language.cues.speech:
        return None
    beside = [each for each in paragraph.candidates if segment.outer[1] <= each.start and each.end <= end and each.kind != "D"]
    before = next((each for each in reversed(beside) if each.end + 1 == cue.start), None)
    after = next((each for each in beside if cue.end + 1 == each.start), None)
    for named, first in ((before, before), (after, cue)):
        if named and first and scene.text[segment.outer[1] : first.start].rstrip().endswith(","):
            return Governing(widen(named, paragraph, scene.grammar.language), cue, named.kind == "P")
    return None


def govern(scene: Scene, segment: Segment, attribution: Attribution | None) -> Attribution | None:
    """Attribute a quotation to whom the clause right before it names."""
    if attribution is None:
        return close_sentence(scene, segment)
    governing = find_governing(scene, segment)
    if governing is None:
        return attribution
    cue = (governing.cue.start, governing.cue.end)
    if governing.speaker is None:
        return replace(attribution, mention=None, cue=cue, inferred=False)
    mention, before = mention_at(scene.text, *governing.speaker), attribution.mention
    if before and before.start < mention.end and (governing.pronoun or mention.start < before.end):
        start = scene.sentence_at(segment.outer[0])[0]
        if before.start >= start:
            return attribution
    return replace(attribution, mention=mention, cue=cue, inferred=False)


def close_sentence(scene: Scene, segment: Segment) -> Attribution | None:
    """Attribute a few words in marks to whoever says the sentence they stand in."""
    closing = None if is_naming(scene, segment) else find_closing(scene, segment)
    if closing is None or closing.speaker is None:
        return None
    span = (segment.start, segment.end)
    mention = mention_at(scene.text, *closing.speaker)
    return Attribution(
        spans=(span,), marked=(span,), kind=QuoteKind.MIXED, cue=(closing.cue.start, closing.cue.end), mention=mention
    )


def is_naming(scene: Scene, segment: Segment) -> bool:
    """Say whether a word that introduces a name stands right before a few words in marks: "the name “Shorty.”"."""
    words = re.findall(r"[^\W\d_]+", scene.text[max(segment.outer[0] - 24, 0) : segment.outer[0]].lower())
    few = scene.text.count(" ", segment.start, segment.end) + 1 < _FEWEST_WORDS
    return few and bool(words) and words[-1] in scene.grammar.language.syntax.naming
