"""Find indirect reports by rule: a cue verb, its subject before it, and the clause or phrase it takes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.attribution import Attribution, mention_at
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import Grammar
from pipeline.stages.quotes.mentions import widen
from storage.model import Mention, QuoteKind, Span

_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_SMALL = re.compile(r"^(?:\s+[^\W\d_]+){0,3}\s*$")
_CLAUSE = re.compile(
    r"^\s+(?:there|it|he|she|they|we|his|her|their|its|this|these|such)\s", re.IGNORECASE
)  # after "say": the subject of an English clause without "that"
_INTRODUCED = re.compile(r"[:：]\s*[“„\"«»「]\s?\0")
"""A colon and a quotation end what a cue takes: the quotation is attributed by itself."""
_LEAST = 3
"""Fewer words before a closing clause are no report. Chosen by hand."""
_CLAUSE_NEAR = 70
"""The characters behind a cue in which the word for "that" may follow: "said on Monday in Yerevan that". Chosen by hand."""
_TAIL = 3
"""The characters that may follow a closing clause: a full stop, a mark. More is a part of the sentence."""
_LONGEST_PREPOSITION = 40
"""The characters before a name in which its preposition is looked for. Chosen by hand."""
_EDGE = " \t\u00a0.,;:!?"


def find_reports(scene: Scene, number: int) -> Iterator[Attribution]:
    """Return the indirect reports of one paragraph, in order."""
    paragraph = scene.look(number)
    if not paragraph.cues:
        return
    for start, end in scene.sentences(number):
        edge = start
        first, behind = (bisect_left(paragraph.cues, (at,)) for at in (start, end))
        for cue in paragraph.cues[first:behind]:
            if edge <= cue.start:
                found = _read_report(scene, paragraph, (start, end), cue)
                if found:
                    yield found
                    edge = found.end


def _read_report(scene: Scene, paragraph: Paragraph, sentence: Span, cue: Cue) -> Attribution | None:
    content = _find_content(paragraph, sentence, cue, scene.grammar)
    if content is None:
        return _read_tail(scene, paragraph, sentence, cue)
    mention = find_subject(scene, paragraph, sentence, cue)
    if mention is None or _introduces_other(scene, paragraph, content):
        return None
    marked = tuple((segment.start, segment.end) for segment in scene.segments_between(*content))
    kind = QuoteKind.MIXED if marked else QuoteKind.INDIRECT
    return Attribution(spans=(content,), marked=marked, kind=kind, cue=(cue.start, cue.end), mention=mention)


def _introduces_other(scene: Scene, paragraph: Paragraph, content: Span) -> bool:
    """Say whether a clause goes on to quote somebody itself: "recalled that Jane Sample had said: “…”"."""
    if scene.grammar.language.code == "en":
        return False
    speech = scene.grammar.language.cues.speech
    cues = [cue.end for cue in paragraph.cues if content[0] <= cue.start < content[1] and cue.word in speech]
    opened = [segment.outer[0] for segment in scene.segments_between(*content)]
    return any(scene.text[cue:at].strip() in (":", "：") for cue in cues for at in opened if cue <= at)


def _read_tail(scene: Scene, paragraph: Paragraph, sentence: Span, cue: Cue) -> Attribution | None:
    """Read a clause whose cue and subject end the sentence: "It will last, say experts."."""
    blank, offset = paragraph.blank, paragraph.start
    before = blank[sentence[0] - offset : cue.start - offset]
    clause = before.rstrip(" -–—").removesuffix(",")
    if cue.word not in scene.grammar.language.cues.speech or clause == before.rstrip(" -–—") or len(clause.split()) < _LEAST:
        return None
    named = [each for each in paragraph.candidates if cue.end <= each.start and each.end <= sentence[1]]
    if "\0" in before or not named or blank[cue.end - offset : named[0].start - offset].strip():
        return None
    if len(blank[named[-1].end - offset : sentence[1] - offset].strip(_EDGE)) > _TAIL:
        return None
    mention = mention_at(scene.text, widen(named[0], paragraph, scene.grammar.language)[0], named[-1].end)
    span = (sentence[0], sentence[0] + len(clause))
    return Attribution(spans=(span,), marked=(), kind=QuoteKind.INDIRECT, cue=(cue.start, cue.end), mention=mention)


def _find_content(paragraph: Paragraph, sentence: Span, cue: Cue, grammar: Grammar) -> Span | None:
    """Return what the cue takes: a clause with "that", someone "to" do, someone "of" something, or a noun phrase."""
    cues = grammar.language.cues
    rest = paragraph.blank[cue.end - paragraph.start : sentence[1] - paragraph.start]
    if "\0" in rest[:24]:
        return None
    colon = rest.startswith(":") and cue.word in cues.speech and "\0" not in rest
    words = re.findall(r"[^\W\d_]+", rest.lower()[:120])
    takes = (
        colon
        or (cue.word in cues.urge and any(word in cues.to for word in words[1:]))
        or (cue.word in cues.accuse and any(word in cues.of for word in words[1:]))
        or (cue.word in cues.report and len(words) > 1 and words[0] not in cues.to)
        or (cue.word in cues.speech and any(word in cues.that for word in words[:8]))
        or (cue.word in cues.speech and grammar.language.code == "en" and _CLAUSE.match(rest) is not None)
    )
    if not takes:
        return None
    start, end = cue.end, sentence[1]
    if not colon and (introduced := _INTRODUCED.search(rest)):
        end = start + introduced.start()
    if cue.word in cues.speech and not colon and grammar.language.code != "en" and cues.that:
        opening = _that(grammar.language).search(rest.lower(), 0, _CLAUSE_NEAR)
        start += opening.start() if opening else 0
    while start < end and paragraph.blank[start - paragraph.start] in _EDGE:
        start += 1
    while end > start and paragraph.blank[end - 1 - paragraph.start] in _EDGE:
        end -= 1
    return (start, end) if end > start else None


@lru_cache(maxsize=32)
def _that(language: Language) -> re.Pattern[str]:
    """Match the word that opens a clause."""
    words = "|".join(sorted(map(re.escape, language.cues.that), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def find_subject(scene: Scene, paragraph: Paragraph, sentence: Span, cue: Cue) -> Mention | None:
    """Return the phrase before a cue in its sentence that is its subject, apposition and brackets included."""
    first, behind = (bisect_left(paragraph.candidates, (edge,)) for edge in (sentence[0], cue.start))
    left = [candidate for candidate in paragraph.candidates[first:behind] if candidate.end <= cue.start]
    if not left:
        return None
    blank, offset, language = paragraph.blank, paragraph.start, scene.grammar.language
    if cue.word.endswith("ing") and blank[sentence[0] - offset : cue.start - offset].rstrip().endswith(","):
        return mention_at(scene.text, *widen(left[0], paragraph, language))
    oblique = language.syntax.oblique if language.code != "en" else frozenset()
    for candidate in reversed(left):
        near = max(sentence[0], candidate.start - _LONGEST_PREPOSITION)
        if oblique and _last_word(scene.text[near : candidate.start]) in oblique:
            continue
        gap = blank[candidate.end - offset : cue.start - offset]
        if _SMALL.match(gap):
            return mention_at(scene.text, widen(candidate, paragraph, language)[0], candidate.end)
        if _SMALL.match(_ASIDE.sub(" ", gap)) and "(" in gap:
            return mention_at(scene.text, widen(candidate, paragraph, language)[0], candidate.end + len(gap.rstrip()))
        if gap.startswith(",") and gap.count(",") == 2 and _SMALL.match(gap[gap.rindex(",") + 1 :]):
            return mention_at(scene.text, candidate.start, candidate.end + gap.rindex(",") + 1)
    return None


def _last_word(text: str) -> str:
    return next(iter(text.lower().rsplit(None, 1)[-1:]), "")
