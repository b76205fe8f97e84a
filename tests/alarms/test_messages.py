"""An alarm is worded with since when, why and what to do, for people and for programs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.alarms.messages import write_fields, write_line, write_payload, write_subject, write_text
from storage.model import AlarmKind
from tests.alarms.samples import ALARM, HOUR, NOW, WELL


def test_an_alarm_says_since_when_why_and_what_to_do() -> None:
    assert write_text(ALARM).splitlines() == [
        "xx_sample (Sample ministry) is blocked since 2020-11-01 11:00 UTC.",
        "- 9 of 10 leads (90%) were blocked, such as https://ministry.example/1",
        "What to do: Write to the publisher.",
    ]


def test_what_is_well_again_says_what_it_was_and_since_when() -> None:
    assert write_text(WELL).splitlines() == [
        "xx_sample (Sample ministry) is well again. It was blocked since 2020-11-01 11:00 UTC.",
        "- 10 leads",
    ]


def test_a_change_of_kind_says_what_it_was_before() -> None:
    changed = replace(ALARM, kind=AlarmKind.LATE, before=AlarmKind.BROKEN, before_since=NOW - 9 * HOUR)
    assert write_text(changed).splitlines()[0].endswith("is late since 2020-11-01 11:00 UTC. It was broken before.")


@pytest.mark.parametrize(
    ("kind", "said"), [(AlarmKind.FIXITY, "found altered or missing bytes."), (AlarmKind.DOCTOR, "found a problem.")]
)
def test_a_check_of_the_archive_is_said_to_have_found_something(kind: AlarmKind, said: str) -> None:
    assert said in write_text(replace(ALARM, kind=kind))


def test_a_subject_line_is_short_and_has_no_line_break() -> None:
    assert write_subject(ALARM) == "xx_sample: blocked"
    assert write_subject(WELL) == "xx_sample: well again"
    assert write_subject(replace(ALARM, subject="a\r\nBcc: x")) == "a Bcc: x: blocked"


def test_a_line_for_a_log_is_one_line() -> None:
    assert "\n" not in write_line(replace(ALARM, why=("a\nb", "c")))


def test_words_of_a_publisher_cannot_call_everybody_in_a_chat() -> None:
    payload = write_payload(replace(ALARM, why=("<!channel> & more",)))
    assert "&lt;!channel&gt; &amp; more" in payload["text"]
    assert payload["why"] == ["<!channel> & more"]


def test_the_fields_are_json_types_with_instants_in_utc() -> None:
    assert write_fields(WELL) == {
        "subject": "xx_sample",
        "title": "Sample ministry",
        "kind": "well",
        "since": "2020-11-01T12:00:00Z",
        "noticed_at": "2020-11-01T12:00:00Z",
        "before": "blocked",
        "before_since": "2020-11-01T11:00:00Z",
        "why": ["10 leads"],
        "advice": "",
    }


def test_a_subject_is_cut_at_eighty_characters() -> None:
    assert write_subject(replace(ALARM, subject="x" * 81)).startswith("x" * 80 + ": ")
    assert write_subject(replace(ALARM, subject="x" * 80)).startswith("x" * 80 + ": ")
