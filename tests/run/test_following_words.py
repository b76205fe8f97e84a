"""What is shown is followed through time: where a quote's words went in its document, and whether this still stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.read.following import follow
from pipeline.run.read.searching import show as show_at_home
from storage.database.archive import open_writer
from storage.model import EffectiveStatus, Notice, NoticeKind, Outcome
from storage.sameness.link_quotes import link
from tests.showing import show
from tests.storage.lines import NOON, load, make_capture, make_document, make_line, make_page
from tests.words import compare

URL = "https://mfa.example/en/press/1"
SAID = "The sides have not agreed to move the line that was drawn along the river."
DENIED = SAID.replace("have not", "have")
REST = "The talks go on in the capital next week, with the same people at the same table."
DAY = timedelta(days=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "archive.db") as database:
        yield database


def load_pages(db: Database, *texts: str, **fields: Any) -> None:
    for n, text in enumerate(texts):
        page = make_page(URL, text, at=NOON + n * DAY, warc=f"{n}.warc.gz", **fields)
        load(db, page, run=f"run-{n}", warc=f"{n}.warc.gz")


def miss(db: Database, days: int, status: EffectiveStatus = EffectiveStatus.GONE) -> None:
    capture = make_capture(URL, f"no {days}", at=NOON + days * DAY, warc=f"miss-{days}.warc.gz")
    line = make_line(capture, status=status, outcome=Outcome.FAILED, reason=status.value)
    load(db, line, run=f"miss-{days}", warc=f"miss-{days}.warc.gz")


def followed(db: Database, id_: str) -> Any:
    return follow(db, show(db, id_, history=True))


def id_of(db: Database, exact: str) -> str:
    sql = "SELECT q.id FROM quotes q JOIN quote_readings g ON g.quote = q.seq WHERE g.exact = ?"
    return str(db.execute(sql, (exact,)).fetchone()[0])


def test_a_quote_tells_which_revisions_of_its_document_hold_it_and_of_silent_edits(db: Database) -> None:
    load_pages(db, f"{SAID}\n{REST}", f"{DENIED}\n{REST}")
    shown = followed(db, id_of(db, SAID))
    assert shown.current is False
    assert [entry.holds for entry in shown.following.document_history] == [True, False]
    edit = shown.following.document_history[1].edit
    assert (edit.silent, edit.material) == (True, True)
    assert shown.following.document_history[1].captures[0].run == "run-1"
    assert not hasattr(shown.following.document_history[0], "text")


def test_words_in_other_typography_are_still_held(db: Database) -> None:
    load_pages(db, SAID, SAID.replace("line", "“line”").replace("river", "RIVER"), DENIED)
    history = followed(db, id_of(db, SAID)).following.document_history
    assert [entry.holds for entry in history] == [True, True, False]


def test_a_quote_tells_whether_its_document_still_stands(db: Database) -> None:
    load_pages(db, SAID)
    miss(db, 2)
    miss(db, 4)
    shown = followed(db, id_of(db, SAID))
    assert shown.presence.state == "deleted"
    assert [signal.status for signal in shown.presence.signals] == ["gone", "gone"]


def test_an_edit_that_a_new_notice_announces_is_not_silent(db: Database) -> None:
    load_pages(db, SAID)
    notice = Notice(kind=NoticeKind.CORRECTED, text="This page was corrected.")
    later = replace(make_document(URL, DENIED), notice=notice)
    load(db, make_line(make_capture(URL, DENIED, at=NOON + DAY, warc="n.warc.gz"), later), run="n", warc="n.warc.gz")
    [_, entry] = followed(db, later.id).history
    assert entry.notice.text == notice.text
    assert (entry.edit.material, entry.edit.silent) == (True, False)


def test_an_edit_names_the_rung_and_agrees_with_what_the_history_calls_the_change(db: Database) -> None:
    load_pages(db, SAID, SAID.replace("river.", "“river”."))
    [_, entry] = followed(db, make_document(URL, "").id).history
    assert (entry.change, entry.edit.extent) == ("typographic", "typographic")
    assert entry.edit.comparison.rung == "punctuation and joined words"


def test_every_carrier_names_the_rung_at_which_its_words_are_the_same(db: Database) -> None:
    load_pages(db, SAID)
    rows = {"case": SAID.upper(), "white space": SAID.replace(" ", "  "), "exact": SAID}
    for n, (name, text) in enumerate(rows.items()):
        address = f"https://{name.replace(' ', '-')}.example/a"
        load(db, make_page(address, text, warc=f"c{n}.warc.gz"), run=f"c{n}", warc=f"c{n}.warc.gz")
    link(db, compare, code_version="1")
    carriers = followed(db, id_of(db, SAID)).following.spread.carriers
    told = {each.document.url: (each.rung, each.reason) for each in carriers}
    assert told["https://case.example/a"] == ("case", "the same but for case")
    assert told["https://white-space.example/a"] == ("white space", "the same but for white space")
    assert told["https://exact.example/a"] == ("exact", "the same characters")


def test_presence_is_told_without_the_history_too(tmp_path: Path) -> None:
    home = Home(root=tmp_path)
    with open_writer(home.archive) as db:
        load_pages(db, SAID)
        miss(db, 1, EffectiveStatus.BLOCKED)
        quote = id_of(db, SAID)
    assert show_at_home(home, quote).presence.state == "blocked"
    assert show_at_home(home, URL).presence.state == "blocked"
    assert not hasattr(show_at_home(home, make_capture(URL, SAID).id), "presence")


def test_an_address_that_shows_another_text_altogether_says_so(db: Database) -> None:
    load_pages(db, f"{SAID}\n{REST}", "Welcome to our home page. Find here the numbers of all offices, and a map.")
    shown = followed(db, make_document(URL, "").id)
    assert shown.presence.state == "present"
    assert shown.presence.reason == "its address shows another text altogether"
    assert shown.history[1].edit.replaces_all


def test_a_revision_comes_with_the_edits_of_its_document(db: Database) -> None:
    load_pages(db, SAID, DENIED)
    revision = followed(db, make_document(URL, "").id).history[0].revision
    assert followed(db, revision).history[1].edit.silent


def test_a_carrier_of_a_part_comes_with_what_it_leaves_out(db: Database) -> None:
    load_pages(db, f"{SAID} {REST}")
    elided = f"{SAID.replace(' that was drawn', ' […]')}"
    load(db, make_page("https://paper.example/a", elided, warc="p.warc.gz"), run="p", warc="p.warc.gz")
    link(db, compare, code_version="1")
    carriers = followed(db, id_of(db, f"{SAID} {REST}")).following.spread.carriers
    [paper] = [carrier for carrier in carriers if carrier.document.url == "https://paper.example/a"]
    assert [change.kind for change in paper.diff] == ["elision", "cut"]
