"""The feed of a page tells newly said, newly captured and changed words apart, from the archive's record alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from pipeline.errors import FollowError
from pipeline.following import FeedFormat, write_recent
from pipeline.home import Home
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.evidence.tombstones import redact
from storage.follows import recent
from storage.follows.recent import WINDOW
from storage.loading.load import begin_run, load_lines
from storage.model import Derived
from storage.model.follows import FollowKind
from tests.storage.lines import NOON, VERSION, make_document, make_page

URL = "https://mfa.example/1"
TEXT = "Peace is near.\nWar is far."
NOW = NOON + timedelta(days=2)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path)


@pytest.fixture
def db(home: Home) -> Iterator[Database]:
    with open_writer(home.archive) as db:
        yield db


def bring(db: Database, line: Derived, *, at: datetime, run: str, warc: str = "a.warc.gz") -> None:
    """Load a line in a run that began at a moment."""
    begin_run(db, run=run, source="samples", started_at=at, code_version=VERSION, parameters={})
    load_lines(db, [line], run=run, source="samples", warc=warc)


def tell(home: Home, kind: FollowKind, subject: str, *, now: datetime = NOW, **given: Any) -> list[tuple[str, int]]:
    """Return the kind of each entry, the newest first, with the number that its title names (1: none)."""
    items = json.loads(write_recent(home, kind, subject, FeedFormat.JSON, now=now, **given))["items"]
    counts = [title.partition(": ")[2].partition(" quotes")[0] for title in (item["title"] for item in items)]
    return [
        (item["_onrecord"]["kind"], int(count) if count.isdigit() else 1) for item, count in zip(items, counts, strict=True)
    ]


def test_words_of_these_days_are_newly_said_by_document(home: Home, db: Database) -> None:
    bring(db, make_page(URL, TEXT), at=NOON, run="run-1")
    bring(db, make_page("https://mfa.example/2", "Peace!", offset=500), at=NOON, run="run-2", warc="b.warc.gz")
    assert tell(home, FollowKind.SEARCH, "peace") == [("said", 1), ("said", 1)]
    assert tell(home, FollowKind.SEARCH, "war") == [("said", 1)]
    assert tell(home, FollowKind.SEARCH, "truce") == []


@pytest.mark.parametrize(("published", "kind"), [("2020-10-20", "said"), ("2020-10-19", "captured")])
def test_words_are_newly_said_up_to_seven_days_before_they_came(home: Home, db: Database, published: str, kind: str) -> None:
    """They came on the 27th at noon: the day of the 20th ends within the seven days before, that of the 19th does not."""
    bring(db, make_page(URL, "Peace is near.", published=published), at=NOON, run="run-1")
    assert tell(home, FollowKind.SEARCH, "peace") == [(kind, 1)]


def test_a_backfill_is_one_entry_however_much_it_brings(home: Home, db: Database) -> None:
    old = "\n".join(f"Peace number {number} was near." for number in range(40))
    bring(db, make_page(URL, old, published="2015-03-01"), at=NOON, run="run-1")
    assert tell(home, FollowKind.SEARCH, "peace") == [("captured", 40)]


@pytest.mark.parametrize(("since", "entries"), [(WINDOW, 1), (WINDOW + timedelta(seconds=1), 0)])
def test_the_feed_reaches_back_thirty_days(home: Home, db: Database, since: timedelta, entries: int) -> None:
    bring(db, make_page(URL, "Peace is near."), at=NOON, run="run-1")
    assert len(tell(home, FollowKind.SEARCH, "peace", now=NOON + since)) == entries


def test_what_the_publisher_took_out_is_told_of_search_document_and_quote(home: Home, db: Database) -> None:
    later = NOON + timedelta(days=40)
    bring(db, make_page(URL, TEXT), at=NOON, run="run-1")
    bring(db, make_page(URL, "War is far.", at=later, warc="b.warc.gz"), at=later, run="run-2", warc="b.warc.gz")
    document = make_document(URL, TEXT)
    now = later + timedelta(days=1)
    for kind, subject in (
        (FollowKind.SEARCH, "peace"),
        (FollowKind.DOCUMENT, document.id),
        (FollowKind.QUOTE, document.quotes[0].id),
    ):
        assert tell(home, kind, subject, now=now) == [("lost", 1)]
        assert tell(home, kind, subject, now=now, news="changed") == [("lost", 1)]
        assert tell(home, kind, subject, now=now, news="said") == []
    assert tell(home, FollowKind.SEARCH, "war", now=now) == []


def test_another_speaker_of_the_same_words_is_a_change(home: Home, db: Database) -> None:
    later = NOON + timedelta(days=40)
    bring(db, make_page(URL, TEXT, quote={"speaker": "Anna Sample"}), at=NOON, run="run-1")
    edited = make_page(URL, f"{TEXT}\nEdited.", at=later, warc="b.warc.gz", quote={"speaker": "Boris Sample"})
    bring(db, edited, at=later, run="run-2", warc="b.warc.gz")
    assert tell(home, FollowKind.SEARCH, "peace", now=later) == [("changed", 1)]
    assert tell(home, FollowKind.SPEAKER, "Anna Sample", now=later) == [("changed", 2)]


def test_a_withdrawn_quote_is_told_with_the_reason_and_without_its_words(home: Home, db: Database) -> None:
    bring(db, make_page(URL, TEXT), at=NOON, run="run-1")
    quote = make_document(URL, TEXT).quotes[0].id
    redact(db, quote, "It names a private person.", redacted_at=NOW)
    written = write_recent(home, FollowKind.QUOTE, quote, FeedFormat.ATOM, now=NOW + timedelta(days=1))
    assert "Withdrawn from the archive" in written
    assert "It names a private person." in written
    assert "Peace" not in written


def test_an_entry_keeps_its_id_from_day_to_day(home: Home, db: Database) -> None:
    bring(db, make_page(URL, TEXT), at=NOON, run="run-1")
    first = json.loads(write_recent(home, FollowKind.SEARCH, "peace", FeedFormat.JSON, now=NOW))
    bring(db, make_page("https://mfa.example/2", "Peace!", offset=500), at=NOW, run="run-2", warc="b.warc.gz")
    second = json.loads(write_recent(home, FollowKind.SEARCH, "peace", FeedFormat.JSON, now=NOW + timedelta(days=1)))
    assert [item["id"] for item in second["items"]][1:] == [item["id"] for item in first["items"]]


def test_a_search_as_of_a_day_and_a_quote_that_is_not_held_have_no_feed(home: Home, db: Database) -> None:
    bring(db, make_page(URL, TEXT), at=NOON, run="run-1")
    with pytest.raises(FollowError, match="never changes"):
        write_recent(home, FollowKind.SEARCH, "peace", FeedFormat.ATOM, now=NOW, as_of=NOON.date())
    with pytest.raises(StorageError, match="nothing to cite"):
        write_recent(home, FollowKind.QUOTE, "q_none", FeedFormat.ATOM, now=NOW)


def test_when_a_quote_came_is_found_without_reading_every_run(db: Database) -> None:
    sql = recent._NEW.format(found="SELECT 1 AS quote", most=1)
    plan = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] in ("g", "o", "k", "w", "l", "u")], plan
