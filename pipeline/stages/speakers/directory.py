"""Look-up tables of the roster: names by spelling, titles by office, holders by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.knowledge import Knowledge
from pipeline.stages.speakers.name_keys import sound_key, spelling_key
from storage.model import Occupancy, Person, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Look-up tables over a roster. ``names`` holds every unambiguous alias; ``longest`` the most words of one;
    ``sounds`` the persons by the sound keys of their names, ``own`` the offices by country and the nouns its texts use,
    ``places`` the names of the countries and their adjectives.
    """

    people: dict[str, Person]
    names: dict[str, str]
    surnames: dict[str, tuple[str, ...]]
    titles: dict[str, str]
    positions: dict[str, Position]
    held: dict[str, tuple[Occupancy, ...]]
    holders: dict[str, tuple[Occupancy, ...]]
    longest: int
    sounds: dict[str, str]
    own: dict[tuple[str, str], str]
    places: frozenset[str]

    def find_name(self, name: str) -> Person | None:
        """Return the person with exactly this name, in any of its spellings."""
        found = self.names.get(spelling_key(name))
        return self.people[found] if found else None

    def find_at_end(self, words: str) -> tuple[Person, int] | None:
        """Return the person with the longest name at the end of a phrase, and the number of words of that name."""
        parts = spelling_key(words).split()
        for size in range(min(self.longest, len(parts)), 0, -1):
            if found := self.names.get(" ".join(parts[-size:])):
                return self.people[found], size
        return None

    def find_sound(self, name: str) -> Person | None:
        """Return the person whose name sounds like this one in the spelling of another language."""
        key = sound_key(name)
        found = self.sounds.get(key) if len(key) >= _MIN_SOUND_KEY_LETTERS else None
        return self.people[found] if found else None

    def find_ending(self, words: str) -> Person | None:
        """Return the person with the longest name at the end of an unspaced phrase; not after a given name: 伊万卡·特朗普."""
        key = spelling_key(words)
        parted = max(words.rfind(mark) for mark in _PARTED)
        for start in range(len(key) - 1):
            if found := self.names.get(key[start:]):
                return None if parted >= 0 and len(key) - start <= len(words) - 1 - parted else self.people[found]
        return None

    def find_official(self, surname: str, day: date | None) -> Person | None:
        """Return the only person with a surname who held any office on a day."""
        if day is None:
            return None
        bearers = self.surnames.get(spelling_key(surname), ())
        official = [person for person in bearers if any(_covers(each, day) for each in self.held.get(person, ()))]
        return self.people[official[0]] if len(official) == 1 else None

    def find_title(self, words: str) -> Position | None:
        """Return the office that a title names."""
        found = self.titles.get(spelling_key(words))
        return self.positions[found] if found else None

    def find_own_title(self, words: str, country: str | None) -> Position | None:
        """Return the office that a title names in the texts of one country: "the President"."""
        found = self.own.get((country or "", spelling_key(words)))
        return self.positions[found] if found else None

    def holder(self, position: str, day: date | None) -> Person | None:
        """Return who held an office on a day; None if that is unknown or ambiguous."""
        held = [each for each in self.holders.get(position, ()) if day is not None and _covers(each, day)]
        return self.people[held[0].person] if len(held) == 1 else None

    def offices(self, person: str, day: date) -> tuple[Position, ...]:
        """Return the offices that a person held on a day."""
        return tuple(self.positions[each.position] for each in self.held.get(person, ()) if _covers(each, day))

    def office(self, person: str, day: date | None) -> Position | None:
        """Return the office that a person held on a day; of several the first declared."""
        if day is None:
            return None
        return next((self.positions[each.position] for each in self.held.get(person, ()) if _covers(each, day)), None)


_MIN_SOUND_KEY_LETTERS = 5
"""Shorter keys of sound are shared by unlike names, in letters. Chosen by hand."""
_PARTED = "·•・"


def _covers(occupancy: Occupancy, day: date) -> bool:
    """Say whether an occupancy includes a day. On a handover day both holders do."""
    return (occupancy.since is None or occupancy.since <= day) and (occupancy.until is None or day <= occupancy.until)


@lru_cache(maxsize=8)
def compile_directory(knowledge: Knowledge) -> Directory:
    """Build a roster's look-up tables once."""
    roster = knowledge.roster
    names = _unambiguous((key, person.id) for person in roster.people for key in _keys(person.name, *person.aliases))
    titles = _unambiguous((key, position.id) for position in roster.positions for key in _keys(position.name, *position.titles))
    surnames: dict[str, tuple[str, ...]] = {}
    for person in roster.people:
        if person.kind == "person":
            last = spelling_key(person.name.rsplit(" ", 1)[-1])
            surnames[last] = (*surnames.get(last, ()), person.id)
    held: dict[str, tuple[Occupancy, ...]] = {}
    holders: dict[str, tuple[Occupancy, ...]] = {}
    for each in roster.occupancies:
        held[each.person] = (*held.get(each.person, ()), each)
        holders[each.position] = (*holders.get(each.position, ()), each)
    return Directory(
        people={person.id: person for person in roster.people},
        names=names,
        surnames=surnames,
        titles=titles,
        positions={position.id: position for position in roster.positions},
        held=held,
        holders=holders,
        longest=max((len(name.split()) for name in names), default=1),
        sounds=_unambiguous((sound, person.id) for person in roster.people for sound in _sounds(person)),
        own={
            (position.country, key): position.id
            for position in roster.positions
            if position.country
            for key in _keys(*position.nouns, *position.titles)
        },
        places=frozenset(word for place in roster.places for word in spelling_key(place).split()),
    )


def _sounds(person: Person) -> set[str]:
    """Return the sound keys of a person's names; none for bodies and handles."""
    names = (person.name, *person.aliases) if person.kind == "person" else ()
    return {sound_key(name) for name in names if spelling_key(name).replace(" ", "").isalpha()}


def _keys(*names: str) -> set[str]:
    return {key for name in names if (key := spelling_key(name))}


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keep the names of exactly one bearer."""
    owners: dict[str, set[str]] = {}
    for key, owner in pairs:
        owners.setdefault(key, set()).add(owner)
    return {key: next(iter(owner)) for key, owner in owners.items() if len(owner) == 1}
