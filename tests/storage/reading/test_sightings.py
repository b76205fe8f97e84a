"""Every look at a document's address is listed with what was there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.stages.sameness import State, judge_presence
from pipeline.stages.sameness.presence import judge_move
from storage.captures.index import latest_capture
from storage.loading.load import begin_run, load_lines
from storage.model import Channel, Derived, EffectiveStatus, Outcome, RecordType
from storage.reading.sightings import read_sightings
from tests.storage.lines import NOON, load, make_capture, make_line, make_page

URL = "https://example.gov/a"


def test_looks_come_in_order_with_what_was_there(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    lines = [page]
    for i, status in enumerate((EffectiveStatus.BLOCKED, EffectiveStatus.GONE, EffectiveStatus.GONE), 1):
        capture = make_capture(URL, f"answer {i}", at=NOON + timedelta(days=i), offset=100 * i)
        lines.append(make_line(capture, status=status, outcome=Outcome.FAILED, reason=status.value))
    load(db, *lines)
    looks = read_sightings(db, page.documents[0].id, judge_move)
    assert [look.status.value for look in looks] == ["content", "blocked", "gone", "gone"]
    assert {look.channel for look in looks} == {Channel.FETCH}
    found = judge_presence(looks)
    assert found.state is State.DELETED
    assert found.first_missed == NOON + timedelta(days=2)


def test_looks_at_other_addresses_do_not_count(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    other = make_capture("https://example.gov/b", "no", at=NOON + timedelta(days=1), offset=100)
    load(db, page, make_line(other, status=EffectiveStatus.GONE, outcome=Outcome.FAILED, reason="gone"))
    assert len(read_sightings(db, page.documents[0].id, judge_move)) == 1


def test_a_document_that_is_not_there_has_no_looks(db: Database) -> None:
    assert read_sightings(db, "d_none", judge_move) == []


def test_a_file_that_was_imported_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    gone = make_capture(URL, "no", at=NOON + timedelta(days=1), offset=100)
    file = replace(make_capture("file:abc", "dump", at=NOON + timedelta(days=9), offset=200), record_type=RecordType.RESOURCE)
    load(db, page, make_line(gone, status=EffectiveStatus.GONE, outcome=Outcome.FAILED, reason="gone"))
    load(db, make_line(file, page.documents[0]), run="run-2")
    looks = read_sightings(db, page.documents[0].id, judge_move)
    assert [look.status.value for look in looks] == ["content", "gone"]
    assert judge_presence(looks).state is State.GONE


def answer_unchanged(db: Database, days: int, reason: str = "not modified") -> None:
    again = Derived(code_version="test-1", source="samples", lead=URL, outcome=Outcome.UNCHANGED, reason=reason)
    run = f"later-{days}"
    begin_run(db, run=run, source="samples", started_at=NOON + timedelta(days=days), code_version="test-1", parameters={})
    load_lines(db, [again], run=run, source="samples", warc=None)


def test_an_answer_that_nothing_changed_is_a_look_that_showed_the_document(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page)
    answer_unchanged(db, 3)
    looks = read_sightings(db, page.documents[0].id, judge_move)
    assert [(look.at, look.status, look.why) for look in looks] == [
        (NOON, EffectiveStatus.CONTENT, ""),
        (NOON + timedelta(days=3), EffectiveStatus.CONTENT, "not modified (304)"),
    ]


def test_an_answer_that_nothing_changed_since_a_soft_404_taken_for_content_is_a_soft_404(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    missing = make_capture(URL, "Nothing here", at=NOON + timedelta(days=1), offset=100)
    load(db, page, make_line(missing))
    answer_unchanged(db, 3)
    better = make_line(missing, status=EffectiveStatus.SOFT_404, why="says not found", code_version="test-2")
    load(db, better, run="run-2")
    looks = read_sightings(db, page.documents[0].id, judge_move)
    assert [look.status.value for look in looks] == ["content", "soft_404", "soft_404"]
    assert looks[-1].why == "not modified (304): says not found"
    assert judge_presence(looks).state is State.DELETED


def test_an_answer_that_nothing_changed_speaks_of_the_page_whose_validators_were_sent(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    missing = make_capture(URL, "Nothing here", at=NOON + timedelta(days=1), offset=100)
    load(db, page, make_line(missing, status=EffectiveStatus.SOFT_404, outcome=Outcome.SKIPPED, reason="soft_404"))
    sent = latest_capture(db, URL)
    assert (sent and sent.id) == (page.capture and page.capture.id)
    answer_unchanged(db, 3)
    looks = read_sightings(db, page.documents[0].id, judge_move)
    assert [look.status.value for look in looks] == ["content", "soft_404", "content"]


def test_an_answer_that_nothing_changed_in_a_page_without_the_document_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, make_line(make_capture(URL, "other posts", at=NOON + timedelta(days=1), offset=100)))
    answer_unchanged(db, 3)
    assert len(read_sightings(db, page.documents[0].id, judge_move)) == 1


def test_a_lead_that_was_left_alone_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page)
    answer_unchanged(db, 3, reason="captured before")
    assert len(read_sightings(db, page.documents[0].id, judge_move)) == 1


def redirect(location: str, day: int = 1, **judged: Any) -> Derived:
    moved = replace(make_capture(URL, "", at=NOON + timedelta(days=day), offset=100 * day), status=302, location=location)
    about = {"status": EffectiveStatus.ERROR, "why": "a redirect (302)", "outcome": Outcome.FAILED, "reason": "error"}
    return make_line(moved, **{**about, **judged})


@pytest.mark.parametrize(
    ("location", "status", "why"),
    [
        ("/", "soft_404", "redirected to the home page, https://example.gov/"),
        ("/login?next=/a", "login", "redirected to a log-in page, https://example.gov/login?next=/a"),
        ("/new/a", "error", "redirects to https://example.gov/new/a"),
    ],
)
def test_a_redirect_is_judged_by_where_it_leads(db: Database, location: str, status: str, why: str) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, redirect(location))
    look = read_sightings(db, page.documents[0].id, judge_move)[-1]
    assert (look.status.value, look.why) == (status, why)


def test_a_redirect_that_was_judged_to_be_more_than_one_keeps_its_judgement(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, redirect("/", status=EffectiveStatus.BLOCKED, why="a firewall's answer", reason="blocked"))
    look = read_sightings(db, page.documents[0].id, judge_move)[-1]
    assert (look.status.value, look.why) == ("blocked", "a firewall's answer")


def test_a_redirect_that_nobody_judged_is_a_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, redirect("/", status=None, why=""))
    assert read_sightings(db, page.documents[0].id, judge_move)[-1].status is EffectiveStatus.SOFT_404


def test_an_answer_that_nothing_changed_repeats_the_newest_look_before_it_whatever_their_ids(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.", at=NOON - timedelta(days=1))
    assert page.capture
    moved = next(each for n in range(99) if (each := make_capture(URL, f"gone {n}", at=NOON, offset=100)).id < page.capture.id)
    load(db, page, make_line(moved, status=EffectiveStatus.CONTENT))
    missed = make_line(moved, status=EffectiveStatus.SOFT_404, outcome=Outcome.FAILED, reason="soft_404", code_version="test-2")
    load(db, missed, run="run-2")
    begin_run(db, run="later", source="samples", started_at=NOON + timedelta(days=1), code_version="test-1", parameters={})
    same = Derived(code_version="test-1", lead=URL, outcome=Outcome.UNCHANGED, reason="not modified")
    load_lines(db, [same], run="later", source="samples", warc=None)
    last = read_sightings(db, page.documents[0].id, judge_move)[-1]
    assert (last.capture, last.status) == ("", EffectiveStatus.SOFT_404)
