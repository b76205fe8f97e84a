"""Read the speaker of a quotation in a script without spaces."""

from __future__ import annotations

import re

from pipeline.stages.quotes.attribution import mention_at
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import pronouns_of
from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.rules.clauses import Clause, Found
from storage.model import Mention, Span

_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff·・ーA-Za-z0-9０-９々]{2,}$")
_TIME = re.compile(
    r"^.*?(?:[0-9一二三四五六七八九十]+[日月年时時]|今天|昨天|当天|當天|同日|近日|此前|随后|隨後|[一二三四五六日]天?)"
)
_NUMBER = "[0-9０-９一二两兩三四五六七八九十几幾数數]+"
_DAY = (
    r"(?:[0-9０-９]{1,4}年)?(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日(?:上午|下午|晚上|晚|午前|午後)?"
    "|今天|今日|今早|今晚|昨天|昨日|昨晚|前天|当天|當天|同日|日前|近日|此前|稍早|早些时候|随后|隨後|(?:周|週|星期)[一二三四五六日]"
)
_TIME_BEHIND = re.compile(
    rf"{_NUMBER}(?:天|日|周|週|个月|個月|年|小时|小時)前$|(?:{_DAY})(?:[在就對对于於].*|、.*|の.*|に.*)?$"
    "|(?:[在就對对于於](?=.{2,}$).*)$|(?:接受|受访|受訪|出席|会后|會後|今年|去年|日前).*$"
)
_ACCORDING = re.compile("^(?:根据|根據|按照|据|據)")
_BEHIND = re.compile(r"[，,。！？!?]?\s?(?P<run>[\u3400-\u9fff·・A-Za-z0-9０-９、（）()]{1,40})")
_STOPPED = frozenset("，。！？!?…,")
_REACH = 40
"""The characters before a cue that may name its speaker. Chosen by hand: an office and a name are shorter."""
_EMBEDDED = 8
"""Fewer characters in marks without a cue are a part of the writer's sentence. Chosen by hand: about four words."""
_CUE = 2
"""A cue further off than right before the mark is a word of two characters at least: one alone is part of other words. Chosen
by hand."""


def find_unspaced(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read Chinese: the words between the last pause and a cue before the quotation, without the time around them.

    The cue stands right before the mark, or, where the quotation is long enough to be no mere term, earlier in the clause.
    """
    before = _find_subject(scene, paragraph, clause.start, segment.outer[0], segment.end - segment.start)
    return before or _find_behind(scene, paragraph, segment)


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


def _read_before(scene: Scene, paragraph: Paragraph, at: int, cue: str, low: int = 0) -> Found | None:
    """Read the run of characters before a cue as whom it names, without the time behind and before the name."""
    run = _RUN.search(scene.text, max(paragraph.start, at - _REACH, low), at)
    if run is None:
        alone = scene.text[at - 1 : at]
        return Found((at - 1, at), Cue(at, at + len(cue), cue)) if alone in pronouns_of(scene.grammar.language) else None
    behind = _TIME_BEHIND.search(run.group())
    words = run.group()[: behind.start()] if behind and behind.start() >= 2 else run.group()
    time = _TIME.match(words) or _ACCORDING.match(words)
    begin = run.start() + (time.end() if time and time.end() < len(words) - 1 else 0)
    span: Span = (begin, run.start() + len(words))
    return Found(span, Cue(at, at + len(cue), cue)) if span[0] < span[1] else None
