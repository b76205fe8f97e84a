"""A monitor elsewhere hears of every check that went through, and of no other; its silence is the alarm."""

from __future__ import annotations

import pytest

from pipeline.alarms import HEARTBEAT, WEBHOOK, Watch, read_settings, watch
from pipeline.home import Home
from pipeline.run.collect.progress import read_events
from storage.errors import StorageError
from tests.alarms.samples import HOUR, NOW, SOURCE, Archive
from tests.loopback.hook import Hook
from tests.loopback.server import LoopbackServer, Program, Visit


def answer(visit: Visit) -> None:
    visit.reply(b"ok")


def check(home: Home, server: LoopbackServer, **settings: str) -> Watch:
    given = {HEARTBEAT: server.url("/ping/hush"), **settings}
    return watch(home, now=NOW, settings=read_settings(given, allow_loopback=True), sources=[SOURCE])


@pytest.fixture
def archive(home: Home) -> Archive:
    found = Archive(home)
    for hours in (18, 12):
        found.run(NOW - hours * HOUR)
    return found


def test_each_check_that_went_through_is_heard_of_once(archive: Archive) -> None:
    with LoopbackServer({"/ping/hush": answer}) as server:
        assert [check(archive.home, server).failures for _ in range(2)] == [(), ()]
    assert [visit.head.partition(" ")[0] for visit in server.visits] == ["GET", "GET"]
    assert server.paths() == ["/ping/hush"] * 2


def test_a_source_that_turned_is_told_first(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    with LoopbackServer({"/ping/hush": answer, "/services/hush": Hook()}) as server:
        seen = check(archive.home, server, **{WEBHOOK: server.url("/services/hush")})
    assert [alarm.kind.value for alarm in seen.turned] == ["broken"]
    assert server.paths() == ["/services/hush", "/ping/hush"]


def test_where_nothing_was_ever_fetched_the_watch_is_alive_too(home: Home) -> None:
    with LoopbackServer({"/ping/hush": answer}) as server:
        assert check(home, server) == Watch()
    assert server.paths() == ["/ping/hush"]
    assert not home.root.exists()


def test_while_an_alarm_cannot_be_told_the_monitor_hears_nothing(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    with LoopbackServer({"/ping/hush": answer, "/services/hush": Hook(status="500 No")}) as server:
        seen = check(archive.home, server, **{WEBHOOK: server.url("/services/hush")})
    assert len(seen.failures) == 1
    assert server.paths() == ["/services/hush"]


def test_while_the_archive_cannot_be_read_the_monitor_hears_nothing(archive: Archive) -> None:
    archive.home.archive.write_bytes(b"no database" * 100)
    with LoopbackServer({"/ping/hush": answer}) as server, pytest.raises(StorageError):
        check(archive.home, server)
    assert server.paths() == []


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (lambda visit: visit.reply(b"", "500 No"), "the monitor answered 500"),
        (lambda visit: visit.reply(b"", "302 Found", Location="/elsewhere"), "the monitor answered 302"),
        (lambda visit: visit.hang_up(), "nothing was requested (ConnectionError)"),
    ],
    ids=["an error", "a redirect", "no answer"],
)
def test_a_monitor_that_cannot_be_reached_is_a_failure_of_the_check_without_its_secret(
    archive: Archive, program: Program, why: str
) -> None:
    with LoopbackServer({"*": program}) as server:
        seen = check(archive.home, server)
    assert seen.failures == (f"heartbeat: {why}",)
    assert [event["reason"] for event in read_events(archive.home) if event["event"] == "heartbeat not sent"] == [why]
    assert "/elsewhere" not in server.paths()
