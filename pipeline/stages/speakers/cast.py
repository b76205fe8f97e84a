"""Resolve the mentions of one document: names by the roster, surnames and pronouns by the preceding text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.knowledge import Knowledge, Language
from pipeline.stages.speakers.bearers import Bearer, find_bearers
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.speakers.declension import find_declined
from pipeline.stages.speakers.directory import Directory, compile_directory
from pipeline.stages.speakers.fitting import find_genders, fits_given, gender_of, holds_given
from pipeline.stages.speakers.name_in_mention import (
    bare_name,
    choose_head,
    cuts,
    is_office,
    is_titled,
    names_office,
    strip_determiner,
    strip_honours,
)
from pipeline.stages.speakers.name_keys import spelling_key
from pipeline.stages.speakers.offices import find_introduced
from pipeline.stages.speakers.posts import find_post_holder, find_present
from storage.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result for a mention: the canonical name and, if in the roster, the id. ``single`` is false for a body or a group."""

    name: str
    id: str | None = None
    single: bool = True


_OWNER = re.compile(r"^.+?(?:[’']s|(?<=s)[’'])\s+(?=\S)")
_SEARCHED_CHARS = 50_000
"""A full name of the roster is searched in the first characters of a document only."""


class Cast:
    """The people and bodies of one document, in the order in which mentions are read. ``country`` is the publisher's."""

    __slots__ = (
        "_bearers",
        "_corrections",
        "_country",
        "_day",
        "_directory",
        "_full",
        "_genders",
        "_knowledge",
        "_language",
        "_names",
        "_present",
        "_text",
        "spoke",
    )

    def __init__(
        self,
        text: str,
        knowledge: Knowledge,
        language: Language,
        day: date | None,
        document: str = "",
        *,
        country: str | None = None,
    ) -> None:
        self._text = text
        self._knowledge = knowledge
        self._directory: Directory = compile_directory(knowledge)
        self._language = language
        self._day = day
        self._country = country
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self._full: dict[str, Reading] = {}
        self._genders: dict[str, frozenset[str]] = {}
        self._corrections = {
            spelling_key(each.mention): each.speaker for each in knowledge.corrections if each.document in (None, document)
        }
        self.spoke: list[Reading] = []
        self._names: Callable[[], Iterable[str]] = tuple
        self._present: tuple[Person, ...] | None = None

    def meet(self, names: Callable[[], Iterable[str]]) -> None:
        """Let the document's names be asked for, to know whom of the roster it names."""
        self._names = names

    def read(self, mention: str, at: int | None = None) -> Reading | None:
        """Resolve a mention, at offset ``at`` of the text; None for a description of no particular person."""
        word = mention.strip().lower()
        pronouns = self._language.pronouns
        if corrected := self._corrections.get(spelling_key(mention)):
            return self._known(corrected)
        if self.is_personal(word):
            return next((each for each in reversed(self.spoke) if each.single and self.may_be(each, word)), None)
        if word in pronouns.people or word in pronouns.body:
            return next((each for each in reversed(self.spoke) if not each.single), None)
        if word in pronouns.self:
            return None
        return self._read_words(mention.strip(), at)

    def read_label(self, label: str) -> Reading | None:
        """Resolve the speaker in a label or a headline of the publisher: "THE PRESIDENT" is that of its own country."""
        plain = strip_determiner(label.strip(), self._language)
        position = self._directory.find_own_title(plain, self._country)
        if position is None:
            return self.read(label)
        holder = self._directory.holder(position.id, self._day)
        return _of_roster(holder) if holder else None

    def is_personal(self, mention: str) -> bool:
        """Say whether a mention is a pronoun for one person."""
        pronouns = self._language.pronouns
        return mention.strip().lower() in pronouns.man | pronouns.woman | pronouns.his | pronouns.hers

    def may_be(self, reading: Reading, pronoun: str) -> bool:
        """Say whether "he" or "she" can be a person: not if the roster or titles in the document contradict it."""
        word, pronouns = pronoun.strip().lower(), self._language.pronouns
        man, woman = word in pronouns.man | pronouns.his, word in pronouns.woman | pronouns.hers
        return man == woman or self._may_have(reading, "male" if man else "female")

    def _may_have(self, reading: Reading, gender: str | None) -> bool:
        """Say whether a person can be of a gender."""
        if gender is None:
            return True
        person = self._directory.people.get(reading.id or "")
        if person and person.gender:
            return person.gender == gender
        told = self._genders.get(reading.name)
        if told is None:
            told = self._genders[reading.name] = find_genders(self._text, reading.name, self._language)
        return not told or gender in told

    def note(self, reading: Reading | None) -> None:
        """Record who spoke last."""
        if reading:
            self.spoke.append(reading)

    def office(self, reading: Reading, day: date | None) -> str | None:
        """Return the office that a person held on a day."""
        position = self._directory.office(reading.id, day) if reading.id else None
        return position.name if position else None

    def _read_words(self, mention: str, at: int | None) -> Reading | None:
        head = strip_honours(choose_head(mention, self._language), self._language)
        plain = strip_determiner(head, self._language)
        whole = self._directory.find_name(head) or self._directory.find_name(plain)
        if whole and (whole.kind != "person" or not self._language.spaced):
            return _of_roster(whole)
        if position := self._directory.find_title(plain):
            holder = self._directory.holder(position.id, self._day)
            return _of_roster(holder) if holder else None
        if not self._language.spaced and (ending := self._directory.find_ending(plain)):
            return _of_roster(ending)
        if not self._language.cased or not self._language.spaced:
            return self._read_caseless(mention)
        own, name = _OWNER.sub("", plain), ""
        for words in dict.fromkeys(cut.split(own, maxsplit=1)[0] for cut in cuts(self._language)):
            name = bare_name(words, self._language)
            described = head != plain and name.rsplit(" ", 1)[-1].lower() in self._language.surnames
            if described or names_office(words, name, self._language):
                name = ""
            if name and (reading := self._read_name(name, words, at)):
                return reading
        if body := self._find_body(mention if " " not in name else head):
            return body
        if official := self._find_official(plain, name):
            return _of_roster(official)
        if not name and (named := self._read_body(head)):
            return named
        if not name:
            return _of_roster(whole) if whole else self._read_described(head) if own == plain else None
        # A document is not a speaker: "Article 3 of the Convention provides that …".
        return None if name.lower() in self._language.medium else self._as_written(name, plain, at)

    def _read_caseless(self, mention: str) -> Reading | None:
        """Resolve a mention in a script without capitals by the name that is left without its office."""
        name = caseless_name(mention, self._language)
        if not name:
            return self._find_body(mention)
        person, given = self._match(name)
        if person and fits_given(person, given, self._directory.places):
            return _of_roster(person)
        if spelling_key(name) in self._directory.places or name in self._language.medium:
            return None
        longer = {each.name for each in self.spoke if name != each.name and name in each.name.split()}
        return Reading(name=longer.pop() if len(longer) == 1 else name)

    def _read_name(self, name: str, words: str, at: int | None) -> Reading | None:
        """Resolve a name to a person of the roster, if given name, form of address and full names in the document allow it."""
        person, given = self._match(name)
        if person is None or not fits_given(person, given, self._directory.places):
            return None
        if any(word[:1].isupper() for word in given) or len(spelling_key(name).split()) > 1:
            return _of_roster(person)
        return self._choose_bearer(name, words, person, at)

    def _match(self, name: str) -> tuple[Person | None, list[str]]:
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

    def _choose_bearer(self, name: str, words: str, person: Person, at: int | None) -> Reading | None:
        """Choose the person for a lone surname: one named in full in the document before one of the roster."""
        gender = gender_of(words, self._language)
        bearers = self._find_bearers(name, gender)
        known = _of_roster(person)
        if near := self._bearer_near(bearers, at):
            return near
        readings = [reading for _, reading in bearers]
        if not self._may_have(known, gender):
            return readings[0] if len(set(readings)) == 1 else Reading(name=_with_address(name, words, self._language))
        if not readings or known in readings or person.name in self._text[:_SEARCHED_CHARS]:
            return None if not readings and self._is_foreign(person, words) else known
        return readings[0] if len(set(readings)) == 1 else Reading(name=name)

    def _is_foreign(self, person: Person, words: str) -> bool:
        """Say whether an office before a lone surname is of another country than the person of the roster."""
        if not self._country or not person.country or person.country in (self._country, "eu"):
            return False
        titled = is_titled(words, self._language) and self._language.pronouns.men.isdisjoint(words.lower().split())
        return titled and self._day is not None and self._directory.office(person.id, self._day) is None

    def _find_bearers(self, name: str, gender: str | None) -> list[tuple[Bearer, Reading]]:
        """Return the document's full names that end with a surname and can be of that gender."""
        if name not in self._bearers:
            self._bearers[name] = find_bearers(self._text, name, self._language)
        found = [(each, self._of_full(each.name)) for each in self._bearers[name] if each.last]
        return [(each, reading) for each, reading in found if self._may_have(reading, gender)]

    def _bearer_near(self, bearers: list[tuple[Bearer, Reading]], at: int | None) -> Reading | None:
        """Return the bearer that the paragraph names in full before an offset."""
        if at is None or len({reading for _, reading in bearers}) < 2:
            return None
        start = self._text.rfind("\n", 0, at) + 1
        places = [(self._text.rfind(each.name, start, at), reading) for each, reading in bearers]
        place, reading = max(places, key=lambda found: found[0])
        return reading if place >= 0 else None

    def _of_full(self, name: str) -> Reading:
        """Resolve a full name that the document contains."""
        reading = self._full.get(name)
        if reading is None:
            person, given = self._match(name)
            fits = person is not None and fits_given(person, given, self._directory.places)
            reading = self._full[name] = _of_roster(person) if person and fits else Reading(name=name)
        return reading

    def _find_official(self, mention: str, name: str) -> Person | None:
        """Resolve a title with a surname ("Secretary Clinton") to the person of that name who held an office on the day."""
        first = mention.lower().split(" ", 1)[0].rstrip(".")
        if first not in self._language.titles | self._language.roles or not name or " " in name:
            return None
        gender = gender_of(mention, self._language)
        if self._find_bearers(name, gender):
            return None
        found = self._directory.find_official(name, self._day)
        return found if found and self._may_have(_of_roster(found), gender) else None

    def _read_body(self, mention: str) -> Reading | None:
        """Resolve a body that is not in the roster by its whole name: "Ministry of Samples"."""
        plain = strip_determiner(mention, self._language)
        words = [word.strip(".,") for word in plain.split()]
        known = any(word.lower() in self._language.bodies and word[:1].isupper() for word in words)
        proper = sum(word[:1].isupper() for word in words) >= 2 and words[0][:1].isupper()
        return Reading(name=plain.strip(" ,.;:"), single=False) if known and proper else None

    def _find_body(self, mention: str) -> Reading | None:
        """Resolve a noun such as "the ministry" to the body that spoke last with that noun in its name."""
        words = set(spelling_key(mention).split())
        if not words & self._language.bodies:
            return None
        return next(
            (each for each in reversed(self.spoke) if not each.single and words & set(spelling_key(each.name).split())), None
        )

    def _read_described(self, mention: str) -> Reading | None:
        """Resolve a lone word that is a title and a surname, or an office whose holder the document names."""
        language = self._language
        if " " not in mention and mention[:1].isupper() and mention.lower() in language.surnames:
            readings = {reading for _, reading in self._find_bearers(mention, None)}
            return next(iter(readings)) if len(readings) == 1 else None
        if not any(is_office(word.strip(".,").lower(), language) for word in mention.split()):
            return None
        if names := find_introduced(self._text, mention, language):
            return self._read_words(next(iter(names)), None) if len(names) == 1 else None
        return self._of_post(mention)

    def _of_post(self, mention: str) -> Reading | None:
        """Resolve an office to the only person of the roster whom the document names and who holds it."""
        if self._present is None:
            self._present = find_present(self._names(), self._match, self._directory, self._language)
        found = find_post_holder(mention, self._present, self._directory, self._day, self._language)
        return _of_roster(found) if found and self._may_have(_of_roster(found), gender_of(mention, self._language)) else None

    def _as_written(self, name: str, words: str, at: int | None) -> Reading:
        """Return a name that is not in the roster, in the fullest form that the document contains."""
        if " " in name:
            return self._of_full(name)
        gender = gender_of(words, self._language)
        bearers = self._find_bearers(name, gender)
        if near := self._bearer_near(bearers, at):
            return near
        readings = {reading for _, reading in bearers}
        if len(readings) > 1:
            known = [reading for reading in readings if reading.id]
            return known[0] if len(known) == 1 else Reading(name=name)
        return next(iter(readings), None) or self._of_given(name, words) or Reading(name=name)

    def _of_given(self, name: str, words: str) -> Reading | None:
        """Return the person known in the document by a given name or a first surname: "Lula", "Ban", "Sir Keir"."""
        full = {self._of_full(each.name) for each in self._bearers.get(name, ()) if not each.last}
        styled = not self._language.knighted.isdisjoint(word.strip(".").lower() for word in words.split())
        known = {each for each in full if styled or each in self.spoke or each.id}
        return next(iter(known)) if len(known) == 1 else None

    def _known(self, speaker: str) -> Reading:
        person = self._directory.people.get(speaker)
        return _of_roster(person) if person else Reading(name=speaker)


def _of_roster(person: Person) -> Reading:
    return Reading(name=person.name, id=person.id, single=person.kind == "person")


def _with_address(name: str, words: str, language: Language) -> str:
    """Return a surname with the form of address that distinguishes its bearer from the person of the roster: "Mrs. Trump"."""
    before = words[: words.rfind(name)].split()
    return f"{before[-1]} {name}" if before and gender_of(before[-1], language) else name
