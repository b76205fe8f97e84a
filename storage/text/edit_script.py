"""Find the edits that turn one word list into another, in order, so that they read naturally: whole sentences, not fragments.

This is the diff that is shown. What a verdict is judged by is another job, in ``pipeline.stages.sameness.matching_blocks``: it
finds equal runs in any order, so that a moved passage is no deletion and insertion. Both slide a gap by ``find_slide``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from rapidfuzz.distance import Levenshtein

from storage.text.anchors import Part, cut_at_anchors

MOST_KEPT: Final = 2
"""At most this many unchanged words between two larger changes are reported as changed too: they match by chance. Chosen by
hand."""
_SIZE_PER_KEPT_WORD: Final = 4
"""Both changes must have at least this many words per unchanged word between them to be joined. Chosen by hand."""
_SENTENCE_ENDS: Final = (".", "!", "?", "。", "！", "？", "”", "»", ":")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedSpan:
    """Where two word lists differ: begin and end in the old one, begin and end in the new one."""

    old: int
    old_end: int
    new: int
    new_end: int


def find_edits(old: Sequence[str], new: Sequence[str]) -> list[EditedSpan]:
    """List the spans where two word lists differ, in order; each word includes the white space before it."""
    found = _join(_find(old, new))
    spans: list[EditedSpan] = []
    for span, following in zip(found, [*found[1:], None], strict=False):
        before = span.new - (spans[-1].new_end if spans else 0)
        after = (following.new if following else len(new)) - span.new_end
        spans.append(_slide(span, old, new, before, after))
    return spans


def find_slide(items: Sequence[object], begin: int, end: int, before: int, after: int) -> range:
    """Return by how many items the gap ``[begin:end]`` can move, at most ``before`` back and ``after`` ahead, so that the items
    outside it stay the same."""
    back = ahead = 0
    while back < before and items[begin - back - 1] == items[end - back - 1]:
        back += 1
    while ahead < after and items[begin + ahead] == items[end + ahead]:
        ahead += 1
    return range(-back, ahead + 1)


def _find(old: Sequence[str], new: Sequence[str]) -> list[EditedSpan]:
    found: list[EditedSpan] = []
    for span in chain.from_iterable(_align(old, new, part) for part in cut_at_anchors(old, new)):
        if found and (found[-1].old_end, found[-1].new_end) == (span.old, span.new):
            found[-1] = replace(found[-1], old_end=span.old_end, new_end=span.new_end)
        else:
            found.append(span)
    return found


def _align(old: Sequence[str], new: Sequence[str], part: Part) -> Iterator[EditedSpan]:
    """Yield the edits of a part of two lists; they may follow one another without a gap."""
    for step in Levenshtein.opcodes(old[part.old : part.old_end], new[part.new : part.new_end]):
        if step.tag != "equal":
            yield EditedSpan(
                old=part.old + step.src_start,
                old_end=part.old + step.src_end,
                new=part.new + step.dest_start,
                new_end=part.new + step.dest_end,
            )


def _join(found: Sequence[EditedSpan]) -> list[EditedSpan]:
    """Join replacements that have at most ``MOST_KEPT`` unchanged words between them."""
    joined: list[EditedSpan] = []
    for span in found:
        kept = span.new - joined[-1].new_end if joined else 0
        if joined and kept <= MOST_KEPT and min(_size(joined[-1]), _size(span)) >= _SIZE_PER_KEPT_WORD * kept:
            joined[-1] = replace(joined[-1], old_end=span.old_end, new_end=span.new_end)
        else:
            joined.append(span)
    return joined


def _size(span: EditedSpan) -> int:
    """Count the replaced words; 0 for a pure insertion or deletion, which is never joined across unchanged words."""
    return min(span.old_end - span.old, span.new_end - span.new) * 2


def _slide(span: EditedSpan, old: Sequence[str], new: Sequence[str], before: int, after: int) -> EditedSpan:
    """Move a pure deletion or insertion to the start of a line or sentence, if the result is the same.

    ``before`` and ``after`` count the unchanged words on either side, the limits of the move.
    """
    if span.old == span.old_end:
        shift = _find_shift(new, span.new, span.new_end, before, after)
    elif span.new == span.new_end:
        shift = _find_shift(old, span.old, span.old_end, before, after)
    else:
        return span
    return EditedSpan(old=span.old + shift, old_end=span.old_end + shift, new=span.new + shift, new_end=span.new_end + shift)


def _find_shift(words: Sequence[str], begin: int, end: int, before: int, after: int) -> int:
    """Find by how many words to move a span so that it begins with a line or, failing that, with a sentence."""
    shifts = sorted(find_slide(words, begin, end, before, after), key=abs)
    lines = (shift for shift in shifts if words[begin + shift].startswith("\n"))
    sentences = (shift for shift in shifts if begin + shift > 0 and words[begin + shift - 1].endswith(_SENTENCE_ENDS))
    return next(lines, next(sentences, 0))
