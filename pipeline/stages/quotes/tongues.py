"""Tell which of the known languages a text is in, by its letters and its small words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from pipeline.knowledge import Knowledge, Language

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_SAMPLE = 3000


def choose_language(text: str, code: str | None, knowledge: Knowledge) -> Language:
    """Give the language declared by its code, else the one whose small words a text uses most; English where none fits."""
    languages = knowledge.languages
    declared = languages.get((code or "").split("-")[0].split("_")[0].lower())
    if declared:
        return declared
    if _is_unspaced(text[:_SAMPLE]) and "zh" in languages:
        return languages["zh"]
    letters = set(text[:_SAMPLE])
    counts = {code: 0 for code, each in languages.items() if each.spaced and (letters & each.letters or not each.letters)}
    owners = _owners(knowledge)
    for word, count in Counter(_WORD.findall(text[:_SAMPLE].lower())).items():
        for each in owners.get(word, ()):
            if each in counts:
                counts[each] += count
    best = max(sorted(counts), key=lambda each: (counts[each], each == "en"))
    return languages[best if counts[best] else "en"]


def _is_unspaced(sample: str) -> bool:
    return len(_HAN.findall(sample)) * 5 > len(sample)


@lru_cache(maxsize=8)
def _owners(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """Give the languages of every small word."""
    owners: dict[str, tuple[str, ...]] = {}
    for code, language in knowledge.languages.items():
        for word in _small_of(language) if language.spaced else ():
            owners[word] = (*owners.get(word, ()), code)
    return owners


def _small_of(language: Language) -> frozenset[str]:
    pronouns = language.pronouns
    return (
        language.openers
        | language.determiners
        | language.cues.that
        | language.cues.to
        | language.cues.of
        | language.cues.speech
        | pronouns.man
        | pronouns.woman
        | pronouns.people
    )
