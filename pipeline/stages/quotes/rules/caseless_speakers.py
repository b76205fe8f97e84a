"""Read the speaker of a quotation in a script without capitals: the words between a cue and the edge of its clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene, blank_out
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import Clause, Found
from pipeline.stages.speakers.caseless_names import caseless_name
from storage.model import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u200c'’\"״׳][^\W\d_]+)*")
_STOP = re.compile(r"[.!?؟。！？\n]\s*")
_TOPIC_PAUSE = re.compile(r"[,、，。．\0][”」』\"]?\s*")
_LONGEST_TOPIC = 400
"""The characters of a topic with all that stands before it up to a pause. Chosen by hand: several clauses."""
_PAUSE = re.compile(r"[:：,،、\0]")
_REACH = 160
"""The characters beside a quotation in which its speaker is looked for. Chosen by hand: about a clause."""
_MOST_SUBJECT = 9
"""The words of a name with its office, in scripts without capitals. Chosen by hand: longer runs are sentences."""
_NEAR_CUE = 4
"""A cue behind a quotation is among this many words; a particle on a closing mark has at most this many characters. Chosen by
hand."""
_BEHIND = 60
"""The characters behind a quotation in which a speaker with a particle of the topic is looked for. Chosen by hand."""
_LONGEST_LABEL = 40
"""A longer line before a quotation is no label, in characters. Chosen by hand."""


class Token(NamedTuple):
    """A word with its place."""

    start: int
    end: int
    word: str


def find_caseless(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Find the speaker behind a quotation, or before it."""
    language = scene.grammar.language
    if label := _find_label(scene, paragraph, segment.outer[0]):
        return label
    if language.syntax.topical:
        return _find_topical(scene, paragraph, segment, clause)
    called = _find_called(scene, paragraph, segment, clause)
    return called or _find_behind(scene, paragraph, segment) or _find_before(scene, paragraph, segment.outer[0])


def find_caseless_subject(scene: Scene, paragraph: Paragraph, end: int) -> Found | None:
    """Find the speaker of a line that introduces the paragraphs below it."""
    if scene.grammar.language.syntax.topical:
        span = find_topic(scene, paragraph.start, end)
        return Found(span, None) if span else None
    return _find_before(scene, paragraph, end)


def _find_label(scene: Scene, paragraph: Paragraph, opened: int) -> Found | None:
    """Read "X: “…”": a line that begins with a name and a colon."""
    head = scene.text[paragraph.start : opened].strip()
    words = head.rstrip(":： ")
    if any(_is_cue(word.lower(), scene.grammar.language) for word in _TOKEN.findall(words)):
        return None
    named = head != words and caseless_name(words, scene.grammar.language) == words and 1 < len(words) <= _LONGEST_LABEL
    if not named:
        return None
    start = scene.text.index(words, paragraph.start)
    return Found((start, start + len(words)), Cue(start + len(words), start + len(words) + 1, ":"))


