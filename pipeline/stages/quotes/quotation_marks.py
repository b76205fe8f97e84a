"""Find the parts of a text that stand in quotation marks, whatever the marks and however they are abused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storage.model import Span


class Segment(NamedTuple):
    """A part in quotation marks: ``text[start:end]`` are the words, ``outer`` the same with the marks.

    ``closed`` is false if the paragraph ends first; ``single`` where the marks are single ones.
    """

    start: int
    end: int
    outer: Span
    closed: bool
    single: bool = False


_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_MARK = re.compile(r"``|\"{2,4}|''|‘‘|’’|,,(?=[^\W\d_])|[\"“”„‟«»「」『』＂]")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–:])|^)[‘'‚‹](?=[^\W\d_])")
_SINGLE_CLOSE = re.compile(r"[’'‘›](?!\w)")

# Marks by what they can do. A family's opener is closed by its closers; a straight mark closes any curly one and the reverse.
_FAMILY = {
    mark: family
    for family, marks in {
        "curly": "“ ” ‘‘ ’’",
        "low": "„ ‟ ,,",
        "angle": "« »",
        "corner": "「 」",
        "white": "『 』",
        "straight": "\" ＂ ''",
        "tex": "``",
    }.items()
    for mark in marks.split()
}
_OPENS = frozenset(("“", "„", "«", "``", "「", "『", "‘‘", ",,", "‟"))
_ONLY_CLOSES = frozenset(("」", "』", "’’"))
_CLOSERS = {
    "curly": frozenset(("”", "’’", '"', "＂", "''")),
    "low": frozenset(("“", "”", '"', "＂", "‟", "''", "‘‘")),
    "angle": frozenset(("»",)),
    "reversed": frozenset(("«",)),
    "right": frozenset(("”", "’’", '"')),
    "corner": frozenset(("」",)),
    "white": frozenset(("』",)),
    "straight": frozenset(('"', "＂", "”", "''")),
    "tex": frozenset(("''", '"', "”")),
}
_BEFORE_OPENING = frozenset("([—–-:…‘'/,、。，：（")


_DEEPEST = 16
"""Quotations inside each other that are told apart. Real ones go three deep; what opens deeper is no quotation."""


def find_paragraphs(text: str) -> list[Span]:
    """Return the non-blank lines of a text."""
    return [found.span() for found in _PARAGRAPH.finditer(text) if not found.group().isspace()]


def find_segments(text: str, paragraphs: list[Span] | None = None) -> list[Segment]:
    """Return the parts in quotation marks in order, none overlapping, none crossing a paragraph's end."""
    segments: list[Segment] = []
    for start, end in paragraphs if paragraphs is not None else find_paragraphs(text):
        found = list(_find_double(text, start, end))
        segments += _with_single(text, start, end, found)
    return [trimmed for segment in segments if (trimmed := _trim(text, segment)).end > trimmed.start]


def _trim(text: str, segment: Segment) -> Segment:
    """Leave out the spaces inside the marks: « Exemple »."""
    start, end = segment.start, segment.end
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return segment if (start, end) == segment[:2] else segment._replace(start=start, end=end)


def _find_double(text: str, start: int, end: int) -> Iterator[Segment]:
    """Walk the marks of one paragraph with a stack of what is open; only the outermost level is told."""
    stack: list[tuple[str, int, int]] = []
    for found in _MARK.finditer(text, start, end):
        mark, at, after = found.group(), found.start(), found.end()
        if mark.startswith('"'):
            mark = '"'  # doubled by a table that was read as text
        level = _closes(mark, stack)
        if level is not None:
            _, opened, inside = stack[level]
            del stack[level:]
            if not stack:
                yield Segment(inside, at, (opened, after), True)
            continue
        family = _opens(mark, text, at, after, start, end)
        if family is None:
            continue
        if stack and stack[-1][0] == family:
            # Opened again without having been closed: the first part ends here.
            _, opened, inside = stack.pop()
            if not stack:
                yield Segment(inside, at, (opened, at), False)
        if len(stack) < _DEEPEST:
            stack.append((family, at, after))
    if stack:
        _, opened, inside = stack[0]
        yield Segment(inside, end, (opened, end), False)


def _closes(mark: str, stack: list[tuple[str, int, int]]) -> int | None:
    """Return the level of the stack that this mark closes."""
    for level in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[level][0]]:
            return level
    return None


def _opens(mark: str, text: str, at: int, after: int, start: int, end: int) -> str | None:
    """Return the family that this mark opens here, None if it opens nothing."""
    if mark in _ONLY_CLOSES:
        return None
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    fits = (before.isspace() or before in _BEFORE_OPENING or at == start) and not behind.isspace()
    if mark in _OPENS:
        return _FAMILY[mark]
    if mark == "»":
        return "reversed" if fits else None
    if mark == "”":
        return "right" if fits else None
    if mark == "''" and not fits:
        return None
    return "straight" if before.isspace() or before in _BEFORE_OPENING or at == start else None


def _with_single(text: str, start: int, end: int, doubles: list[Segment]) -> list[Segment]:
    """Add the parts in single marks that stand outside the double ones."""
    if not any(mark in text[start:end] for mark in "‘'‚‹"):
        return doubles
    singles: list[Segment] = []
    edge = start
    for double in [*doubles, None]:
        stop = double.outer[0] if double else end
        singles += _find_single(text, edge, stop)
        if double:
            edge = double.outer[1]
    return sorted([*doubles, *singles]) if singles else doubles


def _find_single(text: str, start: int, end: int) -> Iterator[Segment]:
    """Pair single marks between two offsets; words of fewer than three are titles, scare quotes or apostrophes."""
    closes = [found.start() for found in _SINGLE_CLOSE.finditer(text, start, end)]
    edge, number = start, 0
    for found in _SINGLE_OPEN.finditer(text, start, end):
        if found.start() < edge:
            continue
        while number < len(closes) and closes[number] <= found.end():
            number += 1
        close = _choose_close(text, closes, number)
        if close is not None and text.count(" ", found.end(), close) >= 2:
            yield Segment(found.end(), close, (found.start(), close + 1), True, True)
            edge = close + 1


def _choose_close(text: str, closes: list[int], number: int) -> int | None:
    """Take the first mark after punctuation among the next few, else the first that is no plural's apostrophe."""
    near = closes[number : number + 4]
    for close in near:
        if text[close - 1] in ".,!?…;":
            return close
    return next((close for close in near if text[close - 1] not in "sS"), near[0] if near else None)
