"""Looking tells each turn once, by every channel, whatever fails in between."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from pipeline.alarms import AlarmSettings, list_open, look, raise_alarms, read_settings, watch
from pipeline.alarms.alarm_settings import SMTP, WEBHOOK
from pipeline.home import Home
from pipeline.run.collect.progress import find_log, read_events
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader, open_writer
from storage.errors import StorageError
from storage.health.told_alarms import list_alarms
from storage.model import AlarmKind
from tests.alarms.samples import HOUR, NOW, QUIET, SOURCE, Archive, find
from tests.loopback.hook import Hook
from tests.loopback.mail import MailServer
from tests.loopback.server import LoopbackServer, Program


@pytest.fixture
def archive(home: Home) -> Archive:
    found = Archive(home)
    for hours in (18, 12):
        found.run(NOW - hours * HOUR)
    return found


def see(archive: Archive, hours: int = 0, settings: AlarmSettings = QUIET) -> list[str]:
    """Look some hours after noon and return what turned."""
    seen = watch(archive.home, now=NOW + hours * HOUR, settings=settings, sources=[SOURCE])
    return [alarm.kind.value for alarm in seen.turned]


def told(home: Home) -> list[str]:
    return [event["kind"] for event in read_events(home) if event["event"] == "alarm"]


def reach(server: LoopbackServer) -> AlarmSettings:
    return read_settings({WEBHOOK: server.url("/services/hush")}, allow_loopback=True)


def test_a_source_that_does_well_is_not_told_of(archive: Archive) -> None:
    archive.run(NOW)
    assert see(archive) == []
    assert told(archive.home) == []


def test_a_dead_source_is_told_once_and_once_when_it_is_well_again(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    assert [see(archive), see(archive, 1)] == [["broken"], []]
    archive.run(NOW + 6 * HOUR, new=0, failed=3)
    assert see(archive, 6) == []
    archive.run(NOW + 12 * HOUR)
    assert [see(archive, 12), see(archive, 13)] == [["well"], []]
    assert told(archive.home) == ["broken", "well"]


def test_a_source_that_turns_from_broken_to_blocked_is_told(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    see(archive)
    archive.run(NOW + 6 * HOUR, new=0, failed=3, reason="blocked")
    assert see(archive, 6) == ["blocked"]


def test_a_source_that_does_not_run_is_late(archive: Archive) -> None:
    archive.run(NOW)
    assert [see(archive, 12), see(archive, 13)] == [[], ["late"]]


def test_an_archive_that_is_not_there_is_not_begun(home: Home) -> None:
    assert raise_alarms(home, now=NOW, settings=QUIET) == ()
    assert look(home, now=NOW) == ()
    assert not home.archive.exists()


def test_sources_that_never_ran_are_not_told_of(archive: Archive) -> None:
    archive.run(NOW)
    other = replace(SOURCE, id="yy_other")
    assert watch(archive.home, now=NOW, settings=QUIET, sources=[SOURCE, other]).turned == ()


def test_a_scheduled_source_that_was_only_imported_is_not_told_of(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    assert watch(home, now=NOW + 9000 * HOUR, settings=QUIET).turned == ()


def test_a_source_without_a_schedule_is_not_watched(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    assert watch(archive.home, now=NOW, settings=QUIET, sources=[replace(SOURCE, schedule=None)]).turned == ()


def test_a_source_whose_schedule_is_taken_away_ends_its_alarm(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    see(archive)
    [ended] = watch(archive.home, now=NOW + HOUR, settings=QUIET, sources=[replace(SOURCE, schedule=None)]).turned
    assert (ended.kind, ended.why) == (AlarmKind.WELL, ("it is no longer scheduled, so it is no longer watched",))


def test_what_a_check_found_is_told_beside_the_sources(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    bad = find(AlarmKind.FIXITY, "archive:fixity")
    seen = watch(archive.home, now=NOW, settings=QUIET, findings=[bad], sources=[SOURCE])
    assert {alarm.subject: alarm.kind.value for alarm in seen.turned} == {"xx_sample": "broken", "archive:fixity": "fixity"}


def test_looking_alone_stores_and_tells_nothing(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    assert len(look(archive.home, now=NOW, sources=[SOURCE])) == len(look(archive.home, now=NOW, sources=[SOURCE])) == 1
    assert told(archive.home) == []


def test_every_channel_is_told(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    answer = Hook()
    with LoopbackServer({"*": answer}) as server, MailServer() as post:
        address = f"smtp://127.0.0.1:{post.port}/?from=a@archive.example&to=b@archive.example"
        settings = read_settings({SMTP: address, WEBHOOK: server.url("/x")}, allow_loopback=True)
        see(archive, 0, settings)
    assert [mail["Subject"] for mail in post.mails] == ["[On Record] xx_sample: broken"]
    assert [posted["kind"] for posted in answer.posted] == ["broken"]
    assert told(archive.home) == ["broken"]


def test_a_channel_that_fails_stops_no_other_and_is_tried_at_the_next_look(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    answer = Hook(status="500 No")
    with LoopbackServer({"*": answer}) as server, MailServer() as post:
        address = f"smtp://127.0.0.1:{post.port}/?from=a@archive.example&to=b@archive.example"
        settings = read_settings({SMTP: address, WEBHOOK: server.url("/hush")}, allow_loopback=True)
        seen = watch(archive.home, now=NOW, settings=settings, sources=[SOURCE])
        answer.status = "200 OK"
        assert [see(archive, hours, settings) for hours in (1, 2)] == [[], []]
    assert seen.failures == ("webhook: the webhook answered 500; xx_sample (broken) is told at the next look",)
    assert len(post.mails) == 1
    assert len(answer.posted) == 2
    [failure] = [event for event in read_events(archive.home) if event["event"] == "alarm not told"]
    assert "hush" not in str(failure)


def test_a_log_that_cannot_be_written_is_named_and_stops_no_other_channel(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    log = find_log(archive.home)
    log.unlink(missing_ok=True)
    log.mkdir(parents=True)
    with MailServer() as post:
        settings = read_settings({SMTP: f"smtp://127.0.0.1:{post.port}/?from=a@archive.example&to=b@archive.example"})
        seen = watch(archive.home, now=NOW, settings=settings, sources=[SOURCE])
    assert seen.failures == (f"log: {log}: Is a directory; xx_sample (broken) is told at the next look",)
    assert len(post.mails) == 1


def test_a_channel_that_never_answers_is_left_at_the_deadline(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    drip: Program = lambda visit: visit.drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 400)  # noqa: E731 -- as a program is given
    with LoopbackServer({"*": drip}) as server:
        settings = replace(reach(server), deadline_s=0.3)
        seen = watch(archive.home, now=NOW, settings=settings, sources=[SOURCE])
    assert seen.failures == ("webhook: nothing was told within 0.3 s; xx_sample (broken) is told at the next look",)
    assert told(archive.home) == ["broken"]


def test_a_channel_that_is_set_up_later_is_told_what_is_open(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    see(archive)
    answer = Hook()
    with LoopbackServer({"*": answer}) as server:
        assert [see(archive, hours, reach(server)) for hours in (1, 2)] == [[], []]
    assert [posted["kind"] for posted in answer.posted] == ["broken"]


def test_what_was_well_again_before_it_could_be_told_is_not_told(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    answer = Hook(status="500 No")
    with LoopbackServer({"*": answer}) as server:
        see(archive, 0, reach(server))
        answer.status, answer.posted = "200 OK", []
        archive.run(NOW + 6 * HOUR)
        assert see(archive, 6, reach(server)) == ["well"]
    assert answer.posted == []


@pytest.mark.parametrize(("sources", "tries"), [(2, 2), (3, 3), (4, 3)])
def test_a_channel_that_failed_three_times_is_left_alone_until_the_next_look(
    archive: Archive, sources: int, tries: int
) -> None:
    watched = [replace(SOURCE, id=f"s{number}") for number in range(sources)]
    for source in watched:
        archive.run(NOW, source=source.id, new=0, failed=3)
    answer = Hook(status="500 No")
    with LoopbackServer({"*": answer}) as server:
        seen = watch(archive.home, now=NOW, settings=reach(server), sources=watched)
    assert len(answer.posted) == len(seen.failures) == tries


def test_a_crash_between_telling_and_noting_tells_again(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    with open_writer(archive.home.archive) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON alarms_told BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    with pytest.raises(StorageError, match="the disk is full"):
        see(archive)
    with open_writer(archive.home.archive) as db:
        db.execute("DROP TRIGGER full")
    assert [see(archive, 1), see(archive, 2)] == [[], []]
    assert told(archive.home) == ["broken", "broken"]


def test_two_looks_at_once_tell_once(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    looks = [threading.Thread(target=see, args=(archive,)) for _ in range(4)]
    for each in looks:
        each.start()
    for each in looks:
        each.join(timeout=60)
    assert told(archive.home) == ["broken"]
    db = open_reader(archive.home.archive)
    assert len(list_alarms(db)) == 1
    db.close()


def test_silence_of_days_is_an_alarm_with_the_day_it_began(archive: Archive) -> None:
    for hours in range(0, 84, 6):
        archive.run(NOW + hours * HOUR, new=1 if hours == 0 else 0)
    [alarm] = watch(archive.home, now=NOW + 84 * HOUR, settings=QUIET, sources=[SOURCE]).turned
    assert alarm.kind is AlarmKind.SILENT
    assert NOW - timedelta(days=1) < alarm.since <= NOW


def test_what_is_open_is_listed_with_the_reasons_of_today_told_or_not(archive: Archive) -> None:
    archive.run(NOW, new=0, failed=3)
    [untold] = list_open(archive.home, now=NOW, sources=[SOURCE])
    see(archive)
    archive.run(NOW + HOUR, new=0, failed=4)
    [told_before] = list_open(archive.home, now=NOW + HOUR, sources=[SOURCE])
    assert (untold.kind, told_before.kind) == (AlarmKind.BROKEN, AlarmKind.BROKEN)
    assert untold.since == told_before.since == NOW
    assert told_before.why[0].startswith("4 of 4 leads")
    archive.run(NOW + 2 * HOUR)
    assert list_open(archive.home, now=NOW + 2 * HOUR, sources=[SOURCE]) == ()
