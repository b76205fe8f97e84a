"""Find whom an office without a name means among the people of the roster whom a document names: "the Russian president"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from pipeline.knowledge import Language
from pipeline.stages.speakers.directory import Directory
from pipeline.stages.speakers.fitting import fits_given
from pipeline.stages.speakers.name_in_mention import bare_name
from pipeline.stages.speakers.name_keys import spelling_key
from storage.model import Person, Position
from storage.text.remembering import remember

_KINDS = {
    "president": re.compile("President of (?!the European)"),
    "premier": re.compile("(?:Prime Minister|Premier) of "),
    "chancellor": re.compile("Chancellor of "),
    "foreign": re.compile(r"Minister (?:of|for) .*(?:Foreign|External) Affairs|Foreign Secretary|Secretary of State"),
    "minister": re.compile("Minister (?:of|for) "),
    "secretary_general": re.compile("Secretary[- ]General"),
}
"""The kinds of office by the English names that the roster gives them."""
_STEM_LETTERS = 4
"""A country and its adjectives share this many letters in most languages: Russie, russe; Франция, французский. Chosen by
hand."""


_WORDS_OF_NAME = 2
"""A given name and a surname."""


def find_present(
    names: Iterable[str], match: Callable[[str], tuple[Person | None, list[str]]], directory: Directory, language: Language
) -> tuple[Person, ...]:
    """Return the people of the roster whom runs of capitalised words name, also behind offices and before places.

    ``match`` finds the person whose name ends a name as written, and the words before it.
    """
    found: dict[str, Person] = {}
    for name in names:
        person, given = match(bare_name(name, language))
        if person and fits_given(person, given, directory.places):
            found[person.id] = person
        words = name.split()
        for place in range(len(words) - 1 if len(words) > _WORDS_OF_NAME else 0):
            inside = directory.find_name(" ".join(words[place : place + _WORDS_OF_NAME]))
            if inside and inside.kind == "person":
                found[inside.id] = inside
    return tuple(found.values())


def find_post_holder(
    mention: str, present: Iterable[Person], directory: Directory, day: date | None, language: Language
) -> Person | None:
    """Return the only person present who holds, on the day, an office of the kind that a mention names.

    What the mention adds to the office must be an adjective or the name of its country.
    """
    if day is None or (named := _read_kinds(mention.lower(), language)) is None:
        return None
    kinds, added = named
    found = {
        person.id: person
        for person in present
        for position in directory.offices(person.id, day)
        if any(_KINDS[kind].match(position.name) for kind in kinds) and _fits(position, added)
    }
    return next(iter(found.values())) if len(found) == 1 else None


@remember(4_096, chars=200)
def _read_kinds(mention: str, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the kinds of office that a mention names, and the keys of the words it adds."""
    words = mention.replace("’", "'")
    named = [
        (len(phrase), kind, phrase)
        for kind in _KINDS
        for phrase in getattr(language.posts, kind)
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words)
    ]
    if not named:
        return None
    longest = max(named)[0]
    phrase = max(named)[2]
    small = language.determiners | language.links | language.particles | language.syntax.tails
    rest = re.findall(r"[^\W\d_]+", words.replace(phrase, " ", 1))
    added = tuple(spelling_key(word) for word in rest if word not in small)
    return tuple(kind for length, kind, _ in named if length == longest), added


def _fits(position: Position, added: tuple[str, ...]) -> bool:
    """Say whether each word that a mention adds to an office is of the office's country."""
    own = [word for name in (position.name, *position.titles) for word in spelling_key(name).split()]
    return all(any(_are_kin(word, other) for other in own) for word in added)


def _are_kin(word: str, other: str) -> bool:
    size = min(_STEM_LETTERS, len(word), len(other))
    return size == _STEM_LETTERS and word[:size] == other[:size]
