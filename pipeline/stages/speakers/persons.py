"""Resolve the names of one document's persons: by the roster, and by the full names that the document contains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.knowledge import Knowledge, Language
from pipeline.stages.speakers.bearers import Bearer, find_bearers
from pipeline.stages.speakers.declension import find_declined
from pipeline.stages.speakers.directory import Directory, compile_directory
from pipeline.stages.speakers.fitting import find_genders, fits_given, gender_of, gender_of_given, holds_given
from pipeline.stages.speakers.name_in_mention import PARTICLES, base_form, is_titled
from pipeline.stages.speakers.name_keys import spelling_key
from pipeline.stages.speakers.searched import find_beginning
from storage.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result for a mention: the canonical name and, if in the roster, the id. ``single`` is false for a body or a group."""

    name: str
    id: str | None = None
    single: bool = True


def of_roster(person: Person) -> Reading:
    """Return the result for a person or body of the roster."""
    return Reading(name=person.name, id=person.id, single=person.kind == "person")


class Persons:
    """The persons whom one document names. ``country`` is the publisher's, ``day`` that of the document."""

    __slots__ = ("_bearers", "_country", "_day", "_directory", "_full", "_genders", "_knowledge", "_language", "_text")

    def __init__(self, text: str, knowledge: Knowledge, language: Language, day: date | None, country: str | None) -> None:
        self._text = text
        self._knowledge = knowledge
        self._directory: Directory = compile_directory(knowledge)
        self._language = language
        self._day = day
        self._country = country
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self._full: dict[str, Reading] = {}
        self._genders: dict[str, frozenset[str]] = {}

    def read(self, name: str, words: str, at: int | None) -> Reading | None:
        """Resolve a name to a person of the roster, if given name, form of address and full names in the document allow it."""
        person, given = self.match(name)
        if person is None or not fits_given(person, given, self._directory.places):
            return None
        if any(word[:1].isupper() for word in given) or len(spelling_key(name).split()) > 1:
            return of_roster(person)
        return self._choose_bearer(name, words, person, at)

    def as_written(self, name: str, words: str, at: int | None, spoke: Sequence[Reading]) -> Reading:
        """Return a name that is not in the roster, in the fullest form that the document contains."""
        name = base_form(name, self._language)
        if " " in name:
            return self._of_particle(name) or self._of_full(name)
        gender = gender_of(words, self._language)
        bearers = self.find_bearers(name, gender)
        if near := self._bearer_near(bearers, at):
            return near
        readings = {reading for _, reading in bearers}
        if len(readings) > 1:
            known = [reading for reading in readings if reading.id]
            return known[0] if len(known) == 1 else Reading(name=name)
        return next(iter(readings), None) or self._of_given(name, words, spoke) or Reading(name=name)

    def match(self, name: str) -> tuple[Person | None, list[str]]:
        """Find the person whose name ends a name as written, and the words before it."""
        parts = name.split()
        found = self._directory.find_at_end(name)
        if found and found[0].kind == "person":
            person, size = found
            if holds_given(person, parts[-size:]):
                return person, []
            return person, parts[: max(len(parts) - size, 0)]
        if declined := find_declined(name, self._knowledge, self._language):
            return self._directory.people[declined], []
        if self._language.code != "en" and (person_by_sound := self._directory.find_sound(name)):
            return person_by_sound, []
        return None, []

    def match_object(self, name: str) -> Reading | None:
        """Find the person of the roster whose name, in the case of an object, a document has that names nobody else so."""
        declined = find_declined(name, self._knowledge, self._language, oblique=True)
        return of_roster(self._directory.people[declined]) if declined and not self.find_bearers(name, None) else None

    def may_have(self, reading: Reading, gender: str | None) -> bool:
        """Say whether a person can be of a gender."""
        if gender is None:
            return True
        told = self._find_genders(reading)
        return not told or gender in told

    def surely_has(self, reading: Reading, gender: str) -> bool:
        """Say whether the roster, a title or a given name tells that a person is of a gender."""
        return self._find_genders(reading) == {gender}

    def _find_genders(self, reading: Reading) -> frozenset[str]:
        """Return the genders that the roster, titles in the document, or else a given name tell of a person."""
        person = self._directory.people.get(reading.id or "")
        if person and person.gender:
            return frozenset((person.gender,))
        told = self._genders.get(reading.name)
        if told is None:
            told = find_genders(self._text, reading.name, self._language) or gender_of_given(reading.name, self._language)
            self._genders[reading.name] = told
        return told

    def find_bearers(self, name: str, gender: str | None) -> list[tuple[Bearer, Reading]]:
        """Return the document's full names that end with a surname and can be of that gender."""
        if name not in self._bearers:
            self._bearers[name] = find_bearers(self._text, name, self._language)
        found = [(each, self._of_full(each.name)) for each in self._bearers[name] if each.last]
        return [(each, reading) for each, reading in found if self.may_have(reading, gender)]

    def _choose_bearer(self, name: str, words: str, person: Person, at: int | None) -> Reading | None:
        """Choose the person for a lone surname: one named in full in the document before one of the roster."""
        gender = gender_of(words, self._language)
        bearers = self.find_bearers(name, gender)
        known = of_roster(person)
        if near := self._bearer_near(bearers, at):
            return near
        readings = [reading for _, reading in bearers]
        if not self.may_have(known, gender):
            return readings[0] if len(set(readings)) == 1 else Reading(name=_with_address(name, words, self._language))
        if not readings or known in readings or person.name in find_beginning(self._text):
            return None if not readings and self._is_foreign(person, words) else known
        return readings[0] if len(set(readings)) == 1 else Reading(name=name)

    def _is_foreign(self, person: Person, words: str) -> bool:
        """Say whether an office before a lone surname is of another country than the person of the roster."""
        if not self._country or not person.country or person.country in (self._country, "eu"):
            return False
        titled = is_titled(words, self._language) and self._language.pronouns.men.isdisjoint(words.lower().split())
        return titled and self._day is not None and self._directory.office(person.id, self._day) is None

    def _bearer_near(self, bearers: list[tuple[Bearer, Reading]], at: int | None) -> Reading | None:
        """Return the bearer that the paragraph names in full before an offset."""
        if at is None or len({reading for _, reading in bearers}) < 2:
            return None
        start = self._text.rfind("\n", 0, at) + 1
        places = [(self._text.rfind(each.name, start, at), reading) for each, reading in bearers]
        place, reading = max(places, key=lambda found: found[0])
        return reading if place >= 0 else None

    def _of_particle(self, name: str) -> Reading | None:
        """Return the person whose full name ends with a surname that begins with a particle: "Van der Example"."""
        first = name.split(" ", 1)[0].lower()
        if name[0].islower() or first not in PARTICLES | self._language.particles:
            return None
        readings = {reading for _, reading in self.find_bearers(first + name[len(first) :], None)}
        return next(iter(readings)) if len(readings) == 1 else None

    def _of_full(self, name: str) -> Reading:
        """Resolve a full name that the document contains."""
        reading = self._full.get(name)
        if reading is None:
            person, given = self.match(name)
            fits = person is not None and fits_given(person, given, self._directory.places)
            reading = self._full[name] = of_roster(person) if person and fits else Reading(name=name)
        return reading

    def _of_given(self, name: str, words: str, spoke: Sequence[Reading]) -> Reading | None:
        """Return the person known in the document by a given name or a first surname: "Lula", "Ban", "Sir Keir"."""
        full = {self._of_full(each.name) for each in self._bearers.get(name, ()) if not each.last}
        styled = not self._language.knighted.isdisjoint(word.strip(".").lower() for word in words.split())
        known = {each for each in full if styled or each in spoke or each.id}
        return next(iter(known)) if len(known) == 1 else None


def _with_address(name: str, words: str, language: Language) -> str:
    """Return a surname with the form of address that distinguishes its bearer from the person of the roster: "Mrs. Trump"."""
    before = words[: words.rfind(name)].split()
    return f"{before[-1]} {name}" if before and gender_of(before[-1], language) else name
