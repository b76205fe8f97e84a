"""Languages, roster, corrections and weights, read from their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.registry.reading_background import load_knowledge, read_roster

PERSON = """
country = "xx"
names = ["Sampleland"]
demonyms = ["Samplish"]
[[body]]
id = "xx_mfa"
name = "Ministry of Foreign Affairs of Sampleland"
nouns = ["foreign ministry"]
[[office]]
id = "xx-pm"
name = "Prime Minister of Sampleland"
[[person]]
id = "jane-sample"
name = "Jane Sample"
[[person.held]]
position = "xx-pm"
since = 2020-01-01
"""


def roster_of(folder: Path, text: str) -> Path:
    (folder / "xx.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_body_is_named_by_its_country_and_its_noun(tmp_path: Path) -> None:
    roster = read_roster(roster_of(tmp_path, PERSON.replace("since =", 'known_from = "a page"\nsince =')))
    (body, _) = roster.people
    assert {"Samplish foreign ministry", "Sampleland's foreign ministry"} <= set(body.aliases)


def test_an_office_without_a_place_it_is_known_from_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"xx\.toml: jane-sample: xx-pm does not say where it is known from"):
        read_roster(roster_of(tmp_path, PERSON))


def test_an_office_that_nobody_declared_is_refused(tmp_path: Path) -> None:
    text = PERSON.replace('position = "xx-pm"', 'known_from = "a page"\nposition = "xx-president"')
    with pytest.raises(SourceError, match="xx-president"):
        read_roster(roster_of(tmp_path, text))


def test_every_occupancy_names_its_person_and_says_where_it_is_known_from() -> None:
    roster = load_knowledge().roster
    known = {person.id for person in roster.people}
    assert all(each.person in known and each.known_from for each in roster.occupancies)
