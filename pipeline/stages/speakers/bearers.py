"""Find the persons in a document with a lone name: the full names around its occurrences."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.knowledge import Language
from pipeline.stages.speakers.name_in_mention import bare_name, begins_large
from pipeline.stages.speakers.name_keys import spelling_key
from pipeline.stages.speakers.searched import find_beginning

_WORDS_BEFORE = re.compile(r"(?<![\w’'.\-])(?:[^\W\d_][\w’'.\-]* ){1,4}$")
_WORD_AFTER = re.compile(r" (?:[^\W\d_][\w’'\-]*)")
_MAX_OCCURRENCES = 24
"""At most this many occurrences of a lone name are read. Chosen by hand: it bounds the time of a long document."""
_WORDS_BEFORE_WINDOW_CHARS = 60
"""The characters before a lone name in which its given names are read. Chosen by hand: four names of fifteen letters."""


class Bearer(NamedTuple):
    """A full name that contains a lone one. ``last``: it ends with it; ``start``: the offset of its first occurrence."""

    name: str
    start: int
    last: bool


def find_bearers(text: str, name: str, language: Language) -> tuple[Bearer, ...]:
    """Return the different full names that contain a lone name, in document order; only its first occurrences are searched."""
    found: dict[str, Bearer] = {}
    at, near = -1, find_beginning(text)
    for _ in range(_MAX_OCCURRENCES):
        at = near.find(name, at + 1)
        if at < 0:
            break
        if (at and near[at - 1].isalnum()) or near[at + len(name) : at + len(name) + 1].isalnum():
            continue
        bearer = _read_place(near, at, name, language)
        if bearer:
            found.setdefault(spelling_key(bearer.name), bearer)
    return _without_longer(tuple(found.values()))


def _read_place(text: str, at: int, name: str, language: Language) -> Bearer | None:
    """Read the full name around one occurrence of a lone name; None if the name is alone there, as in "Said Sample: …"."""
    before = _WORDS_BEFORE.search(text, max(at - _WORDS_BEFORE_WINDOW_CHARS, 0), at)
    rest = _read_rest(text, at + len(name), language)
    head = bare_name((before.group() if before else "") + name, language) or name
    verb, _, inverted = head.partition(" ")
    if verb.lower() in language.cues.speech and text.startswith(":", at + len(name)):
        head = inverted or head
    if " " not in head and not rest:
        return None
    head = _behind_topics(head, language)
    start = at - (len(head) - len(name)) if head.endswith(name) else at
    return Bearer(head + rest, start, not rest) if " " in head + rest else None


def _behind_topics(name: str, language: Language) -> str:
    """Leave out the words of an office or a medium before a name: "Example CEO Jane Sample", "Sample Post Jane"."""
    words = name.split()
    last = max((place for place, word in enumerate(words[:-1]) if word.lower() in language.topics), default=-1)
    return " ".join(words[last + 1 :])


def _read_rest(text: str, at: int, language: Language) -> str:
    """Return the rest of a full name after a part of it: " Ki-moon", " da Silva"."""
    end = edge = at
    while found := _WORD_AFTER.match(text, edge):
        word = found.group()[1:]
        edge = found.end()
        if word.lower() in language.particles:
            continue
        if not begins_large(word):
            break
        end = edge
        if re.search(r"[’']s$", word):
            return text[at : end - 2]
    return text[at:end]


def _without_longer(bearers: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    """Leave out names that only add a word before another full name: "Democrat Jane Sample" beside "Jane Sample"."""
    names = [each.name for each in bearers]
    return tuple(each for each in bearers if not any(each.name.endswith(f" {name}") for name in names))
