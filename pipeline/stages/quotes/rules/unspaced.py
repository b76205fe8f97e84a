"""Read the speaker of a quotation in a script without spaces."""

from __future__ import annotations

import re

from pipeline.stages.quotes.attribution import mention_at
from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.rules.clauses import Clause, Found
from storage.model import Mention, Span

_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff·・ーA-Za-z0-9０-９々]{2,}$")
_TIME = re.compile(
    r"^.*?(?:[0-9一二三四五六七八九十]+[日月年时時]|今天|昨天|当天|當天|同日|近日|此前|随后|隨後|[一二三四五六日]天?)"
)
_TIME_BEHIND = re.compile(
    r"(?:(?:[0-9０-９]{1,4}年)?(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日(?:上午|下午|晚上|晚|午前|午後)?|今天|昨天|当天|當天|同日|日前|近日|随后|隨後)"
    r"(?:[在就对對于於].*|、.*|の.*|に.*)?$|(?:[在就对對于於](?=.{2,}$).*)$"
)
_REACH = 40
_EMBEDDED = 8
_CUE = 2
"""A cue further off than right before the mark is a word of two characters at least: one alone is part of other words."""


def find_unspaced(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read Chinese: the words between the last pause and a cue before the quotation, without the time around them.

    The cue stands right before the mark, or, where the quotation is long enough to be no mere term, earlier in the clause.
    """
    return _find_subject(scene, paragraph, clause.start, segment.outer[0], segment.end - segment.start)


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


def _read_before(scene: Scene, paragraph: Paragraph, at: int, cue: str) -> Found | None:
    """Read the run of characters before a cue as whom it names, without the time behind and before the name."""
    run = _RUN.search(scene.text, max(paragraph.start, at - _REACH), at)
    if run is None:
        return None
    behind = _TIME_BEHIND.search(run.group())
    words = run.group()[: behind.start()] if behind and behind.start() >= 2 else run.group()
    time = _TIME.match(words)
    begin = run.start() + (time.end() if time and time.end() < len(words) - 1 else 0)
    span: Span = (begin, run.start() + len(words))
    return Found(span, Cue(at, at + len(cue), cue)) if span[0] < span[1] else None
