"""Read the speaker of a quotation in a script without spaces."""

from __future__ import annotations

import re

from pipeline.stages.quotes.rules.clauses import Found
from pipeline.stages.quotes.scene import Cue, Paragraph, Scene

_HAN = re.compile(r"[\u3400-\u9fff·A-Za-z]{2,}$")
_HAN_TIME = re.compile(r"^.*?(?:[0-9一二三四五六七八九十]+[日月年时]|今天|昨天|当天|同日|近日|此前|随后|[一二三四五六日]天?)")


def find_unspaced(scene: Scene, paragraph: Paragraph, start: int, opened: int) -> Found | None:
    """Read Chinese: the words between the last pause and the cue before a quotation, without the time they begin with."""
    head = scene.text[start:opened].rstrip(" :：，,“「『")
    cue = next((word for word in sorted(scene.grammar.cues, key=len, reverse=True) if head.endswith(word)), None)
    if cue is None:
        return None
    at = start + len(head) - len(cue)
    run = _HAN.search(scene.text, max(paragraph.start, at - 40), at)
    if run is None:
        return None
    time = _HAN_TIME.match(run.group())
    begin = run.start() + (time.end() if time and time.end() < len(run.group()) - 1 else 0)
    return Found((begin, at), Cue(at, at + len(cue), cue)) if begin < at else None
