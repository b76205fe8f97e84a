"""The history of one address is told from a web archive's index, proved by its mementos, and the address saved on request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.errors import FetchError
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.fetch.walks import wayback
from pipeline.home import Home
from pipeline.run.collect.histories import fetch_history, read_history, save_now
from pipeline.run.collect.known import open_known
from pipeline.run.opening import reading
from pipeline.run.read.following import find_presence
from pipeline.stages.archived import Answer
from storage.model import Channel
from storage.model.verdicts import State
from tests.loopback.certificates import Authority, make_authority
from tests.loopback.clients import LeapingClock
from tests.loopback.server import LoopbackServer, Program
from tests.loopback.web_archive import Row, WebArchive, make_page

URL = "https://ministry.example/statement"
A, B = make_page("Peace was agreed upon."), make_page("Peace was not agreed upon.")
MOVED = "https://ministry.example/new/statement"
STORY = [
    Row("20201001100000", body=A),
    Row("20201005100000", body=B),
    Row("20201009100000", body=A),
    Row("20201101100000", 301, target=MOVED),
    Row("20201201100000", 404, b"<title>Not found</title>"),
    Row("20201203100000", 404, b"<title>Not found</title>"),
]
KEY = "ACCESS:SECRET"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@dataclass
class Asked:
    """An archive of ours and the web archive that it asks."""

    home: Home
    archive: WebArchive
    server: LoopbackServer
    settings: FetchSettings
    clock: LeapingClock

    def read(self, **days: date) -> Any:
        return read_history(self.home, URL, settings=self.settings, **days).history

    def fetch(self, most: int = 50) -> Any:
        return fetch_history(self.home, URL, most=most, settings=self.settings)

    def save(self) -> Any:
        return save_now(self.home, URL, settings=self.settings)


@pytest.fixture
def ask(home: Home, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Any:
    @contextmanager
    def asking(*rows: Row, key: str = KEY, programs: dict[str, Program] | None = None, **fields: Any) -> Iterator[Asked]:
        archive, clock = WebArchive(URL, list(rows), **fields), LeapingClock()
        with LoopbackServer({**archive.programs(), **(programs or {})}, authority.make_context("web.archive.org")) as server:
            archive.base = server.url("", host="web.archive.org")
            monkeypatch.setattr(wayback, "WAYBACK", archive.base)
            settings = FetchSettings(
                state=home.state,
                log=home.root / "fetch.jsonl",
                allowed=LOOPBACK,
                attempts=1,
                clock=clock.read(),
                ca_file=authority.bundle,
                addresses=lambda *_: ["127.0.0.1"],
                tokens={f"web.archive.org:{server.port}": key} if key else {},
            )
            yield Asked(home, archive, server, settings, clock)

    return asking


def find_document(home: Home) -> str:
    with reading(home) as db:
        [(document,)] = db.execute("SELECT id FROM documents").fetchall()
    return str(document)


def test_a_history_is_listed_with_one_request_and_nothing_is_stored(ask: Any, home: Home) -> None:
    with ask(*STORY) as asked:
        found = asked.read()
        assert len(asked.server.paths()) == 1
    assert [(each.answer.value, each.status, each.version, each.captures) for each in found.stretches] == [
        ("content", 200, "A", 1),
        ("content", 200, "B", 1),
        ("content", 200, "A", 1),
        ("redirect", 301, None, 1),
        ("missing", 404, None, 2),
    ]
    [back] = found.returns
    assert (back.version, back.between, back.back.day) == ("A", ("B",), 9)
    assert found.gone_since == datetime(2020, 12, 1, 10, tzinfo=UTC)
    assert found.last_seen == datetime(2020, 10, 9, 10, tzinfo=UTC)
    assert not list(home.warc.rglob("*")) if home.warc.exists() else True


def test_only_the_days_asked_for_are_listed(ask: Any) -> None:
    with ask(*STORY) as asked:
        found = asked.read(since=date(2020, 10, 5), until=date(2020, 11, 1))
    assert [capture.at.day for capture in found.captures] == [5, 9, 1]


def test_fetching_stores_each_version_return_redirect_and_absence_and_counts_them(ask: Any) -> None:
    with ask(*STORY) as asked:
        told = asked.fetch()
        tally = told.tally
        assert (tally.new, tally.revised, tally.unchanged, tally.skipped, tally.failed) == (1, 2, 0, 3, 0)
        assert told.missing == 0
        assert all(capture.held for capture in told.history.captures)
        redirect = next(each for each in told.history.stretches if each.answer is Answer.REDIRECT)
        assert redirect.target == MOVED
        before = len(asked.server.paths())
        again = asked.fetch()
        assert (again.tally, len(asked.server.paths())) == (None, before + 1)


def test_a_bounded_fetch_goes_on_where_it_ended(ask: Any) -> None:
    with ask(*STORY) as asked:
        first, second = asked.fetch(most=4), asked.fetch(most=4)
    assert (first.missing, second.missing) == (2, 0)
    assert any("2 more mementos are left" in stop for stop in first.tally.stops)


def test_the_404s_of_another_archive_count_as_its_looks_on_their_own_days(ask: Any, home: Home) -> None:
    with ask(*STORY) as asked:
        asked.fetch()
    with reading(home) as db:
        presence = find_presence(db, find_document(home))
    assert presence.state is State.DELETED
    assert presence.last_seen == datetime(2020, 10, 9, 10, tzinfo=UTC)
    assert presence.first_missed == datetime(2020, 12, 1, 10, tzinfo=UTC)
    assert {signal.channel for signal in presence.signals} == {Channel.ARCHIVE}


def test_an_answer_of_the_archive_s_own_is_no_memento_and_is_not_kept(ask: Any, home: Home) -> None:
    own: Program = lambda visit: visit.reply(b"<title>Wayback Machine</title>", "404 Not Found")  # noqa: E731
    with ask(*STORY[-2:], programs={"*": own}) as asked:
        told = asked.fetch()
    assert (told.tally.skipped, dict(told.tally.reasons)) == (2, {"no memento": 2})
    with open_known(home) as known:
        assert list(known.list_mementos(URL)) == []


def test_a_redirect_of_the_archive_s_own_to_another_time_is_not_followed_or_kept(ask: Any) -> None:
    with ask(STORY[0]) as asked:
        target = f"{asked.archive.base}/web/20190101000000id_/{URL}"
        asked.server.programs["*"] = lambda visit: visit.reply(b"", "302 Found", Location=target)
        told = asked.fetch()
        assert dict(told.tally.reasons) == {"a memento of another time": 1}
        assert not any("20190101" in path for path in asked.server.paths())


def test_a_web_archive_that_fails_is_left_after_three_mementos(ask: Any) -> None:
    busy: Program = lambda visit: visit.reply(b"", "503 Service Unavailable")  # noqa: E731
    with ask(*STORY, programs={"*": busy}) as asked:
        told = asked.fetch()
    assert (told.tally.failed, told.missing) == (3, 6)
    assert any("left for another time" in stop for stop in told.tally.stops)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        ("429 Too Many Requests", b"slow down", "too many requests"),
        ("403 Forbidden", b"AdministrativeAccessControlException: Blocked Site Error", "blocked"),
        ("200 OK", b"<html><body>oops</body></html>", "no list of leads"),
    ],
)
def test_an_index_that_is_refused_says_why(ask: Any, status: str, body: bytes, said: str) -> None:
    refused: Program = lambda visit: visit.reply(body, status)  # noqa: E731
    with ask(programs={"/cdx/search/cdx": refused}) as asked, pytest.raises(FetchError, match=said):
        asked.read()


def test_an_address_that_was_never_captured_has_an_empty_history(ask: Any) -> None:
    with ask() as asked:
        found = asked.read()
    assert (found.captures, found.last_seen, found.gone_since) == ((), None, None)


def test_saving_sends_the_key_and_follows_the_job_to_its_memento(ask: Any, home: Home) -> None:
    done = {"status": "success", "timestamp": "20260102030405", "original_url": URL, "http_status": 404}
    with ask(jobs=[{"status": "pending"}, {"status": "pending"}, done]) as asked:
        saved = asked.save()
        assert (saved.memento, saved.status) == (f"{asked.archive.base}/web/20260102030405/{URL}", 404)
        assert asked.archive.posted == [({"url": [URL], "capture_all": ["1"]}, f"LOW {KEY}")]
        assert asked.server.paths().count("/save/status/spn2-1") == 3
    assert saved.refused is None
    for path in home.root.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"accepted_status": "429 Too Many Requests", "accepted": {}}, "too many requests (429)"),
        ({"accepted_status": "401 Unauthorized", "accepted": {"message": "You need to be logged in."}}, "not accepted (401)"),
        ({"accepted_status": "500 Internal Server Error", "accepted": {}}, "answered 500 without a job"),
        (
            {
                "jobs": [
                    {"status": "error", "status_ext": "error:blocked-url", "message": "This URL is excluded by robots.txt."}
                ]
            },
            "does not capture this address: This URL is excluded by robots.txt (error:blocked-url)",
        ),
        ({"jobs": []}, "has not ended after 300 s: it is pending"),
    ],
    ids=["too many", "bad key", "broken", "robots", "never ends"],
)
def test_a_save_that_is_refused_says_why(ask: Any, fields: dict[str, Any], said: str) -> None:
    with ask(**fields) as asked:
        saved = asked.save()
        assert len(asked.archive.posted) == 1
    assert saved.memento is None
    assert said in saved.refused


def test_a_request_to_save_is_sent_once_although_others_are_retried(ask: Any) -> None:
    with ask(accepted={}, accepted_status="503 Service Unavailable") as asked:
        saved = save_now(asked.home, URL, settings=replace(asked.settings, attempts=4))
        assert len(asked.archive.posted) == 1
    assert "answered 503 without a job" in (saved.refused or "")


def test_without_a_key_nothing_is_sent(ask: Any) -> None:
    with ask(key="") as asked:
        saved = asked.save()
        assert asked.server.paths() == []
    assert "ONRECORD_TOKENS to web.archive.org" in saved.refused


def test_rows_that_cannot_be_read_are_told(ask: Any) -> None:
    with ask(STORY[0], Row("20201332999999", body=B), STORY[2]) as asked:
        found = asked.read()
    assert [capture.at.day for capture in found.captures] == [1, 9]
    assert found.cut == "1 of its rows could not be read"


def test_an_answer_to_a_request_to_save_that_is_too_deep_is_no_job(ask: Any) -> None:
    deep: Program = lambda visit: visit.reply(b"[" * 100_000, Content_Type="application/json")  # noqa: E731
    with ask(programs={"/save": deep}) as asked:
        assert asked.save().refused == "the Wayback Machine answered 200 without a job"
