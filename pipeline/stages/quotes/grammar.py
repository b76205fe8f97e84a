"""Compile a language's word lists into the patterns that find cues and speakers."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.knowledge import Language
from pipeline.stages.speakers.name_in_mention import PARTICLES


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

FULL_NAME = re.compile(rf"[{UPPER}][\w.’'-]+ (?:[^\W\d_]{{2,3}} )?[{UPPER}][\w.’'-]*")
"""Two words that begin with capitals, with at most one small word between them: "Jan van Muster", "Anna M."."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """A language's patterns. ``name`` finds capitalised names; ``kinds`` tells what a word in lower case can be, as letters:
    c a cue, p a pronoun, d a determiner, r a role; ``phrases`` are cues of several words by their first; ``small`` is what
    may follow a determiner; ``stops`` end a description."""

    language: Language
    name: re.Pattern[str]
    kinds: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    small: re.Pattern[str]
    cues: frozenset[str]
    word: re.Pattern[str]
    stops: frozenset[str]


HYPHENED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_APOSTROPHED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
"""Words of a language whose letters an apostrophe joins (Ukrainian "прем’єр")."""
_joins = re.compile(r"[^\W\d_]{2}[’'][^\W\d_]+$").search
_CUTS = frozenset(
    "who which that is was are were has had have will would can could may might should must to in on of for at and".split()
)


@lru_cache(maxsize=32)
def compile_grammar(language: Language) -> Grammar:
    """Compile a language once."""
    words = language.cues
    cues = frozenset(word for word in words.speech | words.urge | words.accuse | words.report if " " not in word)
    others = words.according | words.trailing | words.placed | words.holding | words.calling
    return Grammar(
        language=language,
        name=_compile_name(language),
        kinds=_sort_words(
            {
                "c": cues | {word for word in others if " " not in word},
                "p": pronouns_of(language),
                "d": language.determiners,
                "r": language.roles,
            }
        ),
        phrases=_sort_phrases(others | words.speech | words.urge | words.accuse | words.report),
        small=re.compile(rf"(?: [^\W\d_{UPPER}][\w\-’']*){{1,4}}"),
        cues=cues,
        word=_APOSTROPHED if any(map(_joins, language.roles | cues)) else HYPHENED,
        stops=cues | _CUTS | language.stops,
    )


def pronouns_of(language: Language) -> frozenset[str]:
    """Return every pronoun of a language."""
    words = language.pronouns
    return words.man | words.woman | words.people | words.body | words.self


def _sort_words(lists: Mapping[str, frozenset[str]]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for letter, words in lists.items():
        for word in words:
            kinds[word] = kinds.get(word, "") + letter
    return kinds


def _sort_phrases(words: frozenset[str]) -> dict[str, tuple[str, ...]]:
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(words, key=lambda phrase: (-len(phrase), phrase)):
        first = phrase.split(" ", 1)[0]
        if " " in phrase:
            phrases[first] = (*phrases.get(first, ()), phrase)
    return phrases


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _compile_name(language: Language) -> re.Pattern[str]:
    short = "|".join(
        re.escape(word.capitalize())
        for word in sorted((language.titles - language.surnames) | language.short)
        if len(word) <= 4
    )
    articles = _alternatives(language.particles) or "(?!)"
    attached = rf"(?:[ae]l|a[sdnrtz]|{articles})-[{UPPER}]\w*"
    aged = rf"|\d{{1,3}}-[{UPPER}]\w*" if language.compounds else ""
    token = rf"(?:(?:[{UPPER}]\.)+(?:[{UPPER}](?!\w))?|(?:{short or '(?!)'})\.|[{UPPER}][\w’'&\-]*|{attached}{aged})"
    of = _alternatives(language.links)
    small = _alternatives(language.particles if language.code == "en" else language.particles | PARTICLES)
    most = 1 if language.code == "en" or language.compounds else 2  # "de la Muestra"
    joined = rf"(?:(?:{of or '(?!)'})[ \u00a0](?=[{UPPER}])|(?:(?:{small})[ \u00a0]){{1,{most}}}(?=[{UPPER}]))"
    nick = r"(?:[“\"](?<![’'][sS][ \u00a0].)\0{1,12}[”\"][ \u00a0])?"
    return re.compile(rf"(?<![\w@#]){token}(?:[ \u00a0]{nick}{joined}?{token})*")