def _tokens(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    blank, offset = paragraph.blank, paragraph.start
    return [
        Token(found.start() + offset, found.end() + offset, found.group().lower())
        for found in _TOKEN.finditer(blank, max(start - offset, 0), max(end - offset, 0))
    ]


def _is_cue(word: str, language: Language) -> bool:
    """Say whether a word is a cue, with a conjunction before it where the language attaches it ("وقال")."""
    if word in language.cues.speech:
        return True
    return any(word.startswith(each) and word[len(each) :] in language.cues.speech for each in language.syntax.prefixes)


def _find_before(scene: Scene, paragraph: Paragraph, opened: int) -> Found | None:
    """Read "X said: “…”" and "said X: “…”"."""
    language = scene.grammar.language
    low = max(paragraph.start, opened - _REACH)
    stops = [found.end() for found in _STOP.finditer(scene.text, low, opened)]
    low = stops[-1] if stops else low
    tokens = _tokens(paragraph, low, opened)
    if tokens and tokens[-1].word in language.cues.trailing:
        told = _whole(scene, tokens[:-1])
        return Found(told, Cue(*tokens[-1])) if told else None
    place = next((each for each in range(len(tokens) - 1, -1, -1) if _is_cue(tokens[each].word, language)), None)
    if place is None:
        return None
    cue = Cue(tokens[place].start, tokens[place].end, tokens[place].word)
    behind = _subject(scene, paragraph, tokens[place + 1 :], cue.end)
    before = _whole(scene, tokens[:place])
    order = (behind, before) if language.syntax.verb_first else (before or behind,)
    named = (each for each in order if each and _may_name(scene.text[slice(*each)], language))
    span = next(named, None)
    span = span or next(filter(None, order), None)
    return Found(span, cue) if span else None


def _may_name(words: str, language: Language) -> bool:
    """Say whether words are a pronoun or hold a name."""
    return words in pronouns_of(language) or bool(caseless_name(words, language))


def _find_behind(scene: Scene, paragraph: Paragraph, segment: Segment) -> Found | None:
    """Read "“…”, said X", and "“…”, X said"."""
    language = scene.grammar.language
    closed = segment.outer[1]
    stop = _STOP.search(paragraph.blank, closed - paragraph.start)
    end = min(stop.start() + paragraph.start if stop else paragraph.end, closed + _REACH)
    tokens = _tokens(paragraph, closed, end)
    near = [each for each in range(min(len(tokens), _NEAR_CUE)) if _is_cue(tokens[each].word, language)]
    if not near:
        return None
    place = near[-1]
    cue = Cue(tokens[place].start, tokens[place].end, tokens[place].word)
    span = _subject(scene, paragraph, tokens[place + 1 :], cue.end) or _whole(scene, tokens[:place])
    return Found(span, cue) if span else None


def _find_called(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read "X … “…” called": a verb of calling right behind words whose sentence begins with who calls something so."""
    tokens = _tokens(paragraph, segment.outer[1], min(paragraph.end, segment.outer[1] + _BEHIND))
    if not tokens or tokens[0].word not in scene.grammar.language.cues.calling:
        return None
    span = _whole(scene, _tokens(paragraph, clause.start, segment.outer[0]))
    return Found(span, Cue(*tokens[0])) if span else None


def _subject(scene: Scene, paragraph: Paragraph, tokens: list[Token], at: int) -> Span | None:
    """Return the words behind a verb up to a pause, or to a word that ends a description."""
    language = scene.grammar.language
    kept: list[Token] = []
    for token in tokens[:_MOST_SUBJECT]:
        if _PAUSE.search(paragraph.blank, at - paragraph.start, token.start - paragraph.start):
            break
        if token.word in language.stops | language.cues.that:
            break
        kept.append(token)
        at = token.end
    return (kept[0].start, kept[-1].end) if kept else None


def _whole(scene: Scene, tokens: list[Token]) -> Span | None:
    """Return the words before a verb, without what a clause begins with, and without what is not the subject's."""
    language = scene.grammar.language
    ends = [place for place, token in enumerate(tokens) if token.word in language.stops]
    head = tokens[: ends[0]] if ends and ends[0] else tokens[ends[-1] + 1 :] if ends else tokens
    if len(head) == 1 and head[0].word in pronouns_of(language):
        return head[0].start, head[0].end
    while head and head[0].word in language.openers:
        head = head[1:]
    return (head[0].start, head[-1].end) if 0 < len(head) <= _MOST_SUBJECT + 2 else None


def _find_topical(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read Korean and Japanese: the words before a particle that marks the topic, and a verb of saying behind the quotation."""
    text, language = scene.text, scene.grammar.language
    closed = segment.outer[1]
    stop = _STOP.search(paragraph.blank, closed - paragraph.start)
    end = min(stop.start() + paragraph.start if stop else paragraph.end, closed + _BEHIND)
    after = paragraph.blank[closed - paragraph.start : end - paragraph.start]
    found = [(after.find(word), word) for word in language.cues.speech if word in after]
    if not found:
        return None
    at, word = min(found, key=lambda each: (each[0], -len(each[1])))
    cue = Cue(closed + at, closed + at + len(word), word)
    opened = segment.outer[0]
    last = max((each.outer[1] for each in scene.segments_between(clause.start, opened)), default=clause.start)
    span = find_topic(scene, last, opened) or find_topic(scene, clause.start, opened)
    span = span or find_topic(scene, _next_word(text, closed), closed + at)
    if span is None and text[clause.start : segment.outer[0]].strip():
        return None
    return Found(span, cue) if span else None


def _next_word(text: str, at: int) -> int:
    """Return where the next word begins, past a particle on the closing mark ("”고")."""
    space = text.find(" ", at, at + _NEAR_CUE)
    return space + 1 if space >= 0 else at


def find_topic(scene: Scene, start: int, end: int) -> Span | None:
    """Return the words before the first particle of a topic between two offsets, back to a pause or a quotation."""
    language = scene.grammar.language
    text = blank_out(scene.text, scene.segments_between(start, end), start, end)
    pauses = [0, *(pause.end() for pause in _TOPIC_PAUSE.finditer(text))]
    for found in _topic_of(language).finditer(text):
        begin = pauses[bisect_right(pauses, found.start()) - 1]
        if found.start() - begin > _LONGEST_TOPIC:
            continue
        head = _without_places(text[begin : found.start()], language)
        words = head.strip()
        if words in pronouns_of(language) or caseless_name(words, language) or any(role in words for role in language.roles):
            return start + found.start() - len(head.lstrip()), start + found.start()
    return None


@lru_cache(maxsize=16)
def _topic_of(language: Language) -> re.Pattern[str]:
    """Match the particles of a topic."""
    marks = "|".join(sorted(map(re.escape, language.syntax.topical), key=len, reverse=True))
    return re.compile(rf"(?:{marks})" + (r"(?=[\s,、])" if language.spaced else ""))


def _without_places(words: str, language: Language) -> str:
    """Leave out what stands before a topic in another case: "회의에서 견본수 장관"."""
    parts = words.split(" ")
    others = [place for place, word in enumerate(parts[:-1]) if word.endswith(tuple(language.syntax.declined) or ("\0",))]
    return " ".join(parts[others[-1] + 1 :]) if others else words
