"""Find the person that a document introduces in an office: "Governor Martin Example … the governor said"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from pipeline.knowledge import Language
from pipeline.stages.speakers.name_in_mention import bare_name, is_office, strip_determiner
from pipeline.stages.speakers.searched import find_beginning
from storage.text.remembering import remember

_MAX_OCCURRENCES = 16
"""At most this many occurrences of an office are read. Chosen by hand: it bounds the time of a long document."""
_APPOSED = re.compile(r"(?P<name>(?:[^\W\d_][\w’'.\-]* ){1,4}[^\W\d_][\w’'.\-]*), (?:[^\W\d_][\w’'\-]* ){0,3}$")
_APPOSED_BEHIND = re.compile(
    r"(?P<rest>(?: [^\W\d_][\w’'\-]*){0,8}), (?P<name>(?:[^\W\d_][\w’'.\-]* ){1,4}[^\W\d_][\w’'\-]*)(?=[,.;:])"
)
_BEHIND = re.compile(r"(?P<rest>(?: [^\W\d_][\w’'.\-]*){0,6})")
_BEFORE_OFFICE_WINDOW_CHARS = 90
"""The characters before an office in which a name may stand: "Jane Sample, who has been governor". Chosen by hand."""
_MAX_INFLECTED_LETTERS = 2
"""At most this many letters at the end of a noun or an adjective change with its case. Chosen by hand."""


def find_introduced(text: str, mention: str, language: Language) -> frozenset[str]:
    """Return the people whom a text introduces by full name in the office of a mention; several if that is ambiguous.

    The office's noun precedes the name, or follows it after a comma, with all that the mention adds to it ("of transport").
    """
    if mention.split(" ", 1)[0].lower() in language.indefinites:
        return frozenset()
    words = [word.strip(".,") for word in strip_determiner(mention, language).split()]
    place = next((number for number, word in enumerate(words) if _is_single(word.lower(), language)), None)
    if place is None:
        return frozenset()
    added = [word for number, word in enumerate(words) if number != place and not _is_small(word, language)]
    noun = _undeclined(words[place], language)
    return frozenset(name for name, office in _introductions(text, noun, language) if _holds(office, added))


def _undeclined(noun: str, language: Language) -> str:
    """Return an office without the ending of its case or its article: "քաղաքապետ" of "քաղաքապետը"."""
    stems = (noun.removesuffix(ending) for ending in language.endings if noun.endswith(ending))
    return next((stem for stem in stems if is_office(stem.lower(), language)), noun)


def _is_single(word: str, language: Language) -> bool:
    """Say whether a word is an office of one person."""
    return is_office(word, language) and word not in language.bodies and word not in language.plurals


def _is_small(word: str, language: Language) -> bool:
    """Say whether a word does not distinguish offices: "of", and the name of a party."""
    lower = word.lower()
    return lower in language.determiners | language.links | language.particles | language.parties or len(word) == 1


def _holds(office: str, added: list[str]) -> bool:
    """Say whether an introduction contains all the words of a mention, in any grammatical case."""
    near = office.lower()
    return all(word.lower()[: max(len(word) - _MAX_INFLECTED_LETTERS, 3)] in near for word in added)


@remember(64, chars=50_000)
def _introductions(text: str, noun: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Return the full names beside the occurrences of an office in a text, each with the words of the office around it."""
    near = find_beginning(text)
    found: list[tuple[str, str]] = []
    for match in islice(_noun(noun, language.compounds).finditer(near), _MAX_OCCURRENCES):
        before = near[max(match.start() - _BEFORE_OFFICE_WINDOW_CHARS, 0) : match.start()]
        rest = _BEHIND.match(near, match.end())
        if (behind := _APPOSED_BEHIND.match(near, match.end())) and (apposed := _read_apposed(behind, language)):
            found.append((apposed, behind["rest"]))
            continue
        named = _read_name(rest["rest"].strip() if rest else "", language)
        if named:
            head = before.rsplit(".", 1)[-1].rsplit(",", 1)[-1]
            found.append((named, f"{head} {rest['rest'] if rest else ''}"))
        elif (head_of := _APPOSED.search(before)) and " " in (name := bare_name(head_of["name"], language)):
            found.append((name, f"{head_of.group()} {rest['rest'] if rest else ''}"))
    return tuple(found)


def _read_apposed(behind: re.Match[str], language: Language) -> str | None:
    """Return the full name that commas enclose behind an office and its complement: "ministra de Educación, Ana Ejemplo,"."""
    words = behind["name"].split()
    small = language.particles | language.links
    named = all(word[:1].isupper() or word.lower() in small for word in words) and words[-1][:1].isupper()
    if not named or any(_is_declined_office(word.lower(), language) for word in behind["rest"].split()):
        return None
    name = bare_name(behind["name"], language)
    return name if " " in name else None


def _read_name(words: str, language: Language) -> str | None:
    """Return the full name among the words after an office and its complement: "транспорту Іван Прикладенко заявив".

    Behind "of" or "at" stands the name only where another noun, or one that offices are named after, completes the office.
    """
    parts = words.split()
    open_ = False
    for first, word in enumerate(parts):
        lower = word.lower()
        if lower in language.links | language.syntax.tails | language.syntax.oblique | language.syntax.both:
            open_ = True
        elif _is_declined_office(lower, language) and (open_ or not is_office(lower, language)):
            return None
        elif lower in language.topics or not (word[:1].isupper() or lower in language.determiners):
            open_ = False
        elif open_ and word[:1].isupper():
            return None
        if not word[:1].isupper() or lower in language.topics:
            continue
        last = first
        while last < len(parts) and (parts[last][:1].isupper() or parts[last].lower() in language.particles):
            last += 1
        name = bare_name(" ".join(parts[first:last]).rstrip("."), language)
        return name if " " in name else None
    return None


def _is_declined_office(word: str, language: Language) -> bool:
    """Say whether a word is an office, in any grammatical case: "министра"."""
    stems = (word.removesuffix(ending) for ending in language.endings if word.endswith(ending))
    return is_office(word, language) or any(is_office(stem, language) for stem in stems)


@lru_cache(maxsize=256)
def _noun(noun: str, compounds: bool) -> re.Pattern[str]:
    """Match an office, also as the end of a longer word where the language has such (Gesundheitsminister)."""
    before = r"(?<!\w)(?:[^\W\d_]+-?)?" if compounds else r"(?<!\w)"
    return re.compile(rf"{before}{re.escape(noun)}(?!\w)", re.IGNORECASE)
