"""Every look at a document's address is listed with what was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from pipeline.stages.sameness import State, judge_presence
from storage.load import begin_run, load_lines
from storage.model import Channel, Derived, EffectiveStatus, Outcome, RecordType
from storage.sightings import read_sightings
from tests.storage.lines import NOON, load, make_capture, make_line, make_page

URL = "https://example.gov/a"


def test_looks_come_in_order_with_what_was_there(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    lines = [page]
    for i, status in enumerate((EffectiveStatus.BLOCKED, EffectiveStatus.GONE, EffectiveStatus.GONE), 1):
        capture = make_capture(URL, f"answer {i}", at=NOON + timedelta(days=i), offset=100 * i)
        lines.append(make_line(capture, status=status, outcome=Outcome.FAILED, reason=status.value))
    load(db, *lines)
    looks = read_sightings(db, page.documents[0].id)
    assert [look.status.value for look in looks] == ["content", "blocked", "gone", "gone"]
    assert {look.channel for look in looks} == {Channel.FETCH}
    found = judge_presence(looks)
    assert found.state is State.DELETED
    assert found.first_missed == NOON + timedelta(days=2)


def test_looks_at_other_addresses_do_not_count(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    other = make_capture("https://example.gov/b", "no", at=NOON + timedelta(days=1), offset=100)
    load(db, page, make_line(other, status=EffectiveStatus.GONE, outcome=Outcome.FAILED, reason="gone"))
    assert len(read_sightings(db, page.documents[0].id)) == 1


def test_a_document_that_is_not_there_has_no_looks(db: Database) -> None:
    assert read_sightings(db, "d_none") == []


def test_a_file_that_was_imported_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    gone = make_capture(URL, "no", at=NOON + timedelta(days=1), offset=100)
    file = replace(make_capture("file:abc", "dump", at=NOON + timedelta(days=9), offset=200), record_type=RecordType.RESOURCE)
    load(db, page, make_line(gone, status=EffectiveStatus.GONE, outcome=Outcome.FAILED, reason="gone"))
    load(db, make_line(file, page.documents[0]), run="run-2")
    looks = read_sightings(db, page.documents[0].id)
    assert [look.status.value for look in looks] == ["content", "gone"]
    assert judge_presence(looks).state is State.GONE


def test_an_answer_that_nothing_changed_is_a_look_that_showed_the_document(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page)
    again = Derived(code_version="test-1", source="samples", lead=URL, outcome=Outcome.UNCHANGED, reason="not modified")
    begin_run(db, run="later", source="samples", started_at=NOON + timedelta(days=3), code_version="test-1", parameters={})
    load_lines(db, [again], run="later", source="samples", warc=None)
    looks = read_sightings(db, page.documents[0].id)
    assert [(look.at, look.status) for look in looks] == [
        (NOON, EffectiveStatus.CONTENT),
        (NOON + timedelta(days=3), EffectiveStatus.CONTENT),
    ]


@pytest.mark.parametrize(
    ("location", "status", "why"),
    [
        ("/", "soft_404", "redirects to the home page, https://example.gov/"),
        ("/en/", "soft_404", "redirects to the home page, https://example.gov/en/"),
        ("/new/a", "error", "redirects to https://example.gov/new/a"),
    ],
)
def test_a_redirect_says_where_to_and_the_home_page_stands_for_what_was_taken_away(
    db: Database, location: str, status: str, why: str
) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    moved = replace(make_capture(URL, "", at=NOON + timedelta(days=1), offset=100), status=302, location=location)
    load(
        db, page, make_line(moved, status=EffectiveStatus.ERROR, why="a redirect (302)", outcome=Outcome.FAILED, reason="error")
    )
    look = read_sightings(db, page.documents[0].id)[-1]
    assert (look.status.value, look.why) == (status, why)
