"""Find the runs of tokens that two texts share, in any order: a verdict is judged by them.

The diff that is shown is another job, in ``storage.text.edit_script``: it has no moved passages, and joins edits for reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain

from rapidfuzz.distance import Indel

from pipeline.stages.sameness.tokens import Tokens
from storage.text.anchors import Part, cut_at_anchors
from storage.text.edit_script import find_slide

LARGEST = 1_000_000
"""Product of lengths above which the longest-run search gives way to a longest common subsequence in C."""
MOST_MEETINGS = 40_000
"""Pairs of equal tokens above which it does so too: the search takes time with their number times that of the runs. A thousand
words of a language meet themselves some ten thousand times."""
MOST_PLACES = 64
"""Of a run of words that is moved at most this many places are looked at; a run that recurs oftener tells little. Chosen by
hand."""
SURE = 3
"""A run of this many tokens is no accident. Chosen by hand; the score on 1,525 real pairs (tests/stages/sameness/test_pairs.py)
is the same at 4, and 0.06 points higher at 2."""
LETTERS = 6
"""A passage of fewer letters is too short to be called moved. Chosen by hand; the score on these pairs is the same at 4
and 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingBlock:
    """``size`` tokens that are equal: from ``stored`` on in the stored text, from ``other`` on in the other."""

    stored: int
    other: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Runs shared in the same order, and runs shared out of order, both in the order of the other text."""

    runs: tuple[MatchingBlock, ...]
    moved: tuple[MatchingBlock, ...]


def match_blocks(stored: Tokens, other: Tokens) -> Alignment:
    """Align two texts' tokens."""
    ours, theirs = stored.keys, other.keys
    runs = _without_accidents(_shared(ours, theirs), len(ours), len(theirs))
    runs = _settle(_without_fragment(runs, stored, other), stored, other)
    moved = [run for run in _moved(ours, theirs, runs) if _deliberate(run, stored)]
    return Alignment(runs=tuple(runs), moved=tuple(moved))


def _without_fragment(runs: list[MatchingBlock], stored: Tokens, other: Tokens) -> list[MatchingBlock]:
    """Leave out a last word found by itself further on in the stored text, where it begins the word due: that one was cut."""
    if len(runs) < 2:
        return runs
    before, last = runs[-2:]
    due, gap = before.stored + before.size, last.other - before.other - before.size
    alone = last.size == 1 and not gap and last.other + 1 == len(other.keys)
    return runs[:-1] if alone and last.stored > due and stored.keys[due].startswith(other.keys[last.other]) else runs


def _settle(runs: list[MatchingBlock], stored: Tokens, other: Tokens) -> list[MatchingBlock]:
    """Slide the edges between runs, where equal words allow it, so that what is left out or put in are whole sentences."""
    settled = runs[:1]
    for run in runs[1:]:
        last = settled[-1]
        missing = (last.stored + last.size, run.stored)
        added = (last.other + last.size, run.other)
        shift = 0
        if added[0] == added[1]:
            shift = _best_shift(*missing, last.size, run.size, stored)
        elif missing[0] == missing[1]:
            shift = _best_shift(*added, last.size, run.size, other)
        settled[-1] = MatchingBlock(stored=last.stored, other=last.other, size=last.size + shift)
        settled.append(MatchingBlock(stored=run.stored + shift, other=run.other + shift, size=run.size - shift))
    return [run for run in settled if run.size]


def _best_shift(start: int, end: int, before: int, after: int, tokens: Tokens) -> int:
    """Find how far the gap ``[start:end]`` can slide to cover whole sentences; 0 if it cannot."""
    slide = find_slide(tokens.keys, start, end, before, after)
    whole = (at for at in slide if tokens.opens_sentence(start + at) and tokens.ends_sentence[end + at - 1])
    return next(whole, 0)


def _deliberate(run: MatchingBlock, stored: Tokens) -> bool:
    """Tell a moved passage from words that chance to recur: a hashtag or handle, a whole sentence, or several words."""
    start, end = run.stored, run.stored + run.size
    if run.size == 1 and start in stored.sigils:
        return True
    whole = stored.opens_sentence(start) and stored.ends_sentence[end - 1]
    return (whole and run.size > 1) or ((whole or run.size >= SURE) and sum(map(len, stored.keys[start:end])) >= LETTERS)


