"""Find whom the clause right before a quotation names: the innermost of several, whom somebody cites, or nobody where it asks.

"Trump told Zelenskyy that Putin had said “…”" gives the words to Putin, "Scholz quoted Kissinger: “…”" to Kissinger, and
"When she was asked, “…?”" to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import NamedTuple

from pipeline.stages.quotes.appositions import climb
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.mentions import widen
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import WORDS
from storage.model import QuoteKind, Span

_FEWEST_WORDS = 4
"""Fewer words behind a word of naming are a name, not speech: "a plan called “Green Roads”". Chosen by hand, as in `finder`."""
_REACH = 120
"""The characters before a quotation in which the cue that governs it is looked for. Chosen by hand: about a long clause."""
_LONGEST_OBJECT = 60
"""The characters between a cue and a quotation that may be its object: an office and a name. Chosen by hand."""
_LONGEST_VERB = 30
"""The characters of auxiliaries between a subject and its cue. Chosen by hand: "has on several occasions" has 24."""
_NEAR_START = 4
"""How far from where a clause begins its subject may stand: "But", "The". Chosen by hand."""
_THE = "The "
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
    if subject := _find_participle_subject(scene, paragraph, before, cue):
        return Governing(widen(subject, paragraph, language), cue, subject.kind == "P")
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


def _find_participle_subject(scene: Scene, paragraph: Paragraph, before: list[Candidate], cue: Cue) -> Candidate | None:
    """Return the subject of a sentence that a participle behind a comma goes on with: "Sample left, asserting, “…”"."""
    language, start = scene.grammar.language, scene.sentence_at(cue.start)[0]
    left = paragraph.blank[start - paragraph.start : cue.start - paragraph.start]
    if language.code != "en" or not cue.word.endswith("ing") or not left.rstrip().endswith(",") or not before:
        return None
    first, words = before[0], WORDS.findall(left.lower())
    if first.kind == "D" or first.start - start > _NEAR_START or not language.pronouns.relative.isdisjoint(words):
        return None
    ends = {each.end + 1 for each in before}
    other = any(start <= each.start < cue.start and each.start in ends for each in paragraph.cues)
    return None if other else first


def find_said_behind(scene: Scene, segment: Segment) -> Governing | None:
    """Return who says a quotation in the clause right behind its comma: "…," The Sample reported."""
    text, at = scene.text, segment.outer[1] + 1
    if not segment.closed or text[segment.start : segment.end].rstrip("'’\"” ")[-1:] != ",":
        return None
    paragraph = scene.look(scene.number_at(segment.start))
    for place in range(bisect_left(paragraph.candidates, (at,)), len(paragraph.candidates)):
        named = paragraph.candidates[place]
        if named.start > at + _NEAR_START:
            return None
        start, end = widen(named, paragraph, scene.grammar.language)
        start = start - len(_THE) if text.startswith(_THE, start - len(_THE)) else start
        cue = next((cue for cue in paragraph.cues if cue.start == end + 1), None)
        described = named.kind == "D" and scene.grammar.language.roles.isdisjoint(named.text.lower().split())
        if start == at and not described and cue and cue.word in scene.grammar.language.cues.speech:
            return Governing((start, end), cue, named.kind == "P")
    return None


def _find_as_said(scene: Scene, segment: Segment) -> Governing | None:
    """Return whom a sentence begins with that cites somebody: "As Jane Sample put it in a talk with X, it is “…”"."""
    start = scene.sentence_at(segment.outer[0])[0]
    match = WORDS.match(scene.text, start, segment.outer[0])
    language = scene.grammar.language
    if match is None or language.code != "en" or match.group().lower() not in language.cues.as_said:
        return None
    paragraph = scene.look(scene.number_at(segment.start))
    place = bisect_left(paragraph.candidates, (match.end() + 1,))
    named = paragraph.candidates[place] if place < len(paragraph.candidates) else None
    if named is None or named.start != match.end() + 1 or named.kind == "D":
        return None
    cue = next((cue for cue in paragraph.cues if cue.start == named.end + 1), None)
    return Governing((named.start, named.end), cue, named.kind == "P") if cue else None


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
    governing = find_said_behind(scene, segment) or find_governing(scene, segment) or _find_as_said(scene, segment)
    if governing is None:
        return attribution
    cue = (governing.cue.start, governing.cue.end)
    if governing.speaker is None:
        return replace(attribution, mention=None, cue=cue, inferred=False)
    mention, before = mention_at(scene.text, *climb(scene, governing.speaker)), attribution.mention
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
