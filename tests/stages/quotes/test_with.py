"""What is put into a text and changes what is read from it: the sentences of ``press_forms`` with one more mark before one of
their parts, and with one long word or many short ones there, which tells how far apart things may stand that belong together.

``with/<language>.expected.txt`` holds the quotes that are read otherwise then, without what was put there; see
`tests.expected`. A length is the first at which the text is read so, found by doubling.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from tests.expected import expect_names, expect_part
from tests.stages.quotes import test_without as without
from tests.varying import find_thresholds

FOLDER = Path(__file__).parent / "with"
MARKS = (", ", ". ", ": ", "“", "— ", "\n")
LETTER = "ð"
"""What nothing else in the texts has: an unknown word."""
UNSPACED = ("ja", "zh")
SHORT, FEW = 120, 3
"""How long the paragraphs are that are read so, and how many of a language. Chosen by hand, for the time that it takes."""


def read(text: str, at: int, put: str, language: str) -> list[str]:
    """Read a text with something put into it, and tell its quotes by the words of the text as it was."""
    row = {"id": "sample", "text": text[:at] + put + text[at:], "language": language, "date": "2024-10-15"}
    quotes: list[dict[str, Any]] = answer_row(row, load_knowledge())["quotes"]
    for quote in quotes:
        quote["exact"] = _take_back(text, at, put, quote["start"], quote["end"])
        if quote["mention"]:
            quote["mention"]["text"] = _take_back(text, at, put, quote["mention"]["start"], quote["mention"]["end"])
    return [re.sub(f"(?:{LETTER}+ ?)+", "+", without.tell(quote)) for quote in quotes]


def _take_back(text: str, at: int, put: str, start: int, end: int) -> str:
    """Return what stands between two places, without what was put into the text."""
    first, last = (each if each <= at else max(at, each - len(put)) for each in (start, end))
    return text[first:last]


def _list_fillers(language: str) -> dict[str, Callable[[int], str]]:
    letters = {"letters": lambda size: LETTER * size + " "}
    return letters if language in UNSPACED else letters | {"words": lambda size: f"{LETTER} " * size}


def list_texts(language: str) -> list[str]:
    """List the sentences of the press, and the first short paragraphs of whole texts."""
    sentences = without.list_sentences(language)
    others = [text for text in without.list_texts(language) if text not in sentences and len(text) <= SHORT]
    return [*sentences, *others[:FEW]]


TEXTS = [
    pytest.param(language, text, id=f"{language}-{text[:30]}")
    for language in without.LANGUAGES
    for text in list_texts(language)
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_what_is_put_into_a_text_parts_what_it_should(language: str, text: str) -> None:
    base = read(text, 0, "", language)
    changed: dict[tuple[str, str], list[str]] = {}
    for part in without.PART.finditer(text):
        for mark in MARKS:
            found = read(text, part.start(), mark, language)
            if found != base:
                changed.setdefault((mark.strip() or "line", without.tell_change(base, found)), []).append(part[0])

        for kind, put in _list_fillers(language).items():

            def read_at(size: int, at: int = part.start(), put: Callable[[int], str] = put) -> list[str]:
                return read(text, at, put(size), language)

            for size, found in find_thresholds(read_at):
                change = "as it was" if found == base else without.tell_change(base, found)
                changed.setdefault((f"{size} {kind}", change), []).append(part[0])

    expect_part(FOLDER / f"{language}.expected.txt", text, _tell(changed))


def _tell(changed: dict[tuple[str, str], list[str]]) -> Iterator[str]:
    for (put, change), parts in changed.items():
        yield f"{put} before {' / '.join(parts)}: {change}"


@pytest.mark.parametrize("language", without.LANGUAGES)
def test_no_text_is_expected_that_is_not_read(language: str) -> None:
    expect_names(FOLDER / f"{language}.expected.txt", list_texts(language))
