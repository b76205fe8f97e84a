"""Words of closed sets whose members exclude each other: fates, measures, ordinals, directions, persons, opposites.

A member put for one of another group of its set states another fact. ``_`` joins the words of a phrase, ``*`` ends a stem
whose endings vary. Words are kept folded, as ``tokens`` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.knowledge.facts import GROUPS, Contrast
from pipeline.stages.sameness.phrase_tables import UNSPACED
from pipeline.stages.sameness.verdict import Kind
from storage.text.folding import fold_text
from storage.text.remembering import remember

MOST_WORDS = 6
"""Longer passages hold members of many sets by chance. Chosen by hand; the score on 1,525 real pairs
(tests/stages/sameness/test_pairs.py) is the same at 4 and 9."""
LONGEST_PHRASE = 4
"""The words of the longest entry of the tables, as in `phrases`."""
SHORTEST_STEM = 2
"""The letters of the shortest stem of the tables: they index it by its beginning."""
_PROCLITICS = re.compile("^(?:[وفبل]?ال|لل|[והבלמש](?=.{3}))")
"""Articles, conjunctions and prepositions that Arabic and Hebrew write onto the next word."""

_COUNTED = re.compile(r"^\d[\d.,]*(?=[\uac00-\ud7a3])")
"""A number that Korean writes in one word with what it counts: 5킬로미터."""

Member = tuple[Contrast, int]
"""A set, and the number of the group in it."""

_MEASURED = frozenset({Contrast.CHANGE})
"""Sets that state a fact only before a number."""
_KINDS = {
    Kind.NAME: frozenset({Contrast.PEOPLE, Contrast.OFFICES, Contrast.SEXES}),
    Kind.NUMBER: frozenset(
        {
            *(Contrast.CHANGE, Contrast.CHANGE_TO, Contrast.ORDINALS),
            *(Contrast.PARTS, Contrast.NUMERALS, Contrast.AMOUNTS),
        }
    ),
    Kind.UNIT: frozenset(
        {
            *(Contrast.SHARES, Contrast.LENGTHS, Contrast.WEIGHTS, Contrast.VOLUMES),
            *(Contrast.TEMPERATURES, Contrast.POWERS, Contrast.TIMES, Contrast.CURRENCIES),
        }
    ),
    Kind.DATE: frozenset({Contrast.WEEKDAYS}),
    Kind.MODAL: frozenset({Contrast.MODALS}),
    Kind.PRONOUN: frozenset({Contrast.PERSONS}),
    Kind.TENSE: frozenset({Contrast.TENSES, Contrast.PERFECTS}),
}
"""What the sets are about; the others are opposites."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contrasts:
    """The members of the sets by their folded words: whole words and phrases, stems, and whole ones in unspaced scripts."""

    whole: Mapping[str, frozenset[Member]]
    stems: Mapping[str, frozenset[Member]]
    starts: frozenset[str]
    unspaced: Mapping[str, frozenset[Member]]


def index_contrasts(tables: Mapping[Contrast, Mapping[str, frozenset[str]]]) -> Contrasts:
    """Index the words of the languages' sets."""
    entries = [
        (entry, (name, GROUPS[name].index(group)))
        for name, groups in tables.items()
        for group, words in groups.items()
        for entry in words
    ]
    whole = _gather((entry, member) for entry, member in entries if not entry.endswith("*"))
    stems = _gather((entry[:-1], member) for entry, member in entries if entry.endswith("*"))
    return Contrasts(
        whole=whole,
        stems=stems,
        starts=frozenset(stem[:SHORTEST_STEM] for stem in stems),
        unspaced={word: members for word, members in whole.items() if UNSPACED.search(word)},
    )


def _gather(entries: Iterator[tuple[str, Member]]) -> dict[str, frozenset[Member]]:
    gathered: dict[str, set[Member]] = {}
    for word, member in entries:
        gathered.setdefault(fold_text(word).replace("'", ""), set()).add(member)
    return {word: frozenset(members) for word, members in gathered.items()}


def _kind_of(name: Contrast) -> Kind:
    return next((kind for kind, names in _KINDS.items() if name in names), Kind.OPPOSITE)


def find_contrast(ours: Sequence[str], theirs: Sequence[str], contrasts: Contrasts, following: str = "") -> Kind | None:
    """Say which kind of fact changed where members of one set gave way to others of it; ``following`` is the word behind."""
    if not 0 < len(ours) <= MOST_WORDS >= len(theirs) > 0:
        return None
    before, after = _find_members(tuple(ours), contrasts), _find_members(tuple(theirs), contrasts)
    for name in before.keys() & after.keys():
        if before[name].isdisjoint(after[name]) and (name not in _MEASURED or following[:1].isdigit()):
            return _kind_of(name)
    return None


def names_unit(word: str, contrasts: Contrasts) -> bool:
    """Say whether a word is a unit of a share."""
    return any(name is Contrast.SHARES for name, _ in _look_up(word, contrasts))


def names_person(word: str, contrasts: Contrasts) -> bool:
    """Say whether a word is a pronoun of a person: a numeral of one language is that of another (он)."""
    return any(name is Contrast.PERSONS for name, _ in _look_up(word, contrasts))


def find_contrast_unspaced(ours: str, theirs: str, contrasts: Contrasts) -> Kind | None:
    """Do the same for letters of a script without spaces, given with those around them."""
    if not (UNSPACED.search(ours) and UNSPACED.search(theirs)):
        return None
    before, after = _find_inside(ours, contrasts), _find_inside(theirs, contrasts)
    for name in {member[0] for member in before - after} & {member[0] for member in after - before}:
        return _kind_of(name)
    return None


@remember(1 << 12, chars=64)
def _find_members(words: tuple[str, ...], contrasts: Contrasts) -> dict[Contrast, frozenset[int]]:
    """Find the sets and groups that the words belong to; the words of a phrase count as the phrase alone."""
    found: dict[Contrast, set[int]] = {}
    at = 0
    while at < len(words):
        size, members = _match_at(words, at, contrasts)
        for name, group in members:
            found.setdefault(name, set()).add(group)
        at += size
    return {name: frozenset(groups) for name, groups in found.items()}


def _match_at(words: tuple[str, ...], at: int, contrasts: Contrasts) -> tuple[int, frozenset[Member]]:
    for size in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
        phrase = "_".join(words[at : at + size])
        members = {
            *contrasts.whole.get(phrase, ()),
            *_find_stems(phrase, len(phrase) - len(words[at + size - 1]) + 1, contrasts),
        }
        if members:
            return size, frozenset(members)
    return 1, frozenset(_look_up(words[at], contrasts))


def _look_up(word: str, contrasts: Contrasts) -> Iterator[Member]:
    bare = _PROCLITICS.sub("", word)
    for form in {word, bare, _COUNTED.sub("", word)}:
        yield from contrasts.whole.get(form, ())
        yield from _find_stems(form, SHORTEST_STEM, contrasts)


def _find_stems(form: str, least: int, contrasts: Contrasts) -> Iterator[Member]:
    """Find the sets of the stems that begin a word or a phrase and have at least `least` letters of it."""
    if form[:SHORTEST_STEM] in contrasts.starts:
        for end in range(least, len(form) + 1):
            yield from contrasts.stems.get(form[:end], ())


def _find_inside(text: str, contrasts: Contrasts) -> frozenset[Member]:
    return frozenset(member for word, members in contrasts.unspaced.items() if word in text for member in members)
