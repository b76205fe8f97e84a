"""The limits of finding persons, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.speakers.bearers import find_bearers
from pipeline.stages.speakers.caseless_names import caseless_name
from pipeline.stages.speakers.declension import find_declined
from pipeline.stages.speakers.directory import compile_directory
from pipeline.stages.speakers.fitting import find_genders, fits_given
from pipeline.stages.speakers.name_in_mention import bare_name, is_office
from pipeline.stages.speakers.name_keys import sound_key
from pipeline.stages.speakers.offices import find_introduced
from pipeline.stages.speakers.searched import find_beginning
from storage.model import Person

KNOWLEDGE = load_knowledge()
ENGLISH, GERMAN, RUSSIAN, CHINESE, ARABIC = (KNOWLEDGE.languages[code] for code in ("en", "de", "ru", "zh", "ar"))
NOWHERE: frozenset[str] = frozenset()


def make_person(name: str) -> Person:
    return Person(id="x", name=name, kind="person", country="xx")


def test_the_first_fifty_thousand_characters_are_searched() -> None:
    assert find_beginning("x" * 49_990 + " Jane more") == "x" * 49_990 + " Jane more"
    assert find_beginning("x " * 24_995 + "Jane Sampl. more") == "x " * 24_995 + "Jane Sampl"
    assert find_beginning("x " * 24_995 + "Jane Sample. more") == "x " * 24_995 + "Jane "


def test_a_name_that_the_end_of_the_search_cuts_is_not_found_shortened() -> None:
    told = "Governor Martin Example came."
    for start in range(49_970, 50_002):
        found = find_introduced(f"{'x' * (start - 1)} {told}", "the governor", ENGLISH)
        assert found in ({"Martin Example"}, set()), start


@pytest.mark.parametrize(("before", "found"), [(23, ["Jane Sample"]), (24, [])])
def test_the_first_occurrences_of_a_lone_name_are_read(before: int, found: list[str]) -> None:
    text = "The Sample, as it is. " * before + "Jane Sample."
    assert [each.name for each in find_bearers(text, "Sample", ENGLISH)] == found


@pytest.mark.parametrize(("size", "found"), [(60, True), (61, False)])
def test_given_names_stand_close_before_a_surname(size: int, found: bool) -> None:
    given = "J" + "a" * (size - 2)  # and a space
    bearers = find_bearers(f"said {given} Sample", "Sample", ENGLISH)
    assert ([each.name for each in bearers] == [f"{given} Sample"]) is found


@pytest.mark.parametrize(("given", "fits"), [("Ser", True), ("Se", False)])
def test_a_short_form_of_a_given_name_has_three_letters(given: str, fits: bool) -> None:
    assert fits_given(make_person("Sergey Example"), [given], NOWHERE) is fits


@pytest.mark.parametrize(("name", "given", "fits"), [("Adam", "Adan", False), ("Boris", "Borit", True)])
def test_one_letter_may_differ_in_a_given_name_of_five(name: str, given: str, fits: bool) -> None:
    assert fits_given(make_person(f"{name} Example"), [given], NOWHERE) is fits


@pytest.mark.parametrize(("name", "given", "fits"), [("Viktor", "Viktan", False), ("Vikstor", "Vikstan", True)])
def test_two_letters_may_differ_in_a_given_name_of_seven(name: str, given: str, fits: bool) -> None:
    assert fits_given(make_person(f"{name} Example"), [given], NOWHERE) is fits


@pytest.mark.parametrize(("written", "fits"), [("ASEAN", True), ("ASEANS", False)])
def test_an_acronym_before_a_surname_has_at_most_five_letters(written: str, fits: bool) -> None:
    assert fits_given(make_person("Jane Example"), [written], NOWHERE) is fits


@pytest.mark.parametrize(("before", "found"), [(11, {"male"}), (12, set())])
def test_the_first_occurrences_of_a_surname_tell_its_gender(before: int, found: set[str]) -> None:
    assert find_genders("the Sample. " * before + "Mr. Sample", "Sample", ENGLISH) == found


@pytest.mark.parametrize(("size", "found"), [(40, {"male"}), (41, set())])
def test_a_title_stands_close_before_a_surname(size: int, found: set[str]) -> None:
    given = "J" + "a" * (size - 6)  # behind four characters, before a space
    assert find_genders(f"Mr. {given} Sample", "Sample", ENGLISH) == found


@pytest.mark.parametrize(("before", "found"), [(15, {"Martin Example"}), (16, set())])
def test_the_first_occurrences_of_an_office_are_read(before: int, found: set[str]) -> None:
    assert (
        find_introduced(
            "The governor left the old house by the river. " * before + "Governor Martin Example came.", "the governor", ENGLISH
        )
        == found
    )


def test_an_introduction_tells_the_office_with_all_that_a_mention_adds_to_it() -> None:
    text = "Transport Minister Ann Sample came. Culture Minister Bo Example left."
    assert find_introduced(text, "the transport minister", ENGLISH) == {"Ann Sample"}


@pytest.mark.parametrize(("mention", "found"), [("министр транспортами", {"Иван Примеров"}), ("министр транспортамии", set())])
def test_two_letters_at_the_end_of_what_a_mention_adds_may_change_with_its_case(mention: str, found: set[str]) -> None:
    assert find_introduced("министр транспорта Иван Примеров заявил", mention, RUSSIAN) == found


@pytest.mark.parametrize(("word", "office"), [("landesrichter", True), ("heirat", False)])
def test_a_short_role_is_no_end_of_a_compound(word: str, office: bool) -> None:
    assert is_office(word, GERMAN) is office


@pytest.mark.parametrize(("mention", "name"), [("XYZ Kevin Sample", "Kevin Sample"), ("XY Kevin Sample", "XY Kevin Sample")])
def test_two_capitals_before_a_name_are_initials(mention: str, name: str) -> None:
    assert bare_name(mention, ENGLISH) == name


@pytest.mark.parametrize(("mention", "name"), [("王小明国", "王小明国"), ("王小明国安", "")])
def test_a_chinese_name_has_at_most_four_characters(mention: str, name: str) -> None:
    assert caseless_name(mention, CHINESE) == name


@pytest.mark.parametrize(("words", "found"), [(4, True), (5, False)])
def test_a_name_without_capitals_has_at_most_four_words(words: int, found: bool) -> None:
    mention = " ".join(["كريم", "سليم", "نديم", "حليم", "رحيم"][:words])
    assert (caseless_name(mention, ARABIC) == mention) is found


@pytest.mark.parametrize(("name", "found"), [("Никола Пашиняна", "nikol-pashinyan"), ("Али Пашиняна", None)])
def test_an_inflected_name_is_found_by_stems_of_three_letters(name: str, found: str | None) -> None:
    assert find_declined(name, KNOWLEDGE, RUSSIAN) == found


def test_a_short_key_of_sound_finds_nobody() -> None:
    directory = compile_directory(KNOWLEDGE)
    short = [name for name in directory.sounds if len(name) == 4]
    long = [name for name in directory.sounds if len(name) == 5 and sound_key(name) == name]
    assert not any(directory.find_sound(name) for name in short)
    assert any(directory.find_sound(name) for name in long)


@pytest.mark.parametrize(("name", "found"), [("ア", ""), ("ア" * 2, "ア" * 2), ("ア" * 8, "ア" * 8), ("ア" * 9, "")])
def test_an_unspaced_name_has_two_to_eight_characters(name: str, found: str) -> None:
    japanese = KNOWLEDGE.languages["ja"]
    assert caseless_name(f"{name}大臣", japanese) == found


@pytest.mark.parametrize(("name", "found"), [("аба", "x"), ("аб", None)])
def test_a_stem_has_at_least_three_letters(name: str, found: str | None) -> None:
    person = Person(id="x", name=f"Прима {name}", kind="person", country="xx")
    known = replace(KNOWLEDGE, roster=replace(KNOWLEDGE.roster, people=(person,), positions=(), occupancies=()))
    assert find_declined(f"Прима {name}а", known, RUSSIAN) == found


@pytest.mark.parametrize(("words", "found"), [(4, "x"), (5, None)])
def test_a_declined_name_has_at_most_four_words(words: int, found: str | None) -> None:
    person = Person(id="x", name=" ".join(["Пример"] * words), kind="person", country="xx")
    known = replace(KNOWLEDGE, roster=replace(KNOWLEDGE.roster, people=(person,), positions=(), occupancies=()))
    assert find_declined(" ".join(["Примера"] * words), known, RUSSIAN) == found


@pytest.mark.parametrize(("role", "office"), [("autor", False), ("leiter", True)])
def test_a_role_of_six_letters_may_end_a_compound(role: str, office: bool) -> None:
    assert is_office(f"ober{role}", GERMAN) is office


@pytest.mark.parametrize(("size", "found"), [(90, {"Martin Example"}), (91, set())])
def test_a_name_stands_close_before_its_office(size: int, found: set[str]) -> None:
    before = f"Martin Example, {'x' * (size - 17)} "
    assert len(before) == size
    assert find_introduced(f"{before}governor of the state.", "the governor", ENGLISH) == found
