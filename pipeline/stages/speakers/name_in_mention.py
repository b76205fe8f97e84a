"""Extract the name from a mention: without office, style, honours and what it is "of" or "at"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile

from pipeline.knowledge import Language
from storage.text.remembering import remember

PARTICLES = frozenset("von van der den de del della di da dos das du la le al el bin bint ibn ben ter ten zu af av".split())
"""Particles inside names; they occur in texts of any language."""

_ASIDE = re.compile(r"\s*[(,;]")
_STYLE = re.compile(r"^(?:the )?(?:rt\.? hon\.?|right honou?rable|hon\.?) ", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\([^()]*\)[\s,;]*$")
_ATTACHED = re.compile(r"[^\W\d_]{1,3}[-’'](?=[^\W\d_])")
_ELIDED = re.compile(r"[^\W\d_]{1,3}[’'](?=[^\W\d_])")
_EDGES = ",;:’'\"“”„«»()"
_MIN_COMPOUND_ROLE_LETTERS = 6
"""A shorter role at the end of a compound is there by chance, in letters. Chosen by hand: "Rat" ends "Heirat"."""
_SHORTEST_ACRONYM = 3
"""A shorter word in capitals before a name is a pair of initials: "JD Sample"."""
_MIN_OFFICE_OF_COUNTRY = 2
"""An office and a country are two words at least."""
_MIN_COUNTRY_STEM_LETTERS = 3
"""The letters of a country's name that its endings leave. Chosen by hand."""


