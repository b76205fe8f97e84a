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
from storage.loading.reindexing import rebuild_indexes
from storage.model import Capture, Channel, Derived, EffectiveStatus, Outcome, RecordType
from storage.reading.sightings import _CAPTURES, read_sightings
from tests.storage.lines import NOON, load, make_capture, make_line, make_page

URL = "https://example.gov/a"
WAYBACK = "https://web.archive.org"


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


def make_memento(
    body: str, day: int, *, url: str = URL, own: bool = False, status: int = 404, location: str | None = None
) -> Capture:
    """Make a capture of a memento of a day after NOON, fetched weeks later; ``own``: an answer of the web archive's own."""
    at = NOON + timedelta(days=day)
    capture = make_capture(f"{WAYBACK}/web/{at:%Y%m%d%H%M%S}id_/{url}", body, at=NOON + timedelta(days=60), offset=1000 * day)
    headers = () if own else (("Memento-Datetime", "Tue, 27 Oct 2020 10:00:00 GMT"),)
    return replace(capture, headers=headers, status=status, location=location)


def gone(capture: Capture) -> Derived:
    return make_line(capture, status=EffectiveStatus.GONE, outcome=Outcome.SKIPPED, reason="gone")


@pytest.mark.parametrize("spelling", [URL, "http://example.gov/a", "http://www.example.gov:80/a"])
def test_a_404_of_another_archive_is_its_look_at_the_time_it_was_made(db: Database, spelling: str) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, gone(make_memento("no", 3, url=spelling)))
    look = read_sightings(db, page.documents[0].id, judge_move)[-1]
    assert (look.at, look.status, look.channel) == (NOON + timedelta(days=3), EffectiveStatus.GONE, Channel.ARCHIVE)


def test_our_404_and_that_of_another_archive_are_two_ways_and_make_deleted(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    ours = make_line(make_capture(URL, "no", at=NOON + timedelta(days=3, hours=1), offset=90), status=EffectiveStatus.GONE)
    load(db, page, ours)
    assert judge_presence(read_sightings(db, page.documents[0].id, judge_move)).state is State.GONE
    load(db, gone(make_memento("no", 3)), run="run-2")
    assert judge_presence(read_sightings(db, page.documents[0].id, judge_move)).state is State.DELETED


def test_a_redirect_of_a_memento_is_judged_by_the_publisher_s_addresses(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    home = f"{WAYBACK}/web/20201101000000id_/https://example.gov/"
    load(db, page, make_line(make_memento("", 3, status=301, location=home), status=None, why="redirects"))
    look = read_sightings(db, page.documents[0].id, judge_move)[-1]
    assert (look.status, look.why) == (EffectiveStatus.SOFT_404, "redirected to the home page, https://example.gov/")


def test_an_answer_of_the_web_archive_s_own_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, gone(make_memento("not archived", 3, own=True)))
    assert len(read_sightings(db, page.documents[0].id, judge_move)) == 1


def test_a_memento_of_another_address_is_no_look(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    load(db, page, gone(make_memento("no", 3, url="https://example.gov/ab")))
    assert len(read_sightings(db, page.documents[0].id, judge_move)) == 1


def test_a_memento_that_shows_the_document_was_seen_when_the_web_archive_saw_it(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.")
    memento = make_memento("Peace", 5, status=200)
    load(db, page, make_line(memento, page.documents[0]))
    assert judge_presence(read_sightings(db, page.documents[0].id, judge_move)).last_seen == NOON + timedelta(days=5)


def test_an_older_memento_fetched_later_does_not_become_the_current_text(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.", at=NOON + timedelta(days=30))
    older = make_page(URL, "Peace may be agreed upon.").documents[0]
    load(db, page, make_line(make_memento("before", 2, status=200), older))
    text = "SELECT r.text FROM current n JOIN derivations v ON v.seq = n.derivation JOIN revisions r ON r.seq = v.revision"
    assert db.execute(text).fetchall() == [("Peace was agreed upon today.",)]
    newest = "SELECT v.derivation FROM visible v ORDER BY recency DESC LIMIT 1"
    assert db.execute(newest).fetchall() == db.execute("SELECT derivation FROM current").fetchall()


def test_an_archive_in_which_a_memento_became_current_is_put_right(db: Database) -> None:
    page = make_page(URL, "Peace was agreed upon today.", at=NOON + timedelta(days=30))
    older = make_page(URL, "Peace may be agreed upon.").documents[0]
    load(db, page, make_line(make_memento("before", 2, status=200), older))
    right = db.execute("SELECT observation, derivation FROM current").fetchall()
    wrong = "SELECT seq, derivation FROM observations WHERE seq <> (SELECT observation FROM current)"
    db.execute(f"UPDATE current SET (observation, derivation) = ({wrong})")
    db.execute("UPDATE index_versions SET version = 1 WHERE name = 'shown'")
    assert rebuild_indexes(db) == ["shown"]
    assert db.execute("SELECT observation, derivation FROM current").fetchall() == right


def test_the_mementos_of_a_document_are_found_by_indexes_not_by_reading_all_captures(db: Database) -> None:
    plan = db.execute(f"EXPLAIN QUERY PLAN {_CAPTURES}", ("d_1", "[]", "[]")).fetchall()
    assert any("captures_by_memento" in step for *_, step in plan)
    assert not [step for *_, step in plan if step.startswith("SCAN captures")]
