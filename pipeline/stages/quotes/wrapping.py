"""Tell the line breaks of hard-wrapped plain text from those that end a paragraph.

Mail and plain text are broken at 60 to 80 letters. A break is soft if its line is long, stops in the middle of a sentence and
small letters go on; and so is every break of a block of lines in which one such is, if each line was too long for one word
more. In a script without spaces the lines of a block are of one length.
"""

from __future__ import annotations

import re

from storage.model import Span

_MIN_LINE_CHARS = 50
"""The fewest letters of a hard-wrapped line: 60 to 80, less the last word."""
_MAX_LINE_CHARS = 100
"""Longer lines were not wrapped by hand or by mail. Chosen by hand."""
_MIN_HAN_LINE_CHARS = 20
"""Shorter lines of ideographs are not wrapped. Chosen by hand."""
_MIN_BLOCK_LINES = 3
"""Fewer lines show no common width. Chosen by hand."""
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_BLOCK = re.compile(r"^[^\n]++(?:\n[^\n]++)++", re.MULTILINE)


def unwrap(text: str) -> str:
    """Return a text of the same length with a space for each soft line break."""
    if "\n" not in text:
        return text
    soft = [at for block in _BLOCK.finditer(text) for at in _find_soft(text, block.span())]
    if not soft:
        return text
    edges = (-1, *soft)
    return " ".join(text[edge + 1 : end] for edge, end in zip(edges, (*soft, len(text)), strict=True))


def _find_soft(text: str, block: Span) -> list[int]:
    """Return the offsets of the soft breaks of one block of lines."""
    start, end = block
    breaks = [found.start() for found in re.finditer("\n", text[start:end])]
    breaks = [start + at for at in breaks]
    begins = [start, *(at + 1 for at in breaks)]
    sure = [at for begin, at in zip(begins, breaks, strict=False) if _is_sure(text, begin, at)]
    lines = list(zip(begins, [*breaks, end], strict=True))
    whole = _is_filled(text, lines) if sure else _is_even(text, lines)
    return breaks if whole else sure


def _is_sure(text: str, begin: int, at: int) -> bool:
    """Say whether a line was broken for its length only: long, in the middle of a sentence, and small letters go on."""
    last = text[at - 1]
    return text[at + 1].islower() and at - begin >= _MIN_LINE_CHARS and (last.isalpha() or last == ",")


def _is_filled(text: str, lines: list[Span]) -> bool:
    """Say whether each line of a block but its last was too long for the first word of the next one."""
    lengths = [end - begin for begin, end in lines]
    width = max(lengths)
    if len(lengths) < _MIN_BLOCK_LINES or width > _MAX_LINE_CHARS or min(lengths[:-1]) < _MIN_LINE_CHARS:
        return False
    words = (text[begin:end].split(" ", 1)[0] for begin, end in lines[1:])
    return all(length + 1 + len(word) > width for length, word in zip(lengths, words, strict=False))


def _is_even(text: str, lines: list[Span]) -> bool:
    """Say whether the lines of a block without spaces are of one length but for the last, and stop in the middle of words."""
    lengths = [end - begin for begin, end in lines]
    width = max(lengths)
    even = len(lengths) >= _MIN_BLOCK_LINES and min(lengths[:-1]) >= max(width - 1, _MIN_HAN_LINE_CHARS)
    return even and sum(_HAN.match(text[end - 1]) is not None for _, end in lines[:-1]) * 2 > len(lines) - 1
