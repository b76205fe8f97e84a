"""Words of closed sets whose members exclude each other: fates, measures, ordinals, directions, persons, opposites.

A member put for one of another group of its set states another fact. ``_`` joins the words of a phrase, ``*`` ends a stem
whose endings vary. Words are kept folded, as ``tokens`` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.stages.sameness.contrast_tables import MEASURED, TABLES
from pipeline.stages.sameness.verdict import Kind
from storage.text.folding import fold_text

MOST_WORDS = 6
"""Longer passages hold members of many sets by chance."""
LONGEST_PHRASE = 4
SHORTEST_STEM = 2
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PROCLITICS = re.compile("^(?:[وفبل]?ال|لل|[והבלמש](?=.{3}))")
"""Articles, conjunctions and prepositions that Arabic and Hebrew write onto the next word."""

Member = tuple[str, int]
"""A set, and the number of the group in it."""


def find_contrast(ours: Sequence[str], theirs: Sequence[str], following: str = "") -> Kind | None:
    """Say which kind of fact changed where members of one set gave way to others of it; ``following`` is the word behind."""
    if not 0 < len(ours) <= MOST_WORDS >= len(theirs) > 0:
        return None
    before, after = _find_members(tuple(ours)), _find_members(tuple(theirs))
    for name in before.keys() & after.keys():
        if before[name].isdisjoint(after[name]) and (name not in MEASURED or following[:1].isdigit()):
            return TABLES[name][0]
    return None


def find_contrast_unspaced(ours: str, theirs: str) -> Kind | None:
    """Do the same for letters of a script without spaces, given with those around them."""
    if not (_UNSPACED.search(ours) and _UNSPACED.search(theirs)):
        return None
    before, after = _find_inside(ours), _find_inside(theirs)
    for name in {member[0] for member in before - after} & {member[0] for member in after - before}:
        return TABLES[name][0]
    return None


@lru_cache(maxsize=1 << 12)
def _find_members(words: tuple[str, ...]) -> dict[str, frozenset[int]]:
    """Find the sets and groups that the words belong to; the words of a phrase count as the phrase alone."""
    found: dict[str, set[int]] = {}
    at = 0
    while at < len(words):
        size, members = _match_at(words, at)
        for name, group in members:
            found.setdefault(name, set()).add(group)
        at += size
    return {name: frozenset(groups) for name, groups in found.items()}


def _match_at(words: tuple[str, ...], at: int) -> tuple[int, frozenset[Member]]:
    for size in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
        if members := _WHOLE.get("_".join(words[at : at + size])):
            return size, members
    return 1, frozenset(_look_up(words[at]))


def _look_up(word: str) -> Iterator[Member]:
    bare = _PROCLITICS.sub("", word)
    for form in {word, bare}:
        yield from _WHOLE.get(form, ())
        if form[:SHORTEST_STEM] in _STEM_STARTS:
            for end in range(SHORTEST_STEM, len(form) + 1):
                yield from _STEMS.get(form[:end], ())


def _find_inside(text: str) -> frozenset[Member]:
    return frozenset(member for word, members in _UNSPACED_WORDS.items() if word in text for member in members)


def _index() -> Iterator[tuple[str, Member]]:
    for name, (_, groups) in TABLES.items():
        for at, group in enumerate(groups):
            for entry in group.split():
                yield entry, (name, at)


def _gather(entries: Iterator[tuple[str, Member]]) -> dict[str, frozenset[Member]]:
    gathered: dict[str, set[Member]] = {}
    for word, member in entries:
        gathered.setdefault(fold_text(word).replace("'", ""), set()).add(member)
    return {word: frozenset(members) for word, members in gathered.items()}


_WHOLE = _gather((entry, member) for entry, member in _index() if not entry.endswith("*"))
_STEMS = _gather((entry[:-1], member) for entry, member in _index() if entry.endswith("*"))
_STEM_STARTS = frozenset(stem[:SHORTEST_STEM] for stem in _STEMS)
_UNSPACED_WORDS = {word: members for word, members in _WHOLE.items() if _UNSPACED.search(word)}
