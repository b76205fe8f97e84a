"""Cut two long lists of tokens where they surely agree, so that aligning the parts takes time and memory in proportion.

An exact alignment takes time and memory with the product of two lengths. Runs of tokens that occur once in both lists and in
the same order are anchors, as in patience diff (B. Cohen, 2003, for Bazaar): almost every sentence of a real text holds one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

MOST_ALIGNED: Final = 64_000_000
"""Lists whose lengths have a product of at most this are aligned as a whole: 8,000 words of each, in 8 MB and some 20 ms."""
_RUN: Final = 3
"""How many tokens an anchor has: a run of three that is found once in each of two texts is no accident. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of two lists: begin and end in the old one, begin and end in the new one."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        """The product of the two lengths."""
        return (self.old_end - self.old) * (self.new_end - self.new)


def cut_at_anchors(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    """Yield the parts of two lists in order, each of a size of at most about ``MOST_ALIGNED``; together they are all of both.

    Where no anchor is near, as in a text that repeats one word, both are cut in proportion.
    """
    whole = Part(old=0, old_end=len(old), new=0, new_end=len(new))
    if whole.size <= MOST_ALIGNED:
        yield whole
        return
    begun, last = (0, 0), (0, 0)
    for anchor in [*_find_anchors(old, new), (len(old), len(new))]:
        if _between(begun, anchor).size > MOST_ALIGNED:
            if last != begun:
                yield _between(begun, last)
            begun = last
        if _between(begun, anchor).size > MOST_ALIGNED:
            yield from _cut_evenly(_between(begun, anchor))
            begun = anchor
        last = anchor
    if last != begun:
        yield _between(begun, last)


def _between(begin: tuple[int, int], end: tuple[int, int]) -> Part:
    return Part(old=begin[0], old_end=end[0], new=begin[1], new_end=end[1])


def _cut_evenly(part: Part) -> Iterator[Part]:
    pieces = ceil(sqrt(part.size / MOST_ALIGNED))
    olds = [part.old + (part.old_end - part.old) * at // pieces for at in range(pieces + 1)]
    news = [part.new + (part.new_end - part.new) * at // pieces for at in range(pieces + 1)]
    for at in range(pieces):
        yield Part(old=olds[at], old_end=olds[at + 1], new=news[at], new_end=news[at + 1])


def _find_anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Find the places of runs that occur once in each list: the longest chain that is in order in both."""
    places = _find_unique(new)
    met = [(at, places[run]) for run, at in _find_unique(old).items() if run in places]
    return _choose_increasing(met)


def _find_unique(tokens: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(tokens[at : at + _RUN]) for at in range(len(tokens) - _RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _choose_increasing(met: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose the longest chain of pairs, sorted by their first numbers, whose second ones increase too."""
    ends: list[int] = []
    last_of: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(met):
        length = bisect_left(ends, place)
        before.append(last_of[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last_of[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = last_of[-1] if last_of else -1
    while at >= 0:
        chain.append(met[at])
        at = before[at]
    return chain[::-1]
