"""Read the speaker of a quotation in a script without spaces."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.quotes.attribution import mention_at
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.clauses import Clause, Found
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.text.language_terms import alternatives
from storage.model import Mention, Span

_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff·・ーA-Za-z0-9０-９々]{2,}$")
_BEHIND = re.compile(r"[，,。！？!?]?\s?(?P<run>[\u3400-\u9fff·・A-Za-z0-9０-９、（）()]{1,40})")
_STOPPED = frozenset("，。！？!?…,")
_REACH = 40
"""The characters before a cue that may name its speaker. Chosen by hand: an office and a name are shorter."""
_EMBEDDED = 8
"""Fewer characters in marks without a cue are a part of the writer's sentence. Chosen by hand: about four words."""
_LONGEST_LABEL = 20
_CUE = 2
"""A cue further off than right before the mark is a word of two characters at least: one alone is part of other words. Chosen
by hand."""


def find_unspaced(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read Chinese: the words between the last pause and a cue before the quotation, without the time around them.

    The cue stands right before the mark, or, where the quotation is long enough to be no mere term, earlier in the clause.
    """
    start, opened = clause.start, segment.outer[0]
    before = _find_label(scene, paragraph, opened) or _find_subject(
        scene, paragraph, start, opened, segment.end - segment.start
    )
    return before or _find_calling(scene, paragraph, start, opened) or _find_behind(scene, paragraph, segment)


def _find_label(scene: Scene, paragraph: Paragraph, opened: int) -> Found | None:
    """Read "X：“…”": a line that begins with a name, perhaps behind an office, and a colon."""
    head = scene.text[paragraph.start : opened].strip()
    words = head.rstrip(":： ")
    language = scene.grammar.language
    if head == words or len(words) > _LONGEST_LABEL or any(words.endswith(cue) for cue in scene.grammar.cues):
        return None
    name = caseless_name(words, language)
    if not name or not words.endswith(name):
        return None
    start = scene.text.index(words, paragraph.start)
    end = start + len(words)
    return Found((start, end), Cue(end, end + 1, ":"))


def _find_calling(scene: Scene, paragraph: Paragraph, start: int, opened: int) -> Found | None:
    """Read X称该计划是“…”: a verb of calling whose clause goes on up to the mark with "is" or "as"."""
    cues, called = scene.grammar.language.cues.calling, scene.grammar.language.syntax.called
    clause = re.split("[，。；]", scene.text[start:opened])[-1]
    if not clause.endswith(tuple(called) or ("\0",)):
        return None
    found = [(clause.find(word), word) for word in cues if clause.find(word) >= _CUE]
    if not found:
        return None
    at, cue = min(found, key=lambda each: (each[0], -len(each[1])))
    return _read_before(scene, paragraph, opened - len(clause) + at, cue, opened - len(clause))


def _find_behind(scene: Scene, paragraph: Paragraph, segment: Segment) -> Found | None:
    """Read “…。”X说: a cue behind words that are a sentence, or a part of one that goes on behind the cue.

    A colon behind the cue, or one more mark at once, gives it to the words that follow.
    """
    text, closed = scene.text, segment.outer[1]
    stopped = not _STOPPED.isdisjoint((text[segment.end - 1], text[closed : closed + 1]))
    run = _BEHIND.match(text, closed, paragraph.end)
    if run is None or not stopped or text[run.end() : run.end() + 1] in (":", "："):
        return None
    ending = [word for word in scene.grammar.cues if run["run"].endswith(word)]
    inside = [word for word in scene.grammar.cues if len(word) >= _CUE and word in run["run"]]
    cue = max(ending, key=len) if ending else min(inside, key=run["run"].find) if inside else None
    if cue is None:
        return None
    at = run.end() - len(cue) if ending else run.start("run") + run["run"].find(cue)
    return _read_before(scene, paragraph, at, cue, run.start("run"))


def find_unspaced_subject(scene: Scene, paragraph: Paragraph, start: int, end: int) -> tuple[Mention, Span | None] | None:
    """Read the speaker of a line that introduces the paragraphs below it."""
    found = _find_subject(scene, paragraph, start, end, 0)
    if found is None or found.span is None:
        return None
    return mention_at(scene.text, *found.span), (found.cue.start, found.cue.end) if found.cue else None


def _find_subject(scene: Scene, paragraph: Paragraph, start: int, opened: int, size: int) -> Found | None:
    head = scene.text[start:opened].rstrip(" :：，,“「『")
    cue = next((word for word in sorted(scene.grammar.cues, key=len, reverse=True) if head.endswith(word)), None)
    if cue is not None:
        return _read_before(scene, paragraph, start + len(head) - len(cue), cue)
    if size < _EMBEDDED:
        return None
    found = [
        (head.rfind(word) + len(word), len(word), word) for word in scene.grammar.cues if len(word) >= _CUE and word in head
    ]
    if not found:
        return None
    end, length, cue = max(found)
    return _read_before(scene, paragraph, start + end - length, cue)


def _without_adverbs(words: str, language: Language) -> str:
    """Leave out the small words right before a verb of saying ("还", "则") where a name is left."""
    while ending := next((each for each in language.clitics if words.endswith(each)), None):
        rest = words.removesuffix(ending)
        if len(rest) < _CUE and rest not in pronouns_of(language):
            break
        words = rest
    return words


def _read_before(scene: Scene, paragraph: Paragraph, at: int, cue: str, low: int = 0) -> Found | None:
    """Read the run of characters before a cue as whom it names, without the time behind and before the name."""
    run = _RUN.search(scene.text, max(paragraph.start, at - _REACH, low), at)
    if run is None:
        alone = scene.text[at - 1 : at]
        return Found((at - 1, at), Cue(at, at + len(cue), cue)) if alone in pronouns_of(scene.grammar.language) else None
    words = _without_adverbs(run.group(), scene.grammar.language)
    behind = _compile_behind(scene.grammar.language).search(words)
    words = words[: behind.start()] if behind and behind.start() >= 2 else words
    time = _compile_before(scene.grammar.language).match(words)
    begin = run.start() + (time.end() if time and time.end() < len(words) - 1 else 0)
    span: Span = (begin, run.start() + len(words))
    return Found(span, Cue(at, at + len(cue), cue)) if span[0] < span[1] else None


@lru_cache(maxsize=16)
def _compile_before(language: Language) -> re.Pattern[str]:
    """Match the time that stands before a name, with all before it, or else a cue before the speaker."""
    words = language.unspaced
    return re.compile(rf"^.*?(?:{alternatives(words.times)})|^(?:{alternatives(words.according)})")


@lru_cache(maxsize=16)
def _compile_behind(language: Language) -> re.Pattern[str]:
    """Match the time, the place or the doing that stands behind a name, up to the end."""
    words = language.unspaced
    time = rf"(?:{alternatives(words.times_behind)})(?:(?:{alternatives(words.going_on)}).*)?$"
    place = rf"(?:{alternatives(words.places)})(?=.{{2,}}$).*$"
    return re.compile(rf"{time}|{place}|(?:{alternatives(words.doings)}).*$")
