"""Every declared source reads its own page as a person checked it.

A folder ``tests/sources/<id>/`` holds pages, the addresses they answer for, and what each should read as. Where an expectation
is missing it is written and the test fails, until someone has read it and commits it.
"""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from pipeline.declarations import Source
from pipeline.registry.declared_sources import find_source, get_source, load_sources
from pipeline.registry.reading_background import load_knowledge
from pipeline.registry.strict import read_toml
from storage.model import Response
from tests.words import answer_parsed, parse

FOLDER = Path(__file__).parent
PAGES = [
    (folder.name, name, url)
    for folder in sorted(FOLDER.iterdir())
    if (folder / "addresses.toml").is_file()
    for name, url in tomllib.loads((folder / "addresses.toml").read_text("utf-8")).items()
]
# What changes with every reading is no part of what a page is expected to say.
_LEFT_OUT = {"id", "document", "quotes"}


def read_page(id_: str, name: str, url: str) -> dict[str, Any]:
    body = (FOLDER / id_ / name).read_bytes()
    media = "application/json" if name.endswith(".json") else "text/html; charset=utf-8"
    parsed = parse(Response(url=url, status=200, headers=(("content-type", media),), body=body), source=get_source(id_))
    answer: dict[str, Any] = prune(answer_parsed(parsed))
    return answer


def prune(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: prune(each) for key, each in value.items() if key not in _LEFT_OUT}
    return [prune(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("id_", "name", "url"), PAGES, ids=[f"{id_}/{name}" for id_, name, _ in PAGES])
def test_a_source_reads_its_page_as_expected(id_: str, name: str, url: str) -> None:
    answer = read_page(id_, name, url)
    expected = FOLDER / id_ / f"{Path(name).stem}.expected.json"
    if not expected.is_file():
        expected.write_text(json.dumps(answer, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{expected.name} of {id_} was missing and is written now. Read it, correct the source, commit it.")
    assert answer == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize(("id_", "url"), [(id_, url) for id_, _, url in PAGES], ids=[f"{id_}/{name}" for id_, name, _ in PAGES])
def test_a_page_s_address_finds_its_source(id_: str, url: str) -> None:
    source = find_source(url)
    assert source is not None
    assert source.id == id_


def test_every_declaration_has_a_page() -> None:
    shown = {id_ for id_, _, _ in PAGES}
    stems = {
        file.name.removesuffix(".toml"): read_toml(file)
        for file in files("pipeline.sources").iterdir()
        if file.name.endswith(".toml")
    }
    missing = [
        stem
        for stem, table in stems.items()
        if stem not in shown
        and not (isinstance(table.get("member"), list) and any(id_.startswith(f"{stem}_") for id_ in shown))
    ]
    assert missing == []


def test_a_frozen_archive_declares_no_schedule_and_every_other_source_says_what_is_healthy() -> None:
    for source in load_sources():
        assert not (source.end and source.schedule), source.id
        assert source.expect.fill, source.id


def test_a_declared_speaker_stands_in_the_roster() -> None:
    roster = load_knowledge().roster
    people, positions = {person.id for person in roster.people}, {position.id for position in roster.positions}
    for source in load_sources():
        assert source.speakers.person is None or source.speakers.person in people, source.id
        assert source.speakers.position is None or source.speakers.position in positions, source.id


@pytest.mark.parametrize("source", load_sources(), ids=lambda source: source.id)
def test_a_source_owns_its_own_address_and_its_lists(source: Source) -> None:
    lists = (*source.discovery.urls, source.discovery.pages or source.url)
    for url in (source.url, *(each.replace("{page}", "1").replace("*", "") for each in lists)):
        assert find_source(url) == source, url


OUTLETS = {
    "State Department: press releases and briefings": ("us_state", "us_state_briefings"),
    "State Department: the archives": ("us_state_2009", "us_state_2017"),
    "White House, and its archives": ("us_whitehouse", "us_whitehouse_obama", "us_whitehouse_trump", "us_whitehouse_biden"),
    "Armenia": ("am_mfa", "am_pm"),
    "Azerbaijan": ("az_mfa", "az_president"),
    "OSCE": ("osce_minsk", "osce_press"),
    "Artsakh ombudsman": ("artsakh_ombudsman",),
    "Russia": ("ru_kremlin", "ru_kremlin_en", "ru_mfa"),
    "France": ("fr_mfa", "fr_elysee"),
    "United Kingdom": ("gb_govuk",),
    "European Union": ("eu_parliament", "eu_commission", "eu_eeas", "eu_council"),
    "NATO and the United Nations": ("int_nato", "int_un_press"),
    "Türkiye and its missions": ("tr_mfa", "tr_mission_paris"),
    "China, both templates": ("cn_mfa", "cn_mfa_en"),
    "Germany": ("de_aa", "de_president"),
    "Ukraine's Ministry of Defence": ("ua_mod",),
    "India": ("in_mea",),
    "Members of the US Congress": ("us_congress_murray", "us_congress_markey"),
}


@pytest.mark.parametrize("ids", OUTLETS.values(), ids=OUTLETS.keys())
def test_every_outlet_that_was_promised_is_declared_whole(ids: tuple[str, ...]) -> None:
    shown = {id_ for id_, _, _ in PAGES}
    for source in map(get_source, ids):
        family = any(id_.startswith(source.id.rpartition("_")[0]) for id_ in shown)
        assert source.id in shown or family, source.id
        assert {"title", "published", "body"} <= source.expect.fill.keys(), source.id
        assert source.verified or source.note, source.id
        assert source.end is None or (source.schedule is None and source.expect.silence_days is None), source.id
        assert source.schedule is None or source.expect.silence_days, source.id
