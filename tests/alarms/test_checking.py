"""Altered bytes ring, and go on doing so until every record was hashed and found whole."""

from __future__ import annotations

from pipeline.alarms import check_archive, watch
from pipeline.home import Home
from pipeline.run.collect.running import run
from pipeline.sample import SAMPLE_WARC
from storage.database.archive import open_reader
from storage.health.told_alarms import find_latest
from storage.model import AlarmKind
from tests.alarms.samples import NOW, QUIET


def look(home: Home, *, sample: int = 1) -> list[tuple[str, str]]:
    findings = check_archive(home, now=NOW, sample=sample)
    turned = watch(home, now=NOW, settings=QUIET, findings=findings, sources=[]).turned
    return [(alarm.subject, alarm.kind.value) for alarm in turned]


def test_an_archive_that_is_not_there_has_nothing_to_check(home: Home) -> None:
    assert check_archive(home, now=NOW, sample=1) == ()


def test_altered_bytes_are_told_once_and_end_only_when_all_are_whole_again(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    assert look(home) == []
    warc = min(home.warc.rglob("*.warc.gz"))
    whole = warc.read_bytes()
    warc.write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
    assert look(home, sample=100_000) == [("archive:fixity", "fixity")]
    assert look(home) == []
    warc.write_bytes(whole)
    assert look(home) == [("archive:fixity", "well")]


def test_a_missing_file_is_an_alarm_of_the_doctor_and_of_fixity(home: Home) -> None:
    list(run(home, replay=[SAMPLE_WARC]))
    min(home.warc.rglob("*.warc.gz")).unlink()
    assert look(home) == [("archive:files", "doctor"), ("archive:fixity", "fixity")]
    db = open_reader(home.archive)
    assert find_latest(db)["archive:files"].kind is AlarmKind.DOCTOR
    db.close()
