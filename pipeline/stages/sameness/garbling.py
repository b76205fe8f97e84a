"""Do to a text what a tool did to its copy that lost letters for good, so that what is left of both can be compared.

A wrong encoding often cannot be undone: bytes that stood for no character were dropped. It can be done again, though: the same
tool makes of the same words the same rubbish, letter for letter, and of other words other rubbish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.stages.sameness.unwrapping import LINK

Garbling = Callable[[str], str]

_LOST = "\u0294"
"""Stands for a letter of which only a question mark is left: a letter of its own, so that words keep their length."""
_UNKNOWN = re.compile("\ufffd")
_CONTROL = re.compile("[\x80-\x9f]")
_CONTROLS = re.compile("[\x80-\x9f\ufffd]")
_QUESTION = re.compile(r"\?(?=[?\w])|(?<=[?\w])\?(?=\w)|(?<=\?)\?")
_RUBBISH = re.compile("[\x80-\u045f\u2010-\u2265\ufb01\ufb02\ufffd]{2}|[âðïÂÃÄÅÐÑØÙ]")
"""Of one letter a wrong encoding makes two or more, of which the first may be left alone."""
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_NOT_LATIN = re.compile("[^\x00-\xff]")
_LETTERS_FROM, _LETTERS = 0x20000, 0x8000
LEAST_SIGNS = 2
"""This many traces of lost letters make a text worth looking into. Chosen by hand; the score on 1,525 real pairs
(tests/stages/sameness/test_pairs.py) is the same at 1 and 3."""
LEAST_WORDS, LEAST_LETTERS = 6, 30
"""Of question marks only the lengths of the words tell which they were; so few could be of any."""

LEAST_LEFT = 12
"""Of a text that lost all outside ASCII this many letters and digits, beside links, hashtags and handles, and half of all it
had, tell which it was."""
_LINK_OR_SIGN = re.compile(rf"{LINK}|[@#]\w+")


def _read_as(encoding: str) -> Garbling:
    """Make of a text what reading its UTF-8 in another encoding makes."""
    return lambda text: text.encode("utf-8", "replace").decode(encoding, "replace")


def _read_twice(text: str) -> str:
    return _read_as("cp1252")(_CONTROLS.sub("", _read_as("cp1252")(text)))


def _spell_rubbish(text: str, dropped: re.Pattern[str]) -> str:
    """Spell rubbish with letters of which each counts and none folds; what no encoding shows is dropped."""
    return _FOREIGN.sub(_as_letter, dropped.sub("", text).replace("\xa0", " "))


def _as_letter(found: re.Match[str]) -> str:
    return chr(_LETTERS_FROM + ord(found[0]) % _LETTERS)


def _save_as(pattern: re.Pattern[str], *, per_byte: bool = False) -> Garbling:
    """Make of a text what saving it in an encoding that lacks its letters makes: question marks."""
    return lambda text: _mark_lost(pattern.sub(lambda found: "?" * (len(found[0].encode()) if per_byte else 1), text))


def _mark_lost(text: str) -> str:
    return _QUESTION.sub(_LOST, text.replace("\ufffd", "?"))


@lru_cache(maxsize=1 << 12)
def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _replace_marks(by: str) -> Garbling:
    """Make of a text what tools make that take the vowel signs of Indic scripts for punctuation."""
    return lambda text: "".join(by if _is_mark(character) else character for character in text)


_READ: tuple[Garbling, ...] = (*map(_read_as, ("cp1252", "latin-1", "mac_roman", "cp1251")), _read_twice)
_SAVED: tuple[Garbling, ...] = (_save_as(_FOREIGN), _save_as(_FOREIGN, per_byte=True), _save_as(_NOT_LATIN))
_UNMARKED: tuple[Garbling, ...] = (_replace_marks(""), _replace_marks(" "))


def _count_left(text: str) -> int:
    return sum(map(str.isalnum, _LINK_OR_SIGN.sub("", text)))


def garble_alike(stored: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the texts as the tools that may have garbled the other would have left both."""
    foreign = set(_FOREIGN.findall(other)) if _RUBBISH.search(other) else set()
    dropped = _UNKNOWN if _CONTROL.search(other) else _CONTROLS
    for garble in _READ if foreign else ():
        garbled = garble(stored)
        if 2 * len(foreign.intersection(garbled)) >= len(foreign):
            yield _spell_rubbish(garbled, dropped), _spell_rubbish(other, dropped)
    lost = len(_QUESTION.findall(other)) + other.count("\ufffd")
    if lost >= LEAST_LETTERS or (lost >= LEAST_SIGNS and len(other.split()) >= LEAST_WORDS):
        for garble in _SAVED:
            yield garble(stored), _mark_lost(other)
    left = _count_left(other) if other.isascii() and len(_FOREIGN.findall(stored)) >= LEAST_SIGNS else 0
    if left >= LEAST_LEFT and 2 * left >= _count_left(stored):
        yield _FOREIGN.sub("", stored), other
    if sum(map(_is_mark, stored)) >= LEAST_SIGNS and not any(map(_is_mark, other)):
        for garble in _UNMARKED:
            yield garble(stored), other
