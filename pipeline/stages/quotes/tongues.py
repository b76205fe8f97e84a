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
    words, letters = Counter(_WORD.findall(text[:_SAMPLE].lower())), set(text[:_SAMPLE])
    counts = {
        each: sum(words[word] for word in words.keys() & small)
        for each, small in _small_words(knowledge).items()
        if not languages[each].letters or not letters.isdisjoint(languages[each].letters)
    }
    best = max(sorted(counts), key=lambda each: (counts[each], each == "en"))
    return languages[best if counts[best] else "en"]


def _is_unspaced(sample: str) -> bool:
    return len(_HAN.findall(sample)) * 5 > len(sample)


@lru_cache(maxsize=8)
def _small_words(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    return {code: _small_of(language) for code, language in knowledge.languages.items() if language.spaced}


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