@lru_cache(maxsize=32)
def cuts(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compile the patterns of what ends a name: "at" or "from" something, and also "of" something."""
    joins = (language.syntax.tails, language.syntax.tails | (language.links - language.particles))
    near, far = (re.compile(rf"\s+(?:{'|'.join(sorted(words, key=len, reverse=True)) or '(?!)'})\s") for words in joins)
    return near, far


def cut_behind(words: str, language: Language) -> list[str]:
    """Return a mention up to "at" or "from" something, and up to "of" something unless a lone given name precedes it."""
    near, far = (cut.split(words, maxsplit=1)[0] for cut in cuts(language))
    lone = far != near and " " not in bare_name(far, language) and far.rsplit(" ", 1)[-1][:1].isupper()
    given = (
        lone
        and not is_office(far.rsplit(" ", 1)[-1].lower(), language)
        and not names_office(near, bare_name(near, language), language)
    )
    return [near] if near == far or (given and _begins_name(words[len(far) :], language)) else [near, far]


def _begins_name(words: str, language: Language) -> bool:
    """Say whether words begin with particles and go on with a name, not with a body: "de la Muestra"."""
    small = dropwhile(lambda word: _is_particle(word.lower(), language), words.split())
    first = next(small, "")
    return (
        first[:1].isupper()
        and first.lower() not in language.bodies | language.topics
        and not is_office(first.lower(), language)
    )


def choose_head(mention: str, language: Language) -> str:
    """Return the part of a mention with the name: before the comma, or the full name after an office that contains commas.

    "Minister of Industry, Commerce and Trade, Senator Jane Sample" is named last, "Jane Sample, Minister of Industry" first.
    """
    head, *others = [part for part in _ASIDE.split(mention) if part.strip(" )")] or [mention]
    if not others:
        return _name_behind(head, language) or head
    before, _, last = _BRACKET.sub("", mention).rstrip(" ,;").rpartition(",")
    plain = " ".join(dropwhile(lambda word: _is_style(word, language), last.split()))
    name = bare_name(plain, language)
    if " " not in name or plain != name:
        return head
    first = head.split(" ", 1)[0].lower()
    joins = {word.split(" ", 1)[0] for word in language.links | language.syntax.tails}
    words = before.lower().split()
    described = (
        first in language.determiners
        or not joins.isdisjoint(words)
        or any(is_office(word.strip(".,"), language) for word in words[:1])
    )
    return name if described else head


def _name_behind(head: str, language: Language) -> str | None:
    """Return the full name after an office: "Americans for Example Policy Director Jane Sample".

    None if an office belongs to another person ("spokesman for President Sample", "wife of Governor Jim Sample").
    """
    name = bare_name(head, language)
    before = [word.strip(".,").lower() for word in head.removesuffix(name).split()]
    if " " not in name or not before or not head.endswith(name):
        return None
    if not is_office(before[-1], language) and before[-1] not in language.topics:
        return None
    for place, word in enumerate(before[1:-1], 1):
        if is_office(before[place - 1], language) and (
            word in language.syntax.tails or (word in language.links and before[place + 1] in language.titles)
        ):
            return None
    return name


def _is_style(word: str, language: Language) -> bool:
    """Say whether a word before a name belongs to an office or a style: "Senator", "the", "Hon."."""
    plain = word.strip(".,").lower()
    return plain in language.determiners | {"hon"} or is_office(plain, language)


def strip_determiner(words: str, language: Language) -> str:
    """Remove the article at the beginning of a mention."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in language.determiners else words


@remember(16_384, chars=64)
def is_office(word: str, language: Language) -> bool:
    """Say whether a word in lower case is an office or a role, also a plural: "ministers" has no name."""
    known, ends = _offices(language)
    return word in known or word.removesuffix("s") in known or word.endswith(ends)


@lru_cache(maxsize=64)
def _offices(language: Language) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the words for offices and roles, and those that may end a longer word."""
    known = language.titles | language.roles | language.styles
    ends = [role for role in known if len(role) >= _MIN_COMPOUND_ROLE_LETTERS] if language.compounds else []
    return known, tuple(ends)


def is_titled(mention: str, language: Language) -> bool:
    """Say whether a mention contains an office or a form of address."""
    return any(is_office(word.strip(".,").lower(), language) for word in mention.split())


def strip_honours(words: str, language: Language) -> str:
    """Remove the letters after a name and the style before it: "The Rt Hon Jane Sample MP"."""
    kept = _STYLE.sub("", words) if language.code == "en" else words
    while (last := kept.rsplit(" ", 1))[-1].strip(".,").lower() in language.honours and len(last) == 2:
        kept = last[0].rstrip(", ")
    return kept


@remember(16_384, chars=200)
def bare_name(words: str, language: Language) -> str:
    """Return the run of capitalised words at the end of a mention, without titles before it: the name as written.

    A title or a month bounds the run, unless it is a surname here: "Governor Jim Justice", "Mrs May".
    """
    kept: list[str] = []
    parts = words.split()
    for place in range(len(parts) - 1, -1, -1):
        word, plain = parts[place], parts[place].strip(_EDGES + ".")
        if kept and _is_particle(plain.lower(), language) and not word.endswith("."):
            body = place and kept[-1].lower() in language.bodies and language.code != "en"
            kept = [] if body else [*kept, word]
            continue
        if not begins_large(plain):
            break
        ends = _is_opener(parts, place, language) or is_contracted(plain, language) or is_office(plain.lower(), language)
        if ends and (kept or not _is_surname(parts, place, language)):
            break
        if kept and plain.lower() in language.topics and any(is_office(each.lower(), language) for each in parts[:place]):
            break
        kept.append(word)
    while kept and (
        _is_loose(kept, language) or _is_acronym(kept[-1], kept) or _is_of_office(parts[: len(parts) - len(kept) + 1], language)
    ):
        kept.pop()
    name = " ".join(reversed(kept)).strip(_EDGES)
    return re.sub(r"[’']s$", "", name)


def _is_opener(parts: list[str], place: int, language: Language) -> bool:
    """Say whether a word begins a sentence, and is no part of a name: not "New" of "the New York Times" or of "New Zealand"."""
    if parts[place].strip(_EDGES).lower() not in language.openers:
        return False
    named = (
        place and parts[place - 1].lower() in language.determiners and place + 1 < len(parts) and parts[place + 1][:1].isupper()
    )
    return not named and " ".join(parts[place : place + 2]) not in language.headlines.places


def _is_of_office(words: list[str], language: Language) -> bool:
    """Say whether the last word is the country of the office before it: "президент Литвы", "il presidente della Lituania"."""
    country = words[-1].strip(_EDGES).lower() if words else ""
    if not country or not is_country(country, language):
        return False
    if len(words) < _MIN_OFFICE_OF_COUNTRY:  # «Германии Карл Мустер» of «министр обороны Германии Карл Мустер»
        return language.syntax.head_first and bool(language.endings)
    before = words[-2].strip(_EDGES + ".")
    lower = before.lower()
    linked = lower in language.links | language.particles and any(is_office(word.lower(), language) for word in words[:-2])
    office = before.isupper() or lower in language.topics | language.bodies or is_office(lower, language)
    return (
        linked
        or (office and bool(language.endings))
        or (len(words) > _MIN_OFFICE_OF_COUNTRY and _is_of_office(words[:-1], language))
    )


def drop_country(words: str, language: Language) -> str:
    """Leave out the country of an office before a name, with the word that joins it: "presidente della Lituania Gitanas X"."""
    parts = words.split()
    for place in range(2, len(parts) - 1):
        if (
            parts[place + 1][:1].isupper()
            and parts[place - 1].lower() in language.links
            and _is_of_office(parts[: place + 1], language)
        ):
            return " ".join((*parts[: place - 1], *parts[place + 1 :]))
    return words


@lru_cache(maxsize=8192)
def is_country(word: str, language: Language) -> bool:
    """Say whether a word in lower case belongs to the name of a country, in any grammatical case."""
    return word not in language.surnames and not _country_stems(language).isdisjoint(_stems(word, language))


@lru_cache(maxsize=32)
def _country_stems(language: Language) -> frozenset[str]:
    return frozenset(stem for word in language.countries for stem in _stems(word, language))


def _stems(word: str, language: Language) -> set[str]:
    """Return a word, and what is left of it without each of the endings that cases give to names."""
    lengths = {len(ending) for ending in language.endings if word.endswith(ending)}
    return {word, *(word[:-length] for length in lengths if len(word) - length >= _MIN_COUNTRY_STEM_LETTERS)}


def base_form(name: str, language: Language) -> str:
    """Return a name as written without the case of its last word: "Մուշյանը" is "Մուշյան"."""
    for ending in sorted(language.inflected, key=len, reverse=True):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending) + language.inflected[ending]
    return name


def _is_particle(word: str, language: Language) -> bool:
    """Say whether a word in lower case may be inside a name."""
    return word in language.particles or word in PARTICLES


def _is_loose(name: list[str], language: Language) -> bool:
    """Say whether the last word here, a particle before a name, is not part of it: "de", but not "Von" of "Von der Example"."""
    word, lower = name[-1], name[-1].lower()
    if word != lower and len(name) > 1 and name[-2] in PARTICLES:
        return False
    return _is_particle(lower, language) and (word == lower or lower in language.openers)


def names_office(words: str, name: str, language: Language) -> bool:
    """Say whether a name is the complement of an office or a body: "le ministère des Affaires", "the president of Example"."""
    before = words[: words.rfind(name)].split()
    joins = language.links | {"of"}
    also = bool(before) and before[-1].lower() in language.syntax.both and not joins.isdisjoint(word.lower() for word in before)
    linked = bool(before) and (also or before[-1].lower() in joins)
    attached = bool(before) and _ELIDED.match(name) is not None and is_office(before[-1].strip(".,").lower(), language)
    return attached or (linked and any(is_office(word.strip(".,").lower(), language) for word in before[:-1]))


def _is_acronym(word: str, name: list[str]) -> bool:
    """Say whether the first word of a name is an office or a body in capitals: "CEO Kevin Sample"."""
    return (
        len(name) > 1
        and len(word) >= _SHORTEST_ACRONYM
        and word.replace("-", "").isalpha()
        and word.isupper()
        and not name[0].isupper()
    )


def begins_large(word: str) -> bool:
    """Say whether a word begins with a capital, or with a particle attached to one: "al-Malki", "d’Exemple"."""
    if word[:1].isupper():
        return True
    attached = _ATTACHED.match(word)
    return attached is not None and word[attached.end() : attached.end() + 1].isupper()


@remember(8_192, chars=64)
def is_contracted(word: str, language: Language) -> bool:
    """Say whether a word is a pronoun or an opener contracted with a verb: "I’m", "It’s", "That’s"."""
    before, mark, _ = word.replace("’", "'").partition("'")
    pronouns = language.pronouns
    small = language.openers | language.determiners | pronouns.man | pronouns.woman | pronouns.people | pronouns.self
    return bool(mark) and len(before) > 0 and before.lower() in small and not begins_large(word[len(before) + 1 :])


def _is_surname(parts: list[str], place: int, language: Language) -> bool:
    """Say whether a title or a month is a surname here: after a given name or a form of address."""
    if not place or parts[place].strip(_EDGES + ".").lower() not in language.surnames:
        return False
    while place > 1 and _is_particle(parts[place - 1].lower(), language):
        place -= 1
    before = parts[place - 1].strip(_EDGES + ".")
    if before.lower() in language.pronouns.men | language.pronouns.women | language.addresses:
        return True
    determined = parts[0].lower() in language.determiners
    return not determined and before[:1].isupper() and not is_office(before.lower(), language)
