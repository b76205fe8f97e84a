"""What a filter names: an office by its id or a title, in any spelling."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from storage.loading.load import load_roster
from storage.model import Position
from storage.search.naming import is_office

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
