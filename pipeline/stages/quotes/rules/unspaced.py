"""Read the speaker of a quotation in a script without spaces."""

from __future__ import annotations

import re

from pipeline.stages.quotes.marks import Segment
from pipeline.stages.quotes.rules.clauses import Clause, Found
from pipeline.stages.quotes.scene import Cue, Paragraph, Scene
from storage.model import Span

_HAN = re.compile(r"[\u3400-\u9fff·A-Za-z]{2,}$")
_HAN_TIME = re.compile(r"^.*?(?:[0-9一二三四五六七八九十]+[日月年时]|今天|昨天|当天|同日|近日|此前|随后|[一二三四五六日]天?)")
_REACH = 40
_EMBEDDED = 8
_CUE = 2
"""A cue further off than right before the mark is a word of two characters at least: one alone is part of other words."""


def find_unspaced(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read Chinese: the words between the last pause and a cue before the quotation, without the time they begin with.

    The cue stands right before the mark, or, where the quotation is long enough to be no mere term, earlier in the clause.
    """
    opened = segment.outer[0]
    head = scene.text[clause.start : opened].rstrip(" :：，,“「『")
    cue = next((word for word in sorted(scene.grammar.cues, key=len, reverse=True) if head.endswith(word)), None)
    if cue is not None:
        return _read_before(scene, paragraph, clause.start + len(head) - len(cue), cue)
    if segment.end - segment.start < _EMBEDDED:
        return None
    found = [
        (head.rfind(word) + len(word), len(word), word) for word in scene.grammar.cues if len(word) >= _CUE and word in head
    ]
    if not found:
        return None
    end, size, cue = max(found)
    return _read_before(scene, paragraph, clause.start + end - size, cue)


def _read_before(scene: Scene, paragraph: Paragraph, at: int, cue: str) -> Found | None:
    run = _HAN.search(scene.text, max(paragraph.start, at - _REACH), at)
    if run is None:
        return None
    time = _HAN_TIME.match(run.group())
    begin = run.start() + (time.end() if time and time.end() < len(run.group()) - 1 else 0)
    span: Span = (begin, at)
    return Found(span, Cue(at, at + len(cue), cue)) if begin < at else None
