"""Mentions become people: by roster, by the document, by the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.knowledge import Correction
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.speakers import Cast, compile_directory

DAY = date(2020, 10, 27)


def cast(text: str = "", day: date | None = DAY, language: str = "en") -> Cast:
    knowledge = load_knowledge()
    return Cast(text, knowledge, knowledge.languages[language], day)


def name_of(mention: str, text: str = "", day: date | None = DAY, language: str = "en") -> str | None:
    reading = cast(text, day, language).read(mention)
    return reading.name if reading else None


@pytest.mark.parametrize("spelling", ["Əliyev", "Алиев", "Ильхам Алиев", "İlham Əliyev", "ALIYEV", "Aliyev’s", "Իլհամ Ալիև"])
def test_one_person_has_many_spellings(spelling: str) -> None:
    assert name_of(spelling) == "Ilham Aliyev"


@pytest.mark.parametrize(
    "spelling", ["Pashinian", "Pachinyan", "Пашинян", "Նիկոլ Փաշինյան", "Armenian Prime Minister Pashinyan"]
)
def test_transliterations_meet_in_one_name(spelling: str) -> None:
    assert name_of(spelling) == "Nikol Pashinyan"


@pytest.mark.parametrize(
    "words",
    [
        "Armenia’s foreign ministry",
        "The Armenian Foreign Ministry",
        "the Ministry of Foreign Affairs of Armenia",
        "Armenian MFA",
    ],
)
def test_a_ministry_is_known_by_its_country_and_its_noun(words: str) -> None:
    assert name_of(words) == "Ministry of Foreign Affairs of Armenia"


def test_a_title_alone_names_its_holder_on_the_day() -> None:
    assert name_of("the Armenian prime minister") == "Nikol Pashinyan"
    assert name_of("the Armenian prime minister", day=date(2017, 5, 1)) == "Karen Karapetyan"


def test_a_title_without_a_day_names_nobody() -> None:
    assert name_of("the Armenian prime minister", day=None) is None


def test_a_title_with_a_common_surname_is_whoever_held_office_that_day() -> None:
    assert name_of("President Biden", day=date(2022, 3, 1)) == "Joe Biden"
    assert name_of("Secretary Carter", day=date(2016, 3, 1)) == "Ash Carter"


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Dr. Carter", "Ash Carter"),
        ("Minister Carter", "Ash Carter"),
        ("Carter", "Carter"),
        ("Captain Carter", "Carter"),
        ("Secretary Jane Carter", "Jane Carter"),
    ],
    ids=["a form of address", "an office", "no title", "a title of no official", "another given name"],
)
def test_a_common_surname_is_the_official_only_behind_a_title_and_alone(mention: str, name: str) -> None:
    assert name_of(mention, day=date(2016, 3, 1)) == name


def test_a_surname_is_its_bearer_in_this_document_before_the_roster() -> None:
    assert name_of("Trump", text="Ivanka Trump opened the fair. Trump said it was good.") == "Ivanka Trump"


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Rt Hon Elizabeth Truss MP", "Liz Truss"),
        ("The Rt Hon Jane Sample MP", "Jane Sample"),
        ("Her Majesty the Queen", "Elizabeth II"),
        ("Jane Sample CMG OBE", "Jane Sample"),
        ("Minister of Industry, Investment and Commerce, Senator the Hon. Jane Sample,", "Jane Sample"),
        ("Chief Executive Officer (Acting) of the Sample Authority, Jane Sample", "Jane Sample"),
        ("Jane Sample (ABC, XX), co-rapporteur for the Muster regulation", "Jane Sample"),
        ("Jane Sample, director of Muster Works", "Jane Sample"),
    ],
)
def test_styles_and_honours_are_no_part_of_a_name(mention: str, name: str) -> None:
    assert name_of(mention) == name


def test_a_spokesman_of_someone_is_not_that_someone() -> None:
    assert name_of("a spokesman for Pompeo") is None


def test_whom_no_roster_knows_keeps_the_name_as_written() -> None:
    assert name_of("Sample", text="Jane Q. Sample came. Sample left.") == "Jane Q. Sample"


def test_a_pronoun_is_who_spoke_last() -> None:
    people = cast()
    people.note(people.read("Mike Pompeo"))
    reading = people.read("He")
    assert reading is not None
    assert reading.id == "mike-pompeo"


def test_a_correction_outweighs_every_rule() -> None:
    knowledge = load_knowledge()
    correction = Correction(
        mention="the Secretary", speaker="mike-pompeo", found=date(2021, 1, 1), why="a sample", document="d_1"
    )
    corrected = replace(knowledge, corrections=(correction,))
    language = knowledge.languages["en"]
    reading = Cast("", corrected, language, DAY, "d_1").read("the Secretary")
    elsewhere = Cast("", corrected, language, DAY, "d_2").read("the Secretary")
    assert (reading and reading.id, elsewhere) == ("mike-pompeo", None)


def test_an_office_is_that_of_the_day() -> None:
    directory = compile_directory(load_knowledge())
    before, after = (directory.office("joe-biden", day) for day in (date(2016, 5, 1), date(2022, 5, 1)))
    assert [office and office.id for office in (before, after)] == ["us-vice-president", "us-president"]


def test_on_the_day_of_handover_an_office_alone_names_nobody() -> None:
    directory = compile_directory(load_knowledge())
    assert directory.holder("us-president", date(2021, 1, 20)) is None
    assert directory.holder("us-president", date(2021, 1, 21)) is not None
