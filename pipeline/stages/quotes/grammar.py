"""Compile a language's word lists into the patterns that find cues and speakers."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.knowledge import Language


def _ranges(categories: frozenset[str]) -> str:
    """Write the letters of some Unicode categories as the inside of a character class."""
    runs: list[list[int]] = []
    for code in range(sys.maxunicode + 1 if "Lo" in categories else 0x2E80):
        if unicodedata.category(chr(code)) in categories:
            if runs and runs[-1][1] == code - 1:
                runs[-1][1] = code
            else:
                runs.append([code, code])
    return "".join(re.escape(chr(a)) + (f"-{re.escape(chr(b))}" if b > a else "") for a, b in runs)


UPPER = _ranges(frozenset(("Lu", "Lt")))
"""Every capital letter, as the inside of a character class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A language's patterns. ``name`` finds capitalised names, ``pronoun`` the small words, ``described`` phrases such as
    "the ministry"; ``word`` cuts a text into words."""

    language: Language
    name: re.Pattern[str]
    pronoun: re.Pattern[str] | None
    described: re.Pattern[str] | None
    according: re.Pattern[str] | None
    cues: frozenset[str]
    word: re.Pattern[str]
    stops: frozenset[str]


_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CUTS = frozenset("who which that is was were has had have are to in on of for at and".split())


@lru_cache(maxsize=32)
def compile_grammar(language: Language) -> Grammar:
    """Compile a language once."""
    cues = language.cues
    return Grammar(
        language=language,
        name=_compile_name(language),
        pronoun=_either(_pronouns(language), capital=True),
        described=_compile_described(language),
        according=_either(cues.according, capital=True),
        cues=cues.speech | cues.urge | cues.accuse | cues.report,
        word=_WORD,
        stops=cues.speech | cues.urge | cues.accuse | cues.report | _CUTS,
    )


def _pronouns(language: Language) -> frozenset[str]:
    words = language.pronouns
    return words.man | words.woman | words.people | words.body | words.self


def _either(words: Iterable[str], *, capital: bool = False) -> re.Pattern[str] | None:
    """Match any of the words whole; ``capital`` also lets the first letter be a capital."""
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{_alternatives(words, capital=capital)})(?!\w)")


def _alternatives(words: Iterable[str], *, capital: bool = False) -> str:
    every = {form for word in words for form in ((word, word[:1].upper() + word[1:]) if capital else (word,))}
    return "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))


def _compile_name(language: Language) -> re.Pattern[str]:
    short = "|".join(re.escape(word.capitalize()) for word in sorted(language.titles | language.short) if len(word) <= 4)
    token = rf"(?:(?:[{UPPER}]\.)+(?:[{UPPER}](?!\w))?|(?:{short or '(?!)'})\.|[{UPPER}][\w’'&\-]*)"
    of = "|".join(re.escape(word) for word in ("of the", "of", "for") if language.code == "en")
    small = _alternatives(language.particles) or "(?!)"
    joined = rf"(?:(?:{of or '(?!)'})[ \u00a0](?=[{UPPER}])|(?:{small})[ \u00a0](?=[{UPPER}]))"
    return re.compile(rf"(?<![\w@#]){token}(?:[ \u00a0]{joined}?{token})*")


def _compile_described(language: Language) -> re.Pattern[str] | None:
    """A determiner with up to four small words, or a role alone or with small words before it."""
    roles = _alternatives((role for role in language.roles), capital=True)
    heads = _alternatives(language.determiners, capital=True)
    if not roles and not heads:
        return None
    small = rf"[^\W\d_{UPPER}][\w\-’']*"
    parts = []
    if heads:
        parts.append(rf"(?:{heads})(?: {small}){{1,4}}")
    if roles:
        parts.append(rf"(?:{roles})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
