"""Resolve the mentions of one document: names by the roster, surnames and pronouns by the preceding text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from pipeline.knowledge import Knowledge, Language
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.speakers.directory import Directory, compile_directory
from pipeline.stages.speakers.fitting import fits_given, gender_of, gender_of_given
from pipeline.stages.speakers.name_in_mention import (
    bare_name,
    base_form,
    choose_head,
    cut_behind,
    drop_country,
    is_office,
    names_office,
    strip_determiner,
    strip_honours,
)
from pipeline.stages.speakers.name_keys import spelling_key
from pipeline.stages.speakers.offices import find_introduced
from pipeline.stages.speakers.persons import Persons, Reading, of_roster
from pipeline.stages.speakers.posts import find_post_holder, find_present
from storage.model import Person

_OWNER = re.compile(r"^.+?(?:[’']s|(?<=s)[’'])\s+(?=\S)")


class Cast:
    """The people and bodies of one document, in the order in which mentions are read. ``country`` is the publisher's."""

    __slots__ = (
        "_corrections",
        "_country",
        "_day",
        "_directory",
        "_language",
        "_names",
        "_persons",
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
        self._directory: Directory = compile_directory(knowledge)
        self._language = language
        self._day = day
        self._country = country
        self._persons = Persons(text, knowledge, language, day, country)
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
        return self._read_joint(mention.strip(), at) or self._read_words(mention.strip(), at)

    def read_object(self, mention: str) -> Reading | None:
        """Resolve the object of a verb, whose case may look like another name: «цитирует Лаврова»."""
        return self._persons.match_object(bare_name(mention, self._language))

    def read_label(self, label: str) -> Reading | None:
        """Resolve the speaker in a label or a headline of the publisher: "THE PRESIDENT" is that of its own country."""
        plain = strip_determiner(label.strip(), self._language)
        position = self._directory.find_own_title(plain, self._country)
        if position is None:
            return self.read(label)
        holder = self._directory.holder(position.id, self._day)
        return of_roster(holder) if holder else None

    def is_personal(self, mention: str) -> bool:
        """Say whether a mention is a pronoun for one person."""
        pronouns = self._language.pronouns
        return mention.strip().lower() in pronouns.man | pronouns.woman | pronouns.his | pronouns.hers

    def may_be(self, reading: Reading, pronoun: str) -> bool:
        """Say whether "he" or "she" can be a person: not if the roster or titles in the document contradict it."""
        word, pronouns = pronoun.strip().lower(), self._language.pronouns
        man, woman = word in pronouns.man | pronouns.his, word in pronouns.woman | pronouns.hers
        return man == woman or self._persons.may_have(reading, "male" if man else "female")

    def surely_is(self, reading: Reading, pronoun: str) -> bool:
        """Say whether "he" or "she" fits what the roster, titles and given names tell of a person."""
        word, pronouns = pronoun.strip().lower(), self._language.pronouns
        man, woman = word in pronouns.man | pronouns.his, word in pronouns.woman | pronouns.hers
        return man != woman and self._persons.surely_has(reading, "male" if man else "female")

    def fits(self, reading: Reading, mention: str) -> bool:
        """Say whether a person can be meant by a form of address or a title in a mention, by gender."""
        return self._persons.may_have(reading, gender_of(mention, self._language))

    def note(self, reading: Reading | None) -> None:
        """Record who spoke last."""
        if reading:
            self.spoke.append(reading)

    def office(self, reading: Reading, day: date | None) -> str | None:
        """Return the office that a person held on a day."""
        position = self._directory.office(reading.id, day) if reading.id else None
        return position.name if position else None

    def _read_joint(self, mention: str, at: int | None) -> Reading | None:
        """Resolve two persons named together, "Jane Sample and Erik Example", to both, where each is surely a person: of the
        roster, or by a full name that begins with a known given name."""
        joins = [word for word in mention.split() if word in self._language.syntax.both]
        parts = [part.strip(" ,") for part in mention.split(f" {joins[0]} ")] if len(joins) == 1 else []
        if len(parts) != 2:
            return None
        readings = [reading for part in parts if (reading := self._read_surely(part, at))]
        if len(readings) != 2 or readings[0].name == readings[1].name:
            return None
        return Reading(name=", ".join(reading.name for reading in readings), single=False)

    def _read_surely(self, mention: str, at: int | None) -> Reading | None:
        reading = self._read_words(mention, at) if mention else None
        if reading is None or not reading.single:
            return None
        return reading if reading.id or gender_of_given(reading.name, self._language) else None

    def _read_words(self, mention: str, at: int | None) -> Reading | None:
        head = strip_honours(choose_head(mention, self._language), self._language)
        plain = strip_determiner(head, self._language)
        whole = self._directory.find_name(head) or self._directory.find_name(plain)
        if whole and (whole.kind != "person" or not self._language.spaced):
            return of_roster(whole)
        if position := self._directory.find_title(plain):
            holder = self._directory.holder(position.id, self._day)
            return of_roster(holder) if holder else None
        if not self._language.spaced and (ending := self._directory.find_ending(plain)):
            return of_roster(ending)
        if not self._language.cased or not self._language.spaced:
            return self._read_caseless(mention)
        own, name = drop_country(_OWNER.sub("", plain), self._language), ""
        for words in cut_behind(own, self._language):
            name = bare_name(words, self._language)
            described = head != plain and name.rsplit(" ", 1)[-1].lower() in self._language.surnames
            if described or names_office(words, name, self._language):
                name = ""
            if name and (reading := self._persons.read(name, words, at)):
                return reading
        if body := self._find_body(mention if " " not in name else head):
            return body
        if official := self._find_official(plain, name):
            return of_roster(official)
        if not name and (named := self._read_body(head)):
            return named
        if not name:
            return of_roster(whole) if whole else self._read_described(head) if not _OWNER.match(plain) else None
        # A document is not a speaker: "Article 3 of the Convention provides that …".
        return None if name.lower() in self._language.medium else self._persons.as_written(name, plain, at, self.spoke)

    def _read_caseless(self, mention: str) -> Reading | None:
        """Resolve a mention in a script without capitals by the name that is left without its office."""
        name = caseless_name(mention, self._language)
        if not name:
            return self._find_body(mention) or self._find_introduced(mention)
        person, given = self._persons.match(name)
        if person and fits_given(person, given, self._directory.places):
            return of_roster(person)
        if spelling_key(name) in self._directory.places or name in self._language.medium:
            return None
        name = base_form(name, self._language)
        if len(name) == 1:  # 이 시장
            named = {each.name for each in self.spoke if each.name.startswith(name)}
            return Reading(name=named.pop()) if len(named) == 1 else None
        longer = {each.name for each in self.spoke if name != each.name and name in each.name.split()}
        return Reading(name=longer.pop() if len(longer) == 1 else name)

    def _find_introduced(self, office: str) -> Reading | None:
        """Resolve a lone office in a script without capitals to the only person whom the document names with it."""
        language = self._language
        if not is_office(office, language) or office in language.bodies | language.plurals:
            return None
        named = {name: each for each in self._names() if office in each and (name := caseless_name(each, language))}
        return self._read_caseless(next(iter(named.values()))) if len(named) == 1 else None

    def _find_official(self, mention: str, name: str) -> Person | None:
        """Resolve a title with a surname ("Secretary Clinton") to the person of that name who held an office on the day."""
        first = mention.lower().split(" ", 1)[0].rstrip(".")
        if first not in self._language.titles | self._language.roles or not name or " " in name:
            return None
        gender = gender_of(mention, self._language)
        if self._persons.find_bearers(name, gender):
            return None
        found = self._directory.find_official(name, self._day)
        return found if found and self._persons.may_have(of_roster(found), gender) else None

    def _read_body(self, mention: str) -> Reading | None:
        """Resolve a body that is not in the roster by its whole name: "Ministry of Samples"."""
        plain = strip_determiner(mention, self._language)
        words = [word.strip(".,") for word in plain.split()]
        known = any(word.lower() in self._language.bodies and word[:1].isupper() for word in words)
        first = words[0].lower()
        if first in self._language.medium or (is_office(first, self._language) and first not in self._language.bodies):
            return None
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
            readings = {reading for _, reading in self._persons.find_bearers(mention, None)}
            return next(iter(readings)) if len(readings) == 1 else None
        if not any(is_office(word.strip(".,").lower(), language) for word in mention.split()):
            return None
        if names := find_introduced(self._text, mention, language):
            return self._read_words(next(iter(names)), None) if len(names) == 1 else None
        return self._of_post(mention)

    def _of_post(self, mention: str) -> Reading | None:
        """Resolve an office to the only person of the roster whom the document names and who holds it."""
        if self._present is None:
            self._present = find_present(self._names(), self._persons.match, self._directory, self._language)
        found = find_post_holder(mention, self._present, self._directory, self._day, self._language)
        return (
            of_roster(found) if found and self._persons.may_have(of_roster(found), gender_of(mention, self._language)) else None
        )

    def _known(self, speaker: str) -> Reading:
        person = self._directory.people.get(speaker)
        return of_roster(person) if person else Reading(name=speaker)
