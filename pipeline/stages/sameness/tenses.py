"""Tell by its ending when a verb says that something happens: two forms of one verb that differ in it state different facts."""

from __future__ import annotations

import re
from itertools import takewhile

SHORTEST_STEM = 3
"""Verbs whose forms share fewer letters are not compared. Chosen by hand: two letters begin unlike words."""

_CLASSES: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...] = (
    (  # Romance: the future keeps the infinitive's r
        ("future", re.compile("\\w+(?:[aeií]?r(?:é|ás|á|emos|éis|án|ei|ão|ons|ont|ò|à|emo|anno)|er(?:a|ai|as|ez))")),
        (
            "present or past",
            re.compile(
                "\\w+(?:ó|aron|ieron|aba|aban|aste|[aei]ram|[aei]va|[aei]vam|[aei]vano|[aei]rono|[aie]?mos|iamo|[aeiu]to|é|ée?s?|ait|aient"
                "|(?<!r)ons|(?<!r)ont|[eao]nt?|ou|eu|iu|[ai]do|a)"
            ),
        ),
    ),
    (  # East Slavic
        ("past", re.compile(r"[\u0400-\u04ff]+[аеиоуыяюів](?:л|ла|ло|ли|в)(?:ся|сь)?")),
        ("present or future", re.compile(r"[\u0400-\u04ff]+(?:[еиуюая]т|[еи]м|[еи]те|[еи]шь|є|[иуюя]ть|[еи]мо)(?:ся|сь)?")),
    ),
    (  # Turkic
        ("past", re.compile(r"\w+(?:[tdтд][iıuüыі]|m[iıuü]ş)(?:m|n|k|q|niz|nuz|lar|ler|iz|ik)?")),
        ("future", re.compile(r"\w+[aeə]c[aeə][kqğy]\w*")),
        ("present", re.compile(r"\w+(?:[iıuü]yor|[aeəiıuü]r)(?:um|im|sun|sin|uz|iz|ik|uk|lar|ler)?")),
    ),
)  # fmt: skip


def differ_in_tense(ours: str, theirs: str) -> bool:
    """Return whether two words in lower case are forms of one verb in different tenses."""
    if _is_english_past(ours, theirs) or _is_english_past(theirs, ours):
        return True
    stem = _count_shared(ours, theirs)
    if stem < max(SHORTEST_STEM, min(len(ours), len(theirs)) // 2):
        return False
    for classes in _CLASSES:
        mine, other = _find_class(ours, classes), _find_class(theirs, classes)
        if mine and other and mine != other:
            return True
    return False


def _find_class(word: str, classes: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    """Return the first class whose ending a word has."""
    return next((name for name, ending in classes if ending.fullmatch(word)), "")


def _is_english_past(past: str, present: str) -> bool:
    if not past.endswith("ed"):
        return False
    stems = {past[:-1], past[:-2], f"{past[:-3]}y" if past.endswith("ied") else past[:-2]}
    if past[-3:-2] == past[-4:-3]:
        stems.add(past[:-3])  # stopped, stop
    forms = {form for stem in stems if len(stem) >= SHORTEST_STEM for form in (stem, f"{stem}s", f"{stem}es", f"{stem}ing")}
    return present in forms


def _count_shared(one: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
