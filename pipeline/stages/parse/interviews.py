"""Make turns of an interview whose questions are whole lines in bold, without labels.

Nobody is named for the questions: they are the journalist's, and must not pass for words of the one who answers.
"""

from __future__ import annotations

from pipeline.stages.parse.transcripts import Transcript
from pipeline.stages.text import Marked
from storage.model import Span, Turn

_CLOSING = "\"'”’»」"
_FEWEST = 2
"""Fewer questions or answers than this are no interview: one bold line that ends in a question mark may be a heading."""


def read_interview(marked: Marked, answerer: str | None) -> Transcript | None:
    """Read a text as an interview; None if fewer than two bold questions have answers. Labels are as written: a question
    has none, an answer that of ``answerer`` if one is known."""
    lines = _lines(marked.text)
    asked = [number for number, line in enumerate(lines) if _is_question(marked, line)]
    if len(asked) < _FEWEST:
        return None
    turns: list[Turn] = []
    for number, following in zip(asked, [*asked[1:], len(lines)], strict=True):
        turns.append(Turn(speaker="", start=lines[number][0], end=lines[number][1]))
        if following > number + 1:
            turns.append(Turn(speaker=answerer or "", start=lines[number + 1][0], end=lines[following - 1][1]))
    if len(turns) - len(asked) < _FEWEST:
        return None
    return Transcript(text=marked.text, turns=tuple(turns), speakers=(answerer,) if answerer else ())


def _is_question(marked: Marked, line: Span) -> bool:
    start, end = line
    words = marked.text[start:end].rstrip(_CLOSING)
    return words.endswith(("?", "？", "՞", "؟")) and any(first <= start and last >= end for first, last in marked.strong)


def _lines(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans
