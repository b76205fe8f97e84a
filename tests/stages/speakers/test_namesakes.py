"""A surname alone makes nobody the roster's person: given name, form of address and the document's own bearers decide."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.speakers import Cast
from pipeline.stages.speakers.name_keys import sound_key, spelling_key

DAY = date(2020, 10, 27)


def name_of(
    mention: str, text: str = "", language: str = "en", country: str | None = None, at: int | None = None
) -> str | None:
    knowledge = load_knowledge()
    reading = Cast(text, knowledge, knowledge.languages[language], DAY, country=country).read(mention, at)
    return reading.name if reading else None


@pytest.mark.parametrize("name", ["Arnold Trump", "Paula Macron", "Karl-Heinz Lavrov", "Tilda Erdoğan"])
def test_another_given_name_is_another_person(name: str) -> None:
    assert name_of(name) == name


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Donald J. Trump", "Donald Trump"),
        ("D. Trump", "Donald Trump"),
        ("Dmitri Peskov", "Dmitry Peskov"),
        ("Republican Donald Trump", "Donald Trump"),
        ("US President Trump", "Donald Trump"),
        ("Secretary of State Mike Pompeo", "Mike Pompeo"),
    ],
)
def test_initials_spellings_and_offices_keep_the_person(mention: str, name: str) -> None:
    assert name_of(mention) == name


def test_a_patronymic_between_the_names_keeps_the_person() -> None:
    assert name_of("Сергей Викторович Лавров", language="ru") == "Sergey Lavrov"


def test_a_form_of_address_of_the_other_gender_is_somebody_else() -> None:
    assert name_of("Mrs. Trump") == "Mrs. Trump"


def test_a_lone_surname_is_the_bearer_whom_its_paragraph_names() -> None:
    text = "Donald Trump spoke first.\nArnold Trump opened the fair. Trump was pleased."
    assert name_of("Trump", text, at=text.rindex("Trump")) == "Arnold Trump"


def test_a_surname_that_two_unknown_people_bear_stays_as_written() -> None:
    assert name_of("Sample", "Jane Sample came. Paul Sample left.\nSample said nothing.") == "Sample"


@pytest.mark.parametrize(("mention", "text"), [("King", "Rep. Peter King spoke."), ("Mrs May", "Jane May spoke.")])
def test_a_title_or_a_month_is_a_surname_where_the_document_has_it_so(mention: str, text: str) -> None:
    assert name_of(mention, text) in ("Peter King", "Jane May")


def test_a_king_without_a_name_is_nobody() -> None:
    assert name_of("the Samplish King") is None


def test_an_attached_particle_belongs_to_the_surname() -> None:
    assert name_of("Haidar al-Sampli") == "Haidar al-Sampli"


def test_who_spoke_is_known_by_a_first_surname_too() -> None:
    knowledge = load_knowledge()
    cast = Cast("Ban Sam-ple spoke. Ban left.", knowledge, knowledge.languages["en"], DAY)
    cast.note(cast.read("Ban Sam-ple"))
    reading = cast.read("Ban")
    assert reading is not None
    assert reading.name == "Ban Sam-ple"


def test_an_office_stands_for_the_only_person_whom_the_document_names_in_it() -> None:
    text = "Governor Jane Sample spoke on Monday. The Republican governor left."
    assert name_of("the Republican governor", text) == "Jane Sample"


def test_an_office_of_somebody_not_named_stands_for_nobody() -> None:
    assert name_of("a governor", "Governor Jane Sample spoke.") is None
    assert name_of("a spokesman for President Jane Sample", "President Jane Sample spoke.") is None


def test_a_label_of_the_publisher_is_the_holder_in_its_own_country() -> None:
    knowledge = load_knowledge()
    readings = [
        Cast("", knowledge, knowledge.languages["en"], DAY, country=country).read_label("The President")
        for country in ("us", "az", None)
    ]
    assert [reading and reading.name for reading in readings] == ["Donald Trump", "Ilham Aliyev", None]


@pytest.mark.parametrize("mention", ["le porte-parole du ministère des Affaires", "le président de Renault"])
def test_what_an_office_is_of_is_no_person(mention: str) -> None:
    assert name_of(mention, language="fr") is None


@pytest.mark.parametrize(
    ("one", "other"), [("Netanjahu", "Netanyahu"), ("Lukaschenko", "Lukashenka"), ("Гутерреш", "Guterres")]
)
def test_usual_transliterations_sound_alike(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


def test_traditional_and_simplified_characters_are_one_name() -> None:
    assert spelling_key("習近平") == spelling_key("习近平")
