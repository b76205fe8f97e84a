"""What is new of something followed is told once, in the right words, to the channels that are due."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.alarms import AlarmSettings
from pipeline.alarms.alarm_settings import MailSettings
from pipeline.errors import FollowError
from pipeline.following import FollowWatch, add, end, list_all, read_feed, watch_follows
from pipeline.home import Home
from pipeline.stages.feeds import Feed, write_atom, write_digest, write_json_feed, write_payload, write_subject
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.evidence.tombstones import redact
from storage.model import EffectiveStatus, Outcome
from storage.model.follows import EntryKind, Every, Follow
from tests.alarms.samples import HOUR, NOW, SOURCE, Archive
from tests.loopback.mail import MailServer
from tests.storage.lines import load, make_capture, make_document, make_line, make_page

URL = "https://mfa.example/1"
BEGUN = datetime(2020, 10, 28, 12, tzinfo=UTC)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def put(home: Home, url: str, text: str, *, at: datetime = BEGUN, published: str = "2020-10-27", **fields: Any) -> None:
    warc = f"{url[-1]}{at:%d%H%M}.warc.gz"
    page = make_page(url, text, at=at, warc=warc, published=published, quote={"speaker": "Anna Sample"}, **fields)
    with open_writer(home.archive) as db:
        load(db, page, run=f"run-{warc}", warc=warc)


def quote_of(url: str, text: str, place: int = 0) -> str:
    return make_document(url, text).quotes[place].id


def begin(home: Home, subject: str = "peace", **given: Any) -> Follow:
    followed, _ = add(home, subject, now=BEGUN, **given)
    return followed


def see(home: Home, *, days: float = 1, settings: AlarmSettings | None = None) -> FollowWatch:
    return watch_follows(home, now=BEGUN + timedelta(days=days), settings=settings or AlarmSettings())


def kinds(home: Home, follow: Follow) -> list[tuple[str, str]]:
    return [(entry.kind.value, entry.words) for entry in read_feed(home, follow.id).entries]


@pytest.fixture(autouse=True)
def filled(home: Home) -> None:
    put(home, URL, "Peace is near.\nWar is far.")


# ---------------------------------------------------------------------------------------------- what is noticed


def test_what_was_there_before_is_no_news(home: Home) -> None:
    follow = begin(home)
    assert see(home).entries == 0
    assert kinds(home, follow) == []


def test_words_of_these_days_are_newly_said_and_told_once(home: Home) -> None:
    follow = begin(home)
    put(home, "https://mfa.example/2", "Peace has come.\nRain fell.", published="2020-10-29")
    assert [see(home, days=1).entries, see(home, days=2).entries] == [1, 0]
    assert kinds(home, follow) == [("said", "Peace has come.")]


def test_a_document_with_many_new_quotes_is_one_entry(home: Home) -> None:
    follow = begin(home)
    put(home, "https://mfa.example/2", "\n".join(f"Peace {number}." for number in range(30)), published="2020-10-29")
    see(home)
    [entry] = read_feed(home, follow.id).entries
    assert entry.title.startswith("Newly said: 30 quotes, Anna Sample, October 29, 2020")


def test_a_backfill_of_old_words_is_one_entry_that_says_so(home: Home) -> None:
    follow = begin(home)
    for number in range(3, 8):
        put(home, f"https://mfa.example/{number}", f"Peace {number} holds.", published="2019-01-05")
    assert see(home).entries == 1
    [entry] = read_feed(home, follow.id).entries
    assert (entry.kind, entry.title, entry.words) == (EntryKind.CAPTURED, "Newly captured: 5 quotes", "")
    assert "older than the last days" in entry.why


def test_words_that_a_document_no_longer_holds_are_lost(home: Home) -> None:
    follow = begin(home)
    put(home, URL, "War is far.", at=BEGUN + timedelta(hours=3))
    see(home)
    assert kinds(home, follow) == [("lost", "Peace is near.")]


def test_a_change_of_the_words_is_told(home: Home) -> None:
    follow = begin(home, quote_of(URL, "Peace is near."))
    put(home, URL, "PEACE is near.\nWar is far.", at=BEGUN + timedelta(hours=3))
    see(home)
    assert kinds(home, follow) == [("changed", "PEACE is near.")]


def test_newer_code_that_reads_the_same_bytes_otherwise_is_not_called_a_change(home: Home) -> None:
    follow = begin(home)
    page = make_page(URL, "Peace is near.\nWar is far.", at=BEGUN, warc="1281200.warc.gz", quote={"speaker": "Bela Sample"})
    with open_writer(home.archive) as db:
        load(db, replace(page, code_version="test-2"), run="run-9", warc="1281200.warc.gz")
    see(home)
    assert [kind for kind, _ in kinds(home, follow)] == ["reread"]


def test_a_withdrawn_quote_is_told_without_its_words_and_with_the_reason(home: Home) -> None:
    follow = begin(home)
    with open_writer(home.archive) as db:
        redact(db, quote_of(URL, "Peace is near."), "a court order")
    see(home)
    feed = read_feed(home, follow.id)
    assert [(entry.kind.value, entry.words) for entry in feed.entries] == [("withdrawn", "")]
    assert "Reason given: a court order" in feed.entries[0].why


def test_words_withdrawn_after_they_were_told_are_in_no_feed(home: Home) -> None:
    follow = begin(home)
    put(home, "https://mfa.example/2", "Peace has come.", published="2020-10-29")
    see(home)
    with open_writer(home.archive) as db:
        redact(db, quote_of("https://mfa.example/2", "Peace has come."), "a court order")
    feed = read_feed(home, follow.id)
    assert "has come" not in write_atom(feed) + write_json_feed(feed) + write_digest(feed)


def test_a_quote_whose_publisher_took_the_page_away_is_told_and_its_return(home: Home) -> None:
    follow = begin(home, quote_of(URL, "Peace is near."))
    for day in (1, 3):
        miss(home, BEGUN + timedelta(days=day))
    see(home, days=4)
    put(home, URL, "Peace is near.\nWar is far.", at=BEGUN + timedelta(days=5))
    see(home, days=6)
    assert [kind for kind, _ in kinds(home, follow)] == ["present", "absent"]
    assert read_feed(home, follow.id).entries[1].title.startswith("No longer shown by the publisher (deleted)")


def miss(home: Home, at: datetime) -> None:
    capture = make_capture(URL, f"{at}", at=at, warc=f"m{at:%d}.warc.gz")
    line = make_line(capture, status=EffectiveStatus.GONE, why="not found (404)", outcome=Outcome.FAILED, reason="gone")
    with open_writer(home.archive) as db:
        load(db, line, run=f"run-m{at:%d}", warc=f"m{at:%d}.warc.gz")


def test_a_quote_whose_source_fell_silent_is_told_and_that_it_speaks_again(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "scheduled")
    archive = Archive(home)
    archive.run(NOW - 2 * HOUR)
    with open_writer(home.archive) as db:
        [(quote,)] = db.execute("SELECT min(id) FROM quotes").fetchall()
    follow, _ = add(home, quote, now=NOW)

    def look(at: datetime) -> int:
        return watch_follows(home, now=at, settings=AlarmSettings(), sources=[SOURCE]).entries

    assert [look(NOW), look(NOW + timedelta(days=3)), look(NOW + timedelta(days=3.1))] == [0, 1, 0]
    archive.run(NOW + timedelta(days=4))
    assert look(NOW + timedelta(days=4, hours=1)) == 1
    assert [(entry.kind.value, entry.title.partition(":")[0]) for entry in read_feed(home, follow.id).entries] == [
        ("speaking", "The source yields again"),
        ("silent", "The source no longer yields (late)"),
    ]


def test_a_document_is_followed_by_its_quotes(home: Home) -> None:
    follow = begin(home, make_document(URL, "").id)
    put(home, URL, "Peace is near.\nWar is far.\nRain fell.", at=BEGUN + timedelta(hours=3))
    see(home)
    assert kinds(home, follow) == [("said", "Rain fell.")]


def test_a_speaker_is_followed_whatever_the_words(home: Home) -> None:
    follow = begin(home, "Anna Sample", is_speaker=True)
    put(home, "https://mfa.example/2", "Rain fell.", published="2020-10-29")
    see(home)
    assert kinds(home, follow) == [("said", "Rain fell.")]


# ------------------------------------------------------------------------------------------ adding and removing


def test_following_the_same_again_changes_only_how_it_is_told(home: Home) -> None:
    first = begin(home)
    again = begin(home, every=Every.WEEKLY, channels=("webhook",))
    assert again.id == first.id
    assert [(each.every, each.channels) for each in list_all(home)] == [(Every.WEEKLY, ("webhook",))]


def test_what_is_no_longer_followed_is_not_looked_at(home: Home) -> None:
    follow = begin(home)
    end(home, follow.id, now=BEGUN)
    assert see(home).follows == 0
    with pytest.raises(StorageError, match="Nothing is followed under"):
        end(home, follow.id, now=BEGUN)


@pytest.mark.parametrize(
    ("subject", "given", "message"),
    [
        ("peace", {"channels": ("pigeon",)}, "'pigeon' is no channel; expected mail, mail:ADDRESS or webhook"),
        ("peace", {"channels": ("mail:nobody",)}, "is no channel"),
        ("peace", {"as_of": BEGUN.date()}, "never changes"),
        ("d_none", {"speaker": "x"}, "Filters narrow a search; d_none is a document"),
    ],
)
def test_what_cannot_be_followed_is_refused(home: Home, subject: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(FollowError, match=message):
        begin(home, subject, **given)


def test_an_id_that_is_not_held_is_refused(home: Home) -> None:
    with pytest.raises(StorageError, match="nothing to cite under 'q_none'"):
        begin(home, "q_none")


# ------------------------------------------------------------------------------------------------------- telling


def by_mail(server: MailServer) -> AlarmSettings:
    return AlarmSettings(
        mail=MailSettings(host="127.0.0.1", port=server.port, sender="archive@x.example", recipients=("all@x.example",))
    )


def test_a_daily_digest_comes_once_a_day_with_all_that_is_new(home: Home) -> None:
    begin(home, channels=("mail:me@x.example",))
    with MailServer() as server:
        put(home, "https://mfa.example/2", "Peace has come.", published="2020-10-29")
        assert see(home, days=0.5, settings=by_mail(server)).told == 0
        put(home, "https://mfa.example/3", "Peace, peace.", published="2020-10-29")
        assert [see(home, days=days, settings=by_mail(server)).told for days in (1, 1.5, 2)] == [1, 0, 0]
        [mail] = server.mails
    assert mail["To"] == "me@x.example"
    assert mail["Subject"] == "[On Record] the search “peace”: 2 newly said"
    text = mail.get_content()
    assert "Peace has come." in text
    assert "You follow the search “peace”. Matched: “Peace”, “peace”." in text


def test_a_weekly_digest_waits_for_a_week(home: Home) -> None:
    begin(home, every=Every.WEEKLY, channels=("mail",))
    with MailServer() as server:
        put(home, "https://mfa.example/2", "Peace has come.", published="2020-10-29")
        assert [see(home, days=days, settings=by_mail(server)).told for days in (1, 6, 7)] == [0, 0, 1]


def test_immediate_news_is_told_at_the_next_look(home: Home) -> None:
    begin(home, every=Every.IMMEDIATE, channels=("mail",))
    with MailServer() as server:
        put(home, "https://mfa.example/2", "Peace has come.", published="2020-10-29")
        assert see(home, days=0.1, settings=by_mail(server)).told == 1


def test_what_a_channel_missed_is_told_at_the_next_look(home: Home) -> None:
    follow = begin(home, every=Every.IMMEDIATE, channels=("mail",))
    put(home, "https://mfa.example/2", "Peace has come.", published="2020-10-29")
    failed = see(home, days=1)
    assert (failed.told, failed.entries) == (0, 1)
    assert failed.failures[0].startswith(f"{follow.id} by mail: no mail server is set")
    with MailServer() as server:
        assert see(home, days=2, settings=by_mail(server)).told == 1


# --------------------------------------------------------------------------------------------------------- feeds


@pytest.fixture
def feed(home: Home) -> Feed:
    follow = begin(home)
    put(home, "https://mfa.example/2", "Peace & <b>war</b> ]]>.", published="2020-10-29", title="A \x01 title")
    see(home)
    return read_feed(home, follow.id, site="https://archive.example", suffix=".atom")


def test_atom_has_what_the_standard_asks_for_and_obeys_no_markup(feed: Feed) -> None:
    root = ET.fromstring(write_atom(feed))
    assert [root.findtext(f"a:{name}", namespaces=ATOM) for name in ("id", "title", "updated")] == [
        feed.id,
        "On Record: the search “peace”",
        "2020-10-29T12:00:00Z",
    ]
    [entry] = root.findall("a:entry", ATOM)
    assert (entry.findtext("a:content", namespaces=ATOM) or "").startswith("Peace & <b>war</b> ]]>.")
    links = {link.get("rel"): link.get("href") for link in entry.findall("a:link", ATOM)}
    assert links["via"] == "https://mfa.example/2"
    assert (links["alternate"] or "").startswith("https://archive.example/id/q_")
    assert [category.get("term") for category in entry.findall("a:category", ATOM)] == ["said"]


def test_json_feed_has_what_the_standard_asks_for(feed: Feed) -> None:
    written = json.loads(write_json_feed(feed))
    assert (written["version"], written["title"]) == ("https://jsonfeed.org/version/1.1", "On Record: the search “peace”")
    [item] = written["items"]
    assert (item["id"], item["tags"]) == (feed.entries[0].id, ["said"])
    assert item["content_text"].endswith("You follow the search “peace”. Matched: “Peace”.")


def test_the_webhook_gets_the_items_and_a_text_without_live_markup(feed: Feed) -> None:
    payload = write_payload(feed)
    assert "&lt;b&gt;" in payload["text"]
    assert "<b>" not in payload["text"]
    assert [item["_onrecord"]["kind"] for item in payload["items"]] == ["said"]


def test_entries_that_do_not_fit_are_counted(feed: Feed) -> None:
    assert "3 older entries are left out" in write_digest(replace(feed, more=3))
    assert write_subject(feed) == "the search “peace”: 1 newly said"
