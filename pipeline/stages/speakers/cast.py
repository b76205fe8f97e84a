"""Read the mentions of one document: names against the roster, surnames and pronouns against what the document said before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import dropwhile

from pipeline.knowledge import Knowledge, Language
from pipeline.stages.speakers.declension import find_declined
from pipeline.stages.speakers.directory import Directory, compile_directory
from pipeline.stages.speakers.spelling import spelling_key
from storage.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who a mention is: the canonical name and, for the roster's, the id. ``single`` is false for a body or a group."""

    name: str
    id: str | None = None
    single: bool = True


_ASIDE = re.compile(r"\s*[(,;]")
_OWNER = re.compile(r"^.+?(?:[’']s|(?<=s)[’'])\s+(?=\S)")
_BEFORE = re.compile(r"(?<![\w’'.\-])(?:[^\W\d_][\w’'.\-]* ){1,3}$")
_STYLE = re.compile(r"^(?:the )?(?:rt\.? hon\.?|right honou?rable|hon\.?) ", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)[\s,;]*$")
_LONG_ROLE = 6
_REACH = 50_000
_PLACES = 12


class Cast:
    """The people and bodies of one document, in the order in which its mentions are read."""

    __slots__ = ("_corrections", "_day", "_directory", "_full", "_knowledge", "_language", "_text", "_titled", "spoke")

    def __init__(self, text: str, knowledge: Knowledge, language: Language, day: date | None, document: str = "") -> None:
        self._text = text
        self._knowledge = knowledge
        self._directory: Directory = compile_directory(knowledge)
        self._language = language
        self._day = day
        self._full: dict[str, str] = {}
        self._titled: dict[str, frozenset[str]] = {}
        self._corrections = {
            spelling_key(each.mention): each.speaker for each in knowledge.corrections if each.document in (None, document)
        }
        self.spoke: list[Reading] = []

    def read(self, mention: str) -> Reading | None:
        """Say who a mention is; None for a description of nobody in particular."""
        word = mention.strip().lower()
        pronouns = self._language.pronouns
        if corrected := self._corrections.get(spelling_key(mention)):
            return self._known(corrected)
        if word in pronouns.man or word in pronouns.woman:
            return next((each for each in reversed(self.spoke) if each.single and self.may_be(each, word)), None)
        if word in pronouns.people or word in pronouns.body:
            return next((each for each in reversed(self.spoke) if not each.single), None)
        if word in pronouns.self:
            return None
        return self._read_words(mention.strip())

    def is_personal(self, mention: str) -> bool:
        """Say whether a mention is a pronoun that stands for one person."""
        pronouns = self._language.pronouns
        return mention.strip().lower() in pronouns.man | pronouns.woman

    def may_be(self, reading: Reading, pronoun: str) -> bool:
        """Say whether "he" or "she" can be someone: not where the document's titles for them tell otherwise."""
        word, pronouns = pronoun.strip().lower(), self._language.pronouns
        if (word in pronouns.man) == (word in pronouns.woman):
            return True
        told = self._titled.get(reading.name)
        if told is None:
            told = self._titled[reading.name] = self._find_titles(reading.name.rsplit(" ", 1)[-1])
        others = pronouns.women if word in pronouns.man else pronouns.men
        own = pronouns.men if word in pronouns.man else pronouns.women
        return told.isdisjoint(others) or not told.isdisjoint(own)

    def _find_titles(self, surname: str) -> frozenset[str]:
        """Give the telling titles that stand before a surname where the document has it first."""
        telling = self._language.pronouns.men | self._language.pronouns.women
        found: set[str] = set()
        at, near = -1, self._text[:_REACH]
        for _ in range(_PLACES if telling else 0):
            at = near.find(surname, at + 1)
            if at < 0:
                break
            for word in reversed(near[max(at - 40, 0) : at].split()[-3:]):
                plain = word.rstrip(".").lower()
                if plain in telling:
                    found.add(plain)
                if plain in telling or not word[:1].isupper() or word[-1] in ",;:":
                    break
        return frozenset(found)

    def note(self, reading: Reading | None) -> None:
        """Remember who spoke last."""
        if reading:
            self.spoke.append(reading)

    def office(self, reading: Reading, day: date | None) -> str | None:
        """Name the office that someone held on a day."""
        position = self._directory.office(reading.id, day) if reading.id else None
        return position.name if position else None

    def _read_words(self, mention: str) -> Reading | None:
        head = _strip_honours(_choose_head(mention, self._language), self._language)
        plain = _strip_determiner(head, self._language)
        whole = self._directory.find_name(head) or self._directory.find_name(plain)
        if whole and not self._other_bearer(whole, _bare_name(plain, self._language)):
            return _of_roster(whole)
        if position := self._directory.find_title(plain):
            holder = self._directory.holder(position.id, self._day)
            return _of_roster(holder) if holder else None
        if not self._language.spaced and (ending := self._directory.find_ending(plain)):
            return _of_roster(ending)
        own = _OWNER.sub("", plain)
        for words in dict.fromkeys(cut.split(own, maxsplit=1)[0] for cut in _cuts(self._language)):
            name = _bare_name(words, self._language)
            found = self._directory.find_at_end(words)
            if found and found.kind == "person" and not self._other_bearer(found, name):
                return _of_roster(found)
        if declined := find_declined(name, self._knowledge, self._language):
            return self._known(declined)
        if body := self._find_body(mention):
            return body
        if official := self._find_official(plain, name):
            return _of_roster(official)
        # A text is no one: "Article 3 of the Convention provides that …".
        return self._as_written(name) if name and name.lower() not in self._language.medium else None

    def _find_official(self, mention: str, name: str) -> Person | None:
        """Read a title with a surname ("Secretary Clinton") as whoever of that name held an office on the day."""
        titled = mention.lower().split(" ", 1)[0].rstrip(".") in self._language.titles | self._language.roles
        if not titled or not name or " " in name or " " in self._fullest(name):
            return None
        return self._directory.find_official(name, self._day)

    def _find_body(self, mention: str) -> Reading | None:
        """Read "the ministry" as the body of the roster that spoke last and is one."""
        words = set(spelling_key(mention).split())
        if not words & self._language.bodies:
            return None
        return next(
            (each for each in reversed(self.spoke) if not each.single and words & set(spelling_key(each.name).split())), None
        )

    def _other_bearer(self, found: Person, name: str) -> bool:
        """Say whether the document knows a surname as someone else's than the roster's."""
        if " " in name or not name or found.kind != "person":
            return False
        full = self._fullest(name)
        return " " in full and self._directory.find_name(full) is None and found.name not in self._text[:_REACH]

    def _as_written(self, name: str) -> Reading:
        full = self._fullest(name)
        known = self._directory.find_name(full)
        return _of_roster(known) if known else Reading(name=full)

    def _fullest(self, name: str) -> str:
        """Give the first longer form of a lone surname that the document holds."""
        if " " in name:
            self._full.setdefault(spelling_key(name.rsplit(" ", 1)[-1]), name)
            return name
        key = spelling_key(name)
        if key not in self._full:
            self._full[key] = self._search_fuller(name)
        return self._full[key]

    def _search_fuller(self, name: str) -> str:
        """Look for the name with more before it, in the first places where the document has it."""
        at, near = -1, self._text[:_REACH]
        for _ in range(_PLACES):
            at = near.find(name, at + 1)
            if at < 0:
                break
            found = _BEFORE.search(near, max(at - 60, 0), at)
            if found and not near[at + len(name) : at + len(name) + 1].isalnum():
                bare = _bare_name(found.group() + name, self._language)
                if " " in bare:
                    return self._known_end(bare)
        return name

    def _known_end(self, name: str) -> str:
        """Cut off a name what stands before one of the roster's: the end of an office ("State Michael R. Pompeo")."""
        words = name.split(" ")
        ends = (" ".join(words[start:]) for start in range(len(words) - 1))
        return next((end for end in ends if self._directory.find_name(end)), name)

    def _known(self, speaker: str) -> Reading:
        person = self._directory.people.get(speaker)
        return _of_roster(person) if person else Reading(name=speaker)


