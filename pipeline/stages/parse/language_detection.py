"""Detect the language of a text: by its script, then by its commonest words, then by what the page declares.

A page template's ``lang`` is often the site's and not the item's, so that enough text outweighs it. The rules that find quotes
are selected by ``pipeline.stages.quotes.language_rules``, which must always name a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.knowledge import Vocabulary
from storage.text.language_tags import primary_subtag

_SCRIPTS = (
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_LETTERS = (
    ("ar", (("ur", "[\u0679\u0688\u0691\u06ba\u06be\u06d2]", ""), ("fa", "[\u067e\u0686\u06af\u06cc]", ""))),
    (
        "ru",
        (
            ("kk", "[\u0493\u049b\u04a3\u04d9\u04b1]", ""),
            ("uk", "[\u0456\u0457\u0454\u0491]", "[\u045e\u044b]"),
            ("be", "[\u045e]", ""),
            ("sr", "[\u0452\u0458\u0459\u045a\u045b\u045f]", ""),
            ("bg", "\u044a", "[\u044b\u044d\u0451]"),
        ),
    ),
)
"""Languages told by letters that the widest of their script lacks, and by others that they lack themselves."""
_FAMILIES = {
    "ar": frozenset("ar fa ur ps prs ckb ug sd ks azb glk mzn".split()),
    "ru": frozenset("ru uk be bg sr mk kk ky tg mn tt ba cv os ab ce sah bs".split()),
    "hi": frozenset("hi ne mr sa mai bho kok".split()),
    "zh": frozenset({"zh", "yue", "lzh"}),
    "he": frozenset({"he", "iw", "yi"}),
}
"""Languages of one script; one that a page declares is believed, unless letters tell another."""
_WORD = re.compile(r"[^\W\d_]+")
_NOT_LATIN = re.compile("[\u0370-\u1dff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufeff]")
_ENOUGH_LETTERS = 20
"""This many letters of another script decide, or all if the text has fewer. Chosen by hand: a name or a motto in another script
is shorter."""
_ENOUGH_WORDS = 12
"""A shorter text has too few of a language's common words to tell it. Chosen by hand: two headlines' worth."""
_SAMPLE = 3000
"""The first characters by which a language is told. Chosen by hand: about a page of text; more costs time, less may be a motto
or a menu."""
_LEAST_OF_LETTERS = 100
"""One in this many letters tells a language by those that only it has. Chosen by hand."""
_SURE_OF_UNKNOWN = 4
"""One in this many words must be another language's for a declared one to be wrong whose words are not known here. Chosen by
hand."""


def find_language(text: str, words: Vocabulary, *, declared: str | None = None, expected: Sequence[str] = ()) -> str | None:
    """Return a language tag; ``declared`` keeps its region where the text agrees with it, ``expected`` are the source's own."""
    seen = _by_script(text[:_SAMPLE], primary_subtag(declared or "")) or _by_words(
        text[:_SAMPLE], primary_subtag(declared or ""), words.common
    )
    tag = declared.strip().replace("_", "-") if declared else None
    if seen is None or (tag and primary_subtag(tag) == seen):
        return tag or (expected[0] if len(expected) == 1 else None)
    return seen


def _by_script(text: str, declared: str) -> str | None:
    """Name the language of the script that most letters are in; None for Latin letters and for too few."""
    foreign = len(_NOT_LATIN.findall(text))
    if not foreign:
        return None
    letters = sum(map(len, _WORD.findall(text)))
    if foreign < min(_ENOUGH_LETTERS, letters) or foreign * 2 < letters or not letters:
        return None
    counts = {language: len(pattern.findall(text)) for language, pattern in _SCRIPTS}
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]
    language = max(counts, key=lambda name: counts[name])
    if counts[language] * 2 < letters:
        return None
    wide, told = language, dict(_LETTERS).get(language, ())
    for name, own, lacking in told:
        if _has(text, own, counts[wide]) and not (lacking and _has(text, lacking, counts[wide])):
            language = name
            break
    family = next((each for each in _FAMILIES.values() if language in each), frozenset[str]())
    return declared if declared in family - {name for name, _, _ in told} - set(dict(_SCRIPTS)) else language


def _has(text: str, letters: str, among: int) -> bool:
    return len(re.findall(letters, text)) * _LEAST_OF_LETTERS > among


def _by_words(text: str, declared: str, known: Mapping[str, frozenset[str]]) -> str | None:
    """Name the language whose commonest words are clearly the most frequent; three times those of the declared one."""
    words = Counter(_WORD.findall(text.lower()))
    if words.total() < _ENOUGH_WORDS:
        return None
    counts = Counter({language: sum(words[word] for word in common & words.keys()) for language, common in known.items()})
    (best, most), (_, second) = counts.most_common(2)
    if declared and declared not in known and most * _SURE_OF_UNKNOWN < words.total():
        return None
    sure = most * 10 > words.total() and most > second * 1.15 and most >= counts[declared] * 3
    return best if sure or best == declared else None
