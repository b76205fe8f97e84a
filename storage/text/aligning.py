"""Align two word lists so that changes read naturally: whole sentences rather than fragments of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Levenshtein

MOST_KEPT: Final = 2
"""At most this many unchanged words between two larger changes are reported as changed too: they match by chance."""
_SIZE_PER_KEPT_WORD: Final = 4
"""Both changes must have at least this many words per unchanged word between them to be joined."""
_SENTENCE_ENDS: Final = (".", "!", "?", "。", "！", "？", "”", "»", ":")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Where two word lists differ: begin and end in the old one, begin and end in the new one."""

    old: int
    old_end: int
    new: int
    new_end: int


def align(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """List the stretches where two word lists differ, in order; each word includes the white space before it."""
    found = _join(_find(old, new))
    stretches: list[Stretch] = []
    for stretch, following in zip(found, [*found[1:], None], strict=False):
        before = stretch.new - (stretches[-1].new_end if stretches else 0)
        after = (following.new if following else len(new)) - stretch.new_end
        stretches.append(_slide(stretch, old, new, before, after))
    return stretches


def _find(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    found: list[Stretch] = []
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal":
            continue
        if found and (found[-1].old_end, found[-1].new_end) == (step.src_start, step.dest_start):
            found[-1] = replace(found[-1], old_end=step.src_end, new_end=step.dest_end)
        else:
            found.append(Stretch(old=step.src_start, old_end=step.src_end, new=step.dest_start, new_end=step.dest_end))
    return found


def _join(found: Sequence[Stretch]) -> list[Stretch]:
    """Join replacements that have at most ``MOST_KEPT`` unchanged words between them."""
    joined: list[Stretch] = []
    for stretch in found:
        kept = stretch.new - joined[-1].new_end if joined else 0
        if joined and kept <= MOST_KEPT and min(_size(joined[-1]), _size(stretch)) >= _SIZE_PER_KEPT_WORD * kept:
            joined[-1] = replace(joined[-1], old_end=stretch.old_end, new_end=stretch.new_end)
        else:
            joined.append(stretch)
    return joined


def _size(stretch: Stretch) -> int:
    """Count the replaced words; 0 for a pure insertion or deletion, which is never joined across unchanged words."""
    return min(stretch.old_end - stretch.old, stretch.new_end - stretch.new) * 2


def _slide(stretch: Stretch, old: Sequence[str], new: Sequence[str], before: int, after: int) -> Stretch:
    """Move a pure deletion or insertion to the start of a line or sentence, if the result is the same.

    ``before`` and ``after`` count the unchanged words on either side, the limits of the move.
    """
    if stretch.old == stretch.old_end:
        shift = _find_shift(new, stretch.new, stretch.new_end, before, after)
    elif stretch.new == stretch.new_end:
        shift = _find_shift(old, stretch.old, stretch.old_end, before, after)
    else:
        return stretch
    return Stretch(
        old=stretch.old + shift, old_end=stretch.old_end + shift, new=stretch.new + shift, new_end=stretch.new_end + shift
    )


def _find_shift(words: Sequence[str], begin: int, end: int, before: int, after: int) -> int:
    """Find by how many words to move a stretch so that it begins with a line or, failing that, with a sentence."""
    earliest = latest = 0
    while -earliest < before and words[begin + earliest - 1] == words[end + earliest - 1]:
        earliest -= 1
    while latest < after and words[begin + latest] == words[end + latest]:
        latest += 1
    shifts = sorted(range(earliest, latest + 1), key=abs)
    lines = (shift for shift in shifts if words[begin + shift].startswith("\n"))
    sentences = (shift for shift in shifts if begin + shift > 0 and words[begin + shift - 1].endswith(_SENTENCE_ENDS))
    return next(lines, next(sentences, 0))
