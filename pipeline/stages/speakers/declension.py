"""Find inflected names of the roster: "Ивана Примерова" is "Иван Примеров", "Muster’in" is "Muster"."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from pipeline.knowledge import Knowledge, Language
from pipeline.stages.speakers.name_keys import spelling_key

_MIN_STEM_LETTERS = 3
"""A stem without its ending has at least this many letters. Chosen by hand."""
_MAX_NAME_WORDS = 4
"""Longer names are not inflected: given name, patronymic and surname are three, a second given name is one more."""


def find_declined(name: str, knowledge: Knowledge, language: Language, *, oblique: bool = False) -> str | None:
    """Return the id of the only person that a name can be without the endings of its words; None if that is ambiguous.

    A lone word that could be a woman's surname in its base form (``language.feminine``) is not changed, unless it is surely
    in an ``oblique`` case.
    """
    words = name.split()
    if not language.endings or not words or len(words) > _MAX_NAME_WORDS:
        return None
    if not oblique and len(words) == 1 and words[0].endswith(tuple(language.feminine)):
        return None
    owners: set[str] = set()
    for stem in _stems_of(words, language):
        owners |= _owners(knowledge, language.code).get(stem, frozenset())
    return next(iter(owners)) if len(owners) == 1 else None


@lru_cache(maxsize=32)
def _owners(knowledge: Knowledge, code: str) -> dict[str, frozenset[str]]:
    """Index the persons of the roster by all possible stems of their names in a language."""
    language = knowledge.languages[code]
    owners: dict[str, frozenset[str]] = {}
    for person in knowledge.roster.people:
        for name in (person.name, *person.aliases):
            words = name.split()
            if person.kind == "person" and len(words) <= _MAX_NAME_WORDS:
                for stem in _stems_of(words, language):
                    owners[stem] = owners.get(stem, frozenset()) | {person.id}
    return owners


def _stems_of(words: list[str], language: Language) -> set[str]:
    return {spelling_key(" ".join(stems)) for stems in product(*(_stems(word, language) for word in words))}


def _stems(word: str, language: Language) -> list[str]:
    """Return a word unchanged, and without each ending that leaves a long enough stem."""
    cut = [
        word[: -len(ending)]
        for ending in language.endings
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM_LETTERS
    ]
    return [word, *cut]
