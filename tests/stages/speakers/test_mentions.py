"""Mentions as texts make them in many languages, and each without one of its words: the name in each, its office, its gender,
and who in the roster it is, on a day.

``whole/<language>.txt`` has one mention a line; see `tests.expected` for what is expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.speakers import Cast
from pipeline.stages.speakers import name_in_mention as names
from pipeline.stages.speakers.bearers import find_bearers
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.speakers.declension import find_declined
from pipeline.stages.speakers.fitting import find_genders, gender_of
from pipeline.stages.speakers.name_keys import sound_key, spelling_key
from pipeline.stages.speakers.offices import find_introduced
from tests.expected import expect
from tests.varying import tell_words

FOLDER = Path(__file__).parent / "whole"
KNOWLEDGE = load_knowledge()
LANGUAGES = sorted(file.stem for file in FOLDER.glob("??.txt"))
DAY = date(2021, 3, 5)


def list_mentions(language: str) -> list[str]:
    return (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_a_mention_tells_a_name_or_an_office(language: str) -> None:
    spoken = KNOWLEDGE.languages[language]
    mentions = list_mentions(language)
    text = ". ".join(mentions)

    def read(mention: str) -> dict[str, str]:
        if not mention.strip():
            return {}
        reading = Cast(text, KNOWLEDGE, spoken, DAY, country="us").read(mention)
        name = names.bare_name(mention, spoken)
        return {
            "who": f"{reading.name} {reading.id} {reading.single}" if reading else "nobody",
            "name": name,
            "head": names.choose_head(mention, spoken),
            "base": names.base_form(name, spoken),
            "plain": names.strip_honours(names.strip_determiner(mention, spoken), spoken),
            "abroad": names.drop_country(mention, spoken),
            "titled": f"{names.is_titled(mention, spoken)} {names.names_office(mention, name, spoken)}",
            "gender": f"{gender_of(mention, spoken)} {sorted(find_genders(text, name, spoken))}",
            "introduced": str(sorted(find_introduced(text, mention, spoken))),
            "bearers": str([each.name for each in find_bearers(text, name, spoken)]),
            "declined": f"{find_declined(name, KNOWLEDGE, spoken)} {find_declined(name, KNOWLEDGE, spoken, oblique=True)}",
            "caseless": "" if spoken.cased else caseless_name(mention, spoken),
        }

    def tell() -> Iterator[str]:
        for mention in mentions:
            yield f"{mention}:"
            yield from (f"  {line}" for line in tell_words(mention, read))
        words = sorted({word for mention in mentions for word in mention.split()})
        for word in words:
            kind = f"{names.is_office(word, spoken)} {names.is_country(word, spoken)} {names.is_contracted(word, spoken)}"
            yield f"{word}: {kind} {names.begins_large(word)} {names.cut_behind(word, spoken)}"

    expect(FOLDER / f"{language}.expected.txt", tell())


def test_each_name_has_its_keys() -> None:
    words = sorted({word for language in LANGUAGES for mention in list_mentions(language) for word in mention.split()})
    expect(FOLDER / "keys.expected.txt", (f"{word}: {spelling_key(word)} {sound_key(word)}" for word in words))


PRONOUNS = ("he", "she", "his", "they", "it", "I", "HE ", "it is")


def test_a_pronoun_is_whom_it_may_be_of_those_who_spoke() -> None:
    english = KNOWLEDGE.languages["en"]
    text = "Mr. Bo Sample met Mrs. Ann Other, Angela Merkel and Samples Inc."

    def tell() -> Iterator[str]:
        for first in ("Bo Sample", "Ann Other", "Angela Merkel", "Ned Price", "the White House"):
            for second in ("Bo Sample", "Ann Other", "the White House"):
                cast = Cast(text, KNOWLEDGE, english, DAY)
                cast.note(cast.read(first))
                cast.note(cast.read(second))
                for word in PRONOUNS:
                    reading = cast.read(word)
                    fits = [(cast.may_be(each, word), cast.surely_is(each, word)) for each in cast.spoke]
                    yield f"{first}, {second}: {word} {reading and reading.name} {fits} {cast.is_personal(word)}"

    expect(FOLDER / "pronouns.expected.txt", tell())