def _shared(stored: Sequence[str], other: Sequence[str]) -> list[MatchingBlock]:
    if len(stored) * len(other) > LARGEST or _count_meetings(stored, other) > MOST_MEETINGS:
        return _join(chain.from_iterable(_align(stored, other, part) for part in cut_at_anchors(stored, other)))
    blocks = SequenceMatcher(None, stored, other, autojunk=False).get_matching_blocks()
    return [MatchingBlock(stored=block.a, other=block.b, size=block.size) for block in blocks if block.size]


def _align(stored: Sequence[str], other: Sequence[str], part: Part) -> Iterator[MatchingBlock]:
    """Align a part of two texts by a longest common subsequence."""
    steps = Indel.opcodes(stored[part.old : part.old_end], other[part.new : part.new_end]).as_matching_blocks()
    return (MatchingBlock(stored=part.old + step.a, other=part.new + step.b, size=step.size) for step in steps if step.size)


def _join(runs: Iterable[MatchingBlock]) -> list[MatchingBlock]:
    """Join runs that follow each other without a gap, as those on both sides of a cut."""
    joined: list[MatchingBlock] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (run.stored, run.other) == (last.stored + last.size, last.other + last.size):
            joined[-1] = replace(last, size=last.size + run.size)
        else:
            joined.append(run)
    return joined


def _count_meetings(stored: Sequence[str], other: Sequence[str]) -> int:
    """Count the pairs of equal tokens, which are many where a text repeats itself."""
    theirs = Counter(other)
    return sum(count * theirs[key] for key, count in Counter(stored).items())


def _without_accidents(runs: list[MatchingBlock], stored_length: int, other_length: int) -> list[MatchingBlock]:
    """Drop short runs between gaps so wide that their words would meet by chance."""
    kept: list[MatchingBlock] = []
    for i, run in enumerate(runs):
        before = kept[-1] if kept else MatchingBlock(stored=0, other=0, size=0)
        after = runs[i + 1] if i + 1 < len(runs) else MatchingBlock(stored=stored_length, other=other_length, size=0)
        left = run.other - before.other - before.size
        right = after.other - run.other - run.size
        if run.size < SURE and left > 2 * run.size and right > 2 * run.size:
            continue
        kept.append(run)
    return kept


def _moved(stored: Sequence[str], other: Sequence[str], runs: list[MatchingBlock]) -> list[MatchingBlock]:
    """Look for what the other text has out of order among the stored tokens that no run covers: a whole gap, or a sure run."""
    free = _gaps([(run.stored, run.size) for run in runs], len(stored))
    indexes: dict[int, tuple[SequenceMatcher[tuple[str, ...]], list[int]]] = {}
    moved: list[MatchingBlock] = []
    for start, end in _gaps([(run.other, run.size) for run in runs], len(other)) if free else ():
        size = min(SURE, end - start)
        if size not in indexes:
            indexes[size] = _index(stored, free, size)
        matcher, places = indexes[size]
        matcher.set_seq1(_grams(other, start, end, size))
        if (found := matcher.find_longest_match()).size:
            moved.append(MatchingBlock(stored=places[found.b], other=start + found.a, size=found.size + size - 1))
    return moved


def _index(stored: Sequence[str], free: list[tuple[int, int]], size: int) -> tuple[SequenceMatcher[tuple[str, ...]], list[int]]:
    """Index runs of ``size`` stored tokens that no run covers, and their places; gaps are parted by what matches nothing."""
    grams: list[tuple[str, ...]] = []
    places: list[int] = []
    for start, end in free:
        found = _grams(stored, start, end, size)
        grams += [*found, ()]
        places += [*range(start, start + len(found)), -1]
    matcher: SequenceMatcher[tuple[str, ...]] = SequenceMatcher(None, [], grams, autojunk=False)
    for recurring in vars(matcher)["b2j"].values():
        del recurring[MOST_PLACES:]
    return matcher, places


def _grams(keys: Sequence[str], start: int, end: int, size: int) -> list[tuple[str, ...]]:
    return [tuple(keys[at : at + size]) for at in range(start, end - size + 1)]


def _gaps(covered: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    at = 0
    for start, size in sorted(covered):
        if start > at:
            gaps.append((at, start))
        at = start + size
    return [*gaps, (at, length)] if at < length else gaps