def _of_roster(person: Person) -> Reading:
    return Reading(name=person.name, id=person.id, single=person.kind == "person")


@lru_cache(maxsize=32)
def _cuts(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile what ends a name: what it is "at" or "from", and also what it is "of"."""
    joins = (language.syntax.tails, language.syntax.tails | (language.links - language.particles))
    near, far = (re.compile(rf"\s+(?:{'|'.join(sorted(words, key=len, reverse=True)) or '(?!)'})\s") for words in joins)
    return near, far


def _choose_head(mention: str, language: Language) -> str:
    """Take the part of a mention that names: what stands before the comma, or the full name behind an office with commas.

    "Minister of Industry, Commerce and Trade, Senator Jane Sample" is named last, "Jane Sample, Minister of Industry" first.
    """
    head, *others = [part for part in _ASIDE.split(mention) if part.strip(" )")] or [mention]
    if not others:
        return head
    before, _, last = _BRACKET.sub("", mention).rstrip(" ,;").rpartition(",")
    plain = " ".join(dropwhile(lambda word: _is_style(word, language), last.split()))
    name = _bare_name(plain, language)
    if " " not in name or plain != name:
        return head
    first = head.split(" ", 1)[0].lower()
    joins = {word.split(" ", 1)[0] for word in language.links | language.syntax.tails}
    described = first in language.determiners or not joins.isdisjoint(before.lower().split())
    return name if described else head


def _is_style(word: str, language: Language) -> bool:
    """Say whether a word before a name belongs to an office or a style: "Senator", "the", "Hon."."""
    plain = word.strip(".,").lower()
    return plain in language.determiners | {"hon"} or _is_office(plain, language)


def _strip_determiner(words: str, language: Language) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in language.determiners else words


def _is_office(word: str, language: Language) -> bool:
    """Say whether a word in lower case is an office or a role, also of several people: ministers bear no name."""
    known = language.titles | language.roles
    if word in known or word.removesuffix("s") in known:
        return True
    return language.compounds and word.endswith(tuple(role for role in known if len(role) >= _LONG_ROLE))


def _strip_honours(words: str, language: Language) -> str:
    """Take away the letters behind a name and the style before it: "The Rt Hon Jane Sample MP"."""
    kept = _STYLE.sub("", words) if language.code == "en" else words
    while (last := kept.rsplit(" ", 1))[-1].strip(".,").lower() in language.honours and len(last) == 2:
        kept = last[0].rstrip(", ")
    return kept


def _bare_name(words: str, language: Language) -> str:
    """Keep the run of capitalised words that ends a mention, without titles before it: the name as written."""
    kept: list[str] = []
    for word in reversed(words.split()):
        plain = word.strip(".,;:’'\"“”()")
        if kept and plain.lower() in language.particles:
            kept.append(word)
            continue
        if not plain[:1].isupper() or plain.lower() in language.openers or _is_office(plain.lower(), language):
            break
        kept.append(word)
    while kept and kept[-1].lower() in language.particles:
        kept.pop()
    name = " ".join(reversed(kept)).strip(",;:’'\"“”()")
    return re.sub(r"[’']s$", "", name)
