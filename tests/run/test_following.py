"""What is shown with its history is followed: edits judged, presence said, carriers listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.run.read.following import find_presence, follow
from storage.database.archive import open_writer
from storage.model import EffectiveStatus, Outcome, Post, PostKind
from storage.sameness.link_quotes import link
from tests.showing import show
from tests.storage.lines import NOON, load, make_capture, make_document, make_line, make_page
from tests.words import compare

URL = "https://example.gov/a"
SAID = "The commission counted 12 violations of the truce along the line on that day."


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_writer(tmp_path / "archive.db") as database:
        yield database


def test_a_silent_edit_is_flagged_with_what_it_changed(db: Database) -> None:
    first = make_page(URL, SAID)
    load(db, first, make_page(URL, SAID.replace("12", "21"), at=NOON + timedelta(days=1), offset=100))
    shown = follow(db, show(db, first.documents[0].id, history=True))
    edit = list(shown.history or ())[1].edit
    assert (edit.extent, edit.material, edit.silent, edit.kinds) == ("substantive", True, True, ("number",))
    assert shown.presence.state == "present"


def test_a_page_missed_twice_is_said_to_be_deleted(db: Database) -> None:
    first = make_page(URL, SAID)
    misses = [
        make_line(
            make_capture(URL, f"gone {day}", at=NOON + timedelta(days=day), offset=100 * day),
            status=EffectiveStatus.GONE,
            outcome=Outcome.FAILED,
            reason="gone",
        )
        for day in (1, 3)
    ]
    load(db, first, *misses)
    presence = follow(db, show(db, first.documents[0].id, history=True)).presence
    assert presence.state == "deleted"
    assert len(presence.signals) == 2


@pytest.mark.parametrize(
    ("location", "state"), [("/", "deleted"), ("/?p=123", "unknown"), ("https://login.example.org/", "unknown")]
)
def test_a_page_that_sends_elsewhere_twice_is_deleted_only_where_it_sends_home(db: Database, location: str, state: str) -> None:
    first = make_page(URL, SAID)
    moves = [
        make_line(
            replace(make_capture(URL, "", at=NOON + timedelta(days=day), offset=100 * day), status=302, location=location),
            status=EffectiveStatus.ERROR,
            outcome=Outcome.FAILED,
            reason="error",
        )
        for day in (1, 3)
    ]
    load(db, first, *moves)
    assert find_presence(db, first.documents[0].id).state == state


def test_the_carriers_of_a_quote_are_listed(db: Database) -> None:
    load(db, make_page(URL, SAID), make_page("https://embassy.example/a", SAID.upper(), offset=100))
    link(db, compare, code_version="1")
    quote = make_page(URL, SAID).documents[0].quotes[0].id
    spread = follow(db, show(db, quote, history=True)).following.spread
    assert [each.verdict for each in spread.carriers] == ["identical", "typographic"]


def test_the_edits_of_a_post_are_joined_in_order(db: Database) -> None:
    def post(id_: str, *edits: str) -> Post:
        return Post(platform="x", id=id_, account="sample", author=None, kind=PostKind.ORIGINAL, edits=edits)

    before = make_document("https://x.com/sample/status/1", SAID, post=post("1", "1"))
    after = make_document("https://x.com/sample/status/2", SAID.replace("truce", "cease-fire"), post=post("2", "1", "2", "3"))
    capture = make_capture("https://x.com/sample", "page")
    load(db, make_line(capture, before, after, lead=None))
    series = follow(db, show(db, after.id, history=True)).following.edit_series
    assert [each.post for each in series] == ["1", "2"]
    assert series[1].edit.extent == "substantive"
    assert not series[1].edit.silent


def test_an_edit_that_only_the_platform_names_is_missing(db: Database) -> None:
    post = Post(platform="x", id="2", account="sample", author=None, kind=PostKind.ORIGINAL, edits=("1", "2", "3"))
    document = make_document("https://x.com/sample/status/2", SAID, post=post)
    load(db, make_line(make_capture("https://x.com/sample", "page"), document, lead=None))
    assert follow(db, show(db, document.id, history=True)).following.missing_edits == ("1", "3")
