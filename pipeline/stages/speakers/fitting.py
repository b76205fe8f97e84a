"""Decide whether a name as written can be a person of the roster: by given name and by form of address."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from pipeline.knowledge import Language
from pipeline.stages.speakers.name_keys import sound_key, spelling_key
from pipeline.stages.speakers.searched import find_beginning
from storage.model import Person
from storage.text.remembering import remember

_MIN_SHORT_FORM_LETTERS = 3
"""A shorter beginning of a given name is not a short form of it. Chosen by hand."""
_ONE_EDIT_LETTERS, _TWO_EDITS_LETTERS = 5, 7
_MAX_ACRONYM_LETTERS = 5
"""A longer word in capitals is a name written so. Chosen by hand: "US", "UAE", "ASEAN"."""
_MAX_OCCURRENCES = 12
"""At most this many occurrences of a surname are read. Chosen by hand: it bounds the time of a long document."""
_TITLE_WINDOW_CHARS = 40
"""The characters before a surname in which its title is read, of which the last three words count. Chosen by hand."""


def fits_given(person: Person, given: list[str], places: frozenset[str]) -> bool:
    """Say whether the words written before a person's surname can be their given names.

    At least one must be: "Sergey Viktorovich Lavrov" is Sergey Lavrov and "Pavel Lavrov" is not. Countries and acronyms before
    a surname are not given names, and initials must be those of the first given name.
    """
    names = [word for word in given if not _is_place(word, places)]
    if not names:
        return True
    own = _given_names(person)
    full = [word for word in names if not _is_initial(word)]
    if full:
        return any(_are_one(sound_key(word), name) for word in full for name in own)
    first = spelling_key(names[0])[:1]
    return any(name.startswith(first) for name in own)


def _is_place(word: str, places: frozenset[str]) -> bool:
    """Say whether a word before a name is a country, its adjective or an acronym: "US", "Armenian"."""
    bare = word.strip(".")
    acronym = bare.isupper() and bare.isalpha() and 1 < len(bare) <= _MAX_ACRONYM_LETTERS and not _is_initial(word)
    return acronym or spelling_key(word) in places


def _is_initial(word: str) -> bool:
    bare = word.replace(".", "")
    return len(bare) == 1 or (len(bare) == 2 and word.count(".") == 2)


def holds_given(person: Person, words: list[str]) -> bool:
    """Say whether words contain a given name of a person, so that what precedes them is not part of the name."""
    own = _given_names(person)
    return any(sound_key(word) in own for word in words)


@lru_cache(maxsize=2048)
def _given_names(person: Person) -> frozenset[str]:
    """Return the words of a person's full names that are not the surname, each by its sound key."""
    names = [name.split() for name in (person.name, *person.aliases)]
    last = {spelling_key(words[-1]) for words in names if len(words) > 1}
    surnames = {word for words in names if spelling_key(words[-1]) in last and words[0][:1].islower() for word in words}
    full = frozenset(sound_key(word) for words in names if len(words) > 1 for word in words)
    return full - {sound_key(word) for word in (*last, *surnames)} - {""}


def _are_one(word: str, name: str) -> bool:
    """Say whether two given names are the same: equal, a short form, or one or two letters apart."""
    if word == name:
        return True
    shorter, longer = sorted((word, name), key=len)
    if len(shorter) >= _MIN_SHORT_FORM_LETTERS and longer.startswith(shorter):
        return True
    allowed = 2 if len(shorter) >= _TWO_EDITS_LETTERS else 1 if len(shorter) >= _ONE_EDIT_LETTERS else 0
    return word[:1] == name[:1] and Levenshtein.distance(word, name, score_cutoff=allowed) <= allowed


@remember(8_192, chars=200)
def gender_of(mention: str, language: Language) -> str | None:
    """Return the gender of a title or a form of address in a mention ("Ms.", „Ministerin"); None if none shows it."""
    words = {word.strip(".,").lower() for word in mention.split()}
    woman, man = not words.isdisjoint(language.pronouns.women), not words.isdisjoint(language.pronouns.men)
    if woman == man:
        feminine = language.compounds and any(word.endswith(tuple(language.pronouns.women)) for word in words)
        return "female" if feminine and not man else None
    return "female" if woman else "male"


def gender_of_given(name: str, language: Language) -> frozenset[str]:
    """Return the gender that the given name of a full name tells; none if it is in neither list, or in both."""
    given, _, rest = name.partition(" ")
    man, woman = given.lower() in language.given_men, given.lower() in language.given_women
    return frozenset(("male",) if man else ("female",)) if rest and man != woman else frozenset()


def find_genders(text: str, name: str, language: Language) -> frozenset[str]:
    """Return the genders of the titles before a surname, at its first occurrences in a text."""
    telling = language.pronouns.men | language.pronouns.women
    surname = name.rsplit(" ", 1)[-1]
    found: set[str] = set()
    at, near = -1, find_beginning(text)
    for _ in range(_MAX_OCCURRENCES if telling else 0):
        at = near.find(surname, at + 1)
        if at < 0:
            break
        told = _find_title(near[max(at - _TITLE_WINDOW_CHARS, 0) : at].split()[-3:], language)
        if told:
            found.add(told)
    return frozenset(found)


def _find_title(before: list[str], language: Language) -> str | None:
    """Return the gender of the nearest title before a name."""
    for word in reversed(before):
        if told := gender_of(word, language):
            return told
        if not word[:1].isupper() or word[-1] in ",;:":
            return None
    return None
