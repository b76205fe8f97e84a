"""Mentions of ``whole`` written otherwise, and asked for on other days and in other countries: who is found then.

``variants/<language>.expected.txt`` has, for each mention, who is found as it stands, then what of its writing changes that;
see `tests.expected`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from pipeline.stages.speakers import Cast
from tests.expected import expect_names, expect_part
from tests.stages.speakers.test_mentions import DAY, KNOWLEDGE, LANGUAGES, list_mentions

FOLDER = Path(__file__).parent / "variants"
DAYS = (None, date(1992, 2, 3), date(2008, 6, 1), date(2018, 5, 8), date(2030, 1, 1))
COUNTRIES = (None, "am", "de", "ru")

CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "small": str.lower,
    "capitals": str.upper,
    "initial": lambda word: f"{word[:1]}.",
    "shortened": lambda word: word[:3],
    "doubled": lambda word: f"{word} {word}",
    "hyphenated": lambda word: f"{word}-{word}",
    "one's": lambda word: f"{word}’s",
    "longer": lambda word: f"{word}a",
    "shorter": lambda word: word[:-1],
    "misspelt": lambda word: word[:-2] + "x" + word[-1:],
    "behind a comma": lambda word: f", {word}",
    "in brackets": lambda word: f"({word})",
    "behind a name": lambda word: f"Ana {word}",
    "behind a small word": lambda word: f"ðð {word}",
    "with an accent": lambda word: f"{word[:1]}\u0301{word[1:]}",
}
"""What may become of a word of a mention."""


def find(mention: str, text: str, language: str, day: date | None = DAY, country: str | None = "us") -> str:
    spoken = KNOWLEDGE.languages[language]
    reading = Cast(text, KNOWLEDGE, spoken, day, country=country).read(mention)
    return f"{reading.name} {reading.id} {reading.single}" if reading else "nobody"


TEXTS = [pytest.param(language, each, id=f"{language}-{each}") for language in LANGUAGES for each in list_mentions(language)]


@pytest.mark.parametrize(("language", "mention"), TEXTS)
def test_a_mention_that_is_written_otherwise_names_who_it_should(language: str, mention: str) -> None:
    text = ". ".join(list_mentions(language))
    base = find(mention, text, language)
    words = mention.split()
    found: dict[str, list[str]] = {}

    def note(what: str, who: str) -> None:
        if who != base:
            found.setdefault(who, []).append(what)

    for number, word in enumerate(words):
        for what, change in CHANGES.items():
            variant = " ".join([*words[:number], change(word), *words[number + 1 :]])
            if variant.strip():
                note(f"{word} {what}", find(variant, text, language))
    if len(words) > 1:
        note("reversed", find(" ".join(reversed(words)), text, language))
    note("in a text of its own", find(mention, mention, language))
    for day in DAYS:
        note(str(day), find(mention, text, language, day))
    for country in COUNTRIES:
        note(str(country), find(mention, text, language, DAY, country))

    def tell() -> Iterator[str]:
        yield f"-> {base}"
        yield from (f"{who}: {', '.join(changes)}" for who, changes in found.items())

    expect_part(FOLDER / f"{language}.expected.txt", mention, tell())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mention_is_expected_that_is_not_read(language: str) -> None:
    expect_names(FOLDER / f"{language}.expected.txt", dict.fromkeys(list_mentions(language)))
