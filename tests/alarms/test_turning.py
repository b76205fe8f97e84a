"""What turned is told from what stayed: once bad, once well again, and every change of kind in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.alarms import read_doctor, read_fixity
from pipeline.alarms.turning import find_dropped, find_turns
from storage.model import Alarm, AlarmKind
from storage.model.findings import Check, Fixity
from tests.alarms.samples import ALARM, NOW, WELL, find

LATEST = {"xx_sample": ALARM}


def kinds(alarms: tuple[Alarm, ...]) -> list[tuple[AlarmKind, AlarmKind]]:
    return [(alarm.before, alarm.kind) for alarm in alarms]


def test_a_subject_that_turns_bad_is_an_alarm_with_since_when_why_and_what_to_do() -> None:
    [alarm] = find_turns([find(AlarmKind.BROKEN, advice="Mend it.")], {}, now=NOW)
    assert (alarm.kind, alarm.since, alarm.why, alarm.advice, alarm.before) == (
        AlarmKind.BROKEN, NOW, ("because",), "Mend it.", AlarmKind.WELL,
    )  # fmt: skip


def test_a_subject_that_was_never_seen_and_is_well_is_no_alarm() -> None:
    assert find_turns([find(AlarmKind.WELL)], {}, now=NOW) == ()


def test_what_stays_as_it_was_is_not_told_again() -> None:
    assert find_turns([find(AlarmKind.BLOCKED, why=("other words",))], LATEST, now=NOW) == ()


def test_a_change_from_one_bad_kind_to_another_is_told() -> None:
    assert kinds(find_turns([find(AlarmKind.LATE)], LATEST, now=NOW)) == [(AlarmKind.BLOCKED, AlarmKind.LATE)]


def test_a_subject_that_is_well_again_is_told_with_what_it_was() -> None:
    [alarm] = find_turns([find(AlarmKind.WELL)], LATEST, now=NOW)
    assert (alarm.kind, alarm.before, alarm.before_since) == (AlarmKind.WELL, AlarmKind.BLOCKED, ALARM.since)


def test_a_subject_that_was_well_again_stays_so_in_silence() -> None:
    assert find_turns([find(AlarmKind.WELL)], {"xx_sample": WELL}, now=NOW) == ()


@pytest.mark.parametrize("given", [(AlarmKind.WELL, AlarmKind.BROKEN), (AlarmKind.BROKEN, AlarmKind.WELL)])
def test_of_several_findings_on_a_subject_only_the_worst_is_told(given: tuple[AlarmKind, ...]) -> None:
    assert kinds(find_turns([find(kind) for kind in given], {}, now=NOW)) == [(AlarmKind.WELL, AlarmKind.BROKEN)]


def test_a_subject_that_was_not_looked_at_is_as_it_was() -> None:
    assert find_turns([], LATEST, now=NOW) == ()


def test_a_source_that_is_no_longer_scheduled_ends_its_alarm() -> None:
    [finding] = find_dropped(LATEST, {"yy_other"}, now=NOW)
    assert (finding.subject, finding.kind) == ("xx_sample", AlarmKind.WELL)
    assert find_dropped(LATEST, {"xx_sample"}, now=NOW) == ()
    assert find_dropped({"xx_sample": WELL}, set(), now=NOW) == ()


def test_a_check_of_the_archive_is_not_dropped_with_the_sources() -> None:
    assert find_dropped({"archive:files": replace(ALARM, subject="archive:files")}, set(), now=NOW) == ()


def check_bytes(*problems: str) -> Fixity:
    return Fixity(files=1, checked=200, bytes=9, texts=1, problems=problems)


def test_what_the_doctor_finds_is_an_alarm_for_each_check() -> None:
    checks = [
        Check(name="files", holds=False, detail="2 are not there", remedy="Restore them."),
        Check(name="runs", holds=True, detail="every run finished"),
    ]
    [alarm] = find_turns(read_doctor(checks, now=NOW), {}, now=NOW)
    assert (alarm.subject, alarm.kind, alarm.why, alarm.advice) == (
        "archive:files", AlarmKind.DOCTOR, ("2 are not there",), "Restore them.",
    )  # fmt: skip


@pytest.mark.parametrize(("problems", "reasons"), [(5, 5), (6, 6)])
def test_altered_bytes_are_an_alarm_that_names_five_of_them_at_most(problems: int, reasons: int) -> None:
    finding = read_fixity(check_bytes(*(f"a.warc.gz, byte {n}: altered" for n in range(problems))), sample=200, now=NOW)
    assert (finding.kind, len(finding.why)) == (AlarmKind.FIXITY, reasons)
    assert ("and 1 more" in finding.why) == (problems > 5)
    assert "restore" in finding.advice


@pytest.mark.parametrize(("sample", "turns"), [(200, 0), (None, 1)])
def test_a_sample_without_a_problem_does_not_end_an_alarm_and_a_whole_check_does(sample: int | None, turns: int) -> None:
    latest = {"archive:fixity": replace(ALARM, subject="archive:fixity", kind=AlarmKind.FIXITY)}
    clean = read_fixity(check_bytes(), sample=sample, now=NOW)
    assert len(find_turns([clean], latest, now=NOW)) == turns
