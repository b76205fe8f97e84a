"""What a filter names: an office by its id or a title, in any spelling."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from storage.loading.load import load_roster
from storage.model import Person, Position
from storage.search.naming import find_speakers, is_office

OFFICE = Position(
    id="xx_fm", name="Minister of Foreign Affairs", organisation="Ministry", country="xx", titles=("Außenministerin",)
)


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("xx_fm", True),
        ("minister of foreign affairs", True),
        ("AUSSENMINISTERIN", True),
        ("minister", False),
        ("Anna Sample", False),
    ],
)
def test_an_office_is_named_by_its_id_or_one_of_its_titles(db: Database, name: str, office: bool) -> None:
    load_roster(db, [], [OFFICE], [])
    assert is_office(db, name) is office


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("D. Trump", ["donald"]),
        ("D. J. Trump", ["donald"]),
        ("Trump, D.", ["donald"]),
        ("Trump D J", ["donald"]),
        ("M. Trump", ["melania"]),
        ("X. Trump", []),
        ("D. D. Trump", []),
        ("D.", []),
        ("J. El-Sisi", []),
        ("A. El-Sisi", ["sisi"]),
        ("Д. Трамп", ["donald"]),
    ],
)
def test_initials_stand_for_the_words_of_a_name(db: Database, name: str, found: list[str]) -> None:
    people = [
        Person(id="donald", name="Donald J. Trump", kind="person", aliases=("Дональд Трамп",)),
        Person(id="melania", name="Melania Trump", kind="person"),
        Person(id="sisi", name="Abdel Fattah el-Sisi", kind="person"),
    ]
    load_roster(db, people, [], [])
    named = find_speakers(db, name)
    assert (list(named.people), named.loosely) == (found, True)


@pytest.mark.parametrize("name", ["Stoltenbberg", "Stol’tenberg", "Rosen-Steinn"])
def test_softness_and_doubled_letters_make_no_other_name(db: Database, name: str) -> None:
    people = [
        Person(id="jens", name="Jens Stoltenberg", kind="person", aliases=("Йенс Столтенберг",)),
        Person(id="anna", name="Anna Rosen-Stein", kind="person"),
    ]
    load_roster(db, people, [], [])
    assert len(find_speakers(db, name).people) == 1
