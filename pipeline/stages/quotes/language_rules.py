"""Select the language whose rules a text is read by: the declared one, else the one whose small words it uses most.

This detects no language: there are always rules to read by, English ones at worst. The language that a document is stored with
is detected by ``pipeline.stages.parse.language_detection``, which needs evidence and may find none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from pipeline.knowledge import Calendar, Cues, Knowledge, Language
from storage.text.language_tags import primary_subtag

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "xx"))
_SAMPLE = 3000
"""The first characters by which a language is told; the same as where documents are read (`parse.languages`)."""
_FEW_KANA = 3
"""More kana than this in a sample are Japanese. Chosen by hand: Chinese texts write names of goods with one or two (の)."""


def select_language(text: str, code: str | None, knowledge: Knowledge) -> Language:
    """Return the language declared by its code, even one without a file; else the one whose small words a text uses most.

    English where none fits.
    """
    languages = knowledge.languages
    primary = _primary(code)
    if primary:
        return languages.get(primary) or _without_file(primary)
    if _is_unspaced(text[:_SAMPLE]) and "zh" in languages:
        return languages["ja" if len(_KANA.findall(text[:_SAMPLE])) > _FEW_KANA and "ja" in languages else "zh"]
    letters = set(text[:_SAMPLE])
    counts = {code: 0 for code, each in languages.items() if each.spaced and (letters & each.letters or not each.letters)}
    owners = _owners(knowledge)
    for word, count in Counter(_WORD.findall(text[:_SAMPLE].lower())).items():
        for each in owners.get(word, ()):
            if each in counts:
                counts[each] += count
    best = max(sorted(counts), key=lambda each: (counts[each], each == "en"))
    return languages[best if counts[best] else "en"]


def say_uncovered(code: str | None, knowledge: Knowledge) -> str | None:
    """Say that a language has no file, so that little of what is said in it is found; None if it has one or is not known."""
    primary = _primary(code)
    if not primary or primary in knowledge.languages:
        return None
    return f"no rules for the language {primary!r}: only words in marks behind a name and a colon are given to anyone"


def _primary(code: str | None) -> str:
    """Return the first part of a language tag where it can be one."""
    primary = primary_subtag(code or "")
    return primary if primary.isalpha() and len(primary) in (2, 3) and primary not in _NO_LANGUAGE else ""


@lru_cache(maxsize=64)
def _without_file(code: str) -> Language:
    """Make a language of which nothing is known but its code."""
    return Language(code=code, name=code, cues=Cues(speech=frozenset()), calendar=Calendar(months={}, weekdays={}))


def _is_unspaced(sample: str) -> bool:
    return len(_HAN.findall(sample)) * 5 > len(sample)


@lru_cache(maxsize=8)
def _owners(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """Return the languages of every small word."""
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
