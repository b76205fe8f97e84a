"""The history of an address is told from the rows of an index alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.stages.archived import Answer, Held, History, choose_evidence, tell_history
from pipeline.stages.results import CdxRecord
from storage.model import EffectiveStatus

URL = "https://ministry.example/a"
BASE = "https://web.archive.org"


def row(day: int, digest: str, status: str = "200", *, mimetype: str = "text/html", length: str = "5000") -> CdxRecord:
    return CdxRecord(
        urlkey="example,ministry)/a",
        timestamp=f"202010{day:02}100000",
        original=URL,
        mimetype=mimetype,
        statuscode=status,
        digest=digest,
        length=length,
    )


def at(day: int) -> datetime:
    return datetime(2020, 10, day, 10, tzinfo=UTC)


def tell(*rows: CdxRecord, held: dict[datetime, Held] | None = None) -> History:
    return tell_history(URL, rows, base=BASE, held=held or {})


def answers(history: History) -> list[tuple[str, str | None, int]]:
    return [(stretch.answer.value, stretch.version, stretch.captures) for stretch in history.stretches]


def days(history: History) -> list[int]:
    return [capture.at.day for capture in choose_evidence(history)]


def test_rows_are_told_in_order_of_time_and_each_content_has_a_name() -> None:
    found = tell(row(3, "Y"), row(1, "X"), row(2, "X"))
    assert answers(found) == [("content", "A", 2), ("content", "B", 1)]
    assert (found.versions, found.first_seen, found.last_seen) == (2, at(1), at(3))


def test_a_revisit_shows_what_the_capture_with_its_digest_showed() -> None:
    found = tell(row(1, "X"), row(2, "X", "-", mimetype="warc/revisit", length="400"), row(3, "Y", "404"))
    assert answers(found) == [("content", "A", 2), ("missing", None, 1)]
    assert found.signals == ()


def test_a_revisit_of_what_is_not_listed_is_unknown() -> None:
    assert answers(tell(row(1, "X", "-", mimetype="warc/revisit"))) == [("unknown", None, 1)]


def test_a_version_that_returns_after_another_or_after_an_absence_is_named() -> None:
    found = tell(row(1, "X"), row(2, "Y"), row(3, "N", "404"), row(4, "X"), row(5, "X"))
    [back] = found.returns
    assert (back.version, back.left, back.back, back.between) == ("A", at(1), at(4), ("B", "404"))


def test_what_came_back_is_not_gone() -> None:
    assert tell(row(1, "X"), row(2, "N", "404"), row(3, "X")).gone_since is None


@pytest.mark.parametrize("status", ["404", "410"])
def test_gone_counts_from_the_first_absence_after_the_last_content(status: str) -> None:
    found = tell(row(1, "N", status), row(2, "X"), row(3, "N", status), row(4, "N", status))
    assert (found.gone_since, found.last_seen) == (at(3), at(2))


@pytest.mark.parametrize(
    ("status", "answer"),
    [("301", Answer.REDIRECT), ("403", Answer.REFUSED), ("429", Answer.REFUSED), ("503", Answer.ERROR)],
)
def test_a_refusal_an_error_or_a_redirect_is_no_absence(status: str, answer: Answer) -> None:
    found = tell(row(1, "X"), row(2, "N", status))
    assert (found.stretches[-1].answer, found.gone_since) == (answer, None)


def test_a_page_made_anew_for_each_capture_is_one_stretch() -> None:
    found = tell(*(row(day, f"D{day}") for day in range(1, 10)), row(10, "N", "404"))
    assert [(stretch.versions, stretch.captures) for stretch in found.stretches] == [(9, 9), (1, 1)]


def test_a_far_shorter_page_another_type_and_a_temporary_redirect_are_signals() -> None:
    usual = [row(day, f"D{day}") for day in (1, 2, 3)]
    found = tell(*usual, row(4, "S", length="400"), row(5, "P", mimetype="application/pdf"), row(6, "R", "302"))
    assert [(signal.at.day, signal.what) for signal in found.signals] == [
        (4, "answered 200 with 400 bytes, where captures before had about 5000"),
        (5, "answered with application/pdf instead of text/html"),
        (6, "a temporary redirect (302)"),
    ]


def test_a_held_soft_404_is_an_absence_whatever_its_status() -> None:
    soft = Held(capture="c_1", status=EffectiveStatus.SOFT_404)
    found = tell(row(1, "X"), row(2, "S"), held={at(2): soft})
    assert (found.gone_since, found.signals[0].what) == (
        at(2),
        "answered 200 with a page that says it is not there (soft 404)",
    )


def test_the_evidence_is_each_version_each_return_and_the_ends_of_each_absence() -> None:
    rows = [row(1, "X"), row(2, "X"), row(3, "Y"), row(4, "X"), row(5, "X"), row(6, "X")]
    rows += [row(day, "N", "404") for day in (7, 8, 9)]
    assert days(tell(*rows)) == [1, 3, 4, 6, 7, 9]


def test_what_is_held_is_not_asked_for_again() -> None:
    assert days(tell(row(1, "X"), row(2, "N", "404"), held={at(1): Held(capture="c_1")})) == [2]


@pytest.mark.parametrize(("before", "length", "told"), [(3, 1_249, True), (3, 1_250, False), (2, 100, False)])
def test_a_capture_of_less_than_a_quarter_of_the_usual_length_is_told(before: int, length: int, told: bool) -> None:
    rows = [row(day, "X") for day in range(1, before + 1)]
    found = tell(*rows, row(9, "Y", length=str(length)))
    assert bool(found.signals) is told


@pytest.mark.parametrize(("versions", "stretches"), [(3, 3), (4, 1)])
def test_more_than_three_versions_of_one_capture_each_are_one_stretch(versions: int, stretches: int) -> None:
    found = tell(*(row(day, f"D{day}") for day in range(1, versions + 1)))
    assert len(found.stretches) == stretches


@pytest.mark.parametrize(("status", "length"), [("200", "9" * 5000), ("9" * 5000, "5000"), ("²", "²"), ("200", "-5")])
def test_a_field_that_is_no_number_costs_itself_alone(status: str, length: str) -> None:
    found = tell(row(1, "X"), row(2, "Y", status, length=length), row(3, "Z"))
    assert [capture.at.day for capture in found.captures] == [1, 2, 3]
