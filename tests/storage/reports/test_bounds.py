"""The limits of what readers report and of the searches that are kept, each at its bound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.model.overviews import ReportKind, ReportState
from storage.reports.file import writing
from storage.reports.reader_reports import MOST_OPEN, MOST_SEARCHES, add_report, add_search, decide, list_reports, list_searches

KIND = next(iter(ReportKind))
NOON = datetime(2024, 10, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(("length", "is_taken"), [(0, False), (1, True), (2000, True), (2001, False)])
def test_a_report_has_at_most_two_thousand_characters(tmp_path: Path, length: int, is_taken: bool) -> None:
    path = tmp_path / "reports.db"
    if is_taken:
        assert add_report(path, quote="q_1", kind=KIND, text=f" {'x' * length} ").text == "x" * length
    else:
        with pytest.raises(StorageError, match=f"this one has {length}"):
            add_report(path, quote="q_1", kind=KIND, text=f" {'x' * length} ")


def test_five_hundred_reports_may_wait_and_one_more_when_one_is_decided(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    add_report(path, quote="q_1", kind=KIND, text="Wrong.")
    with writing(path, "") as db:
        rows = [("q_1", KIND.value, "Wrong.", "2024-10-15T12:00:00Z")] * (MOST_OPEN - 2)
        db.executemany("INSERT INTO reports (quote, kind, text, reported_at) VALUES (?, ?, ?, ?)", rows)
    add_report(path, quote="q_1", kind=KIND, text="Wrong.")
    with pytest.raises(StorageError, match="500 reports wait"):
        add_report(path, quote="q_1", kind=KIND, text="Wrong.")
    decide(path, 1, ReportState.REJECTED, "It is right.")
    add_report(path, quote="q_1", kind=KIND, text="Wrong.")
    assert len(list_reports(path)) == 500


@pytest.mark.parametrize(("length", "kept"), [(199, 199), (200, 200), (201, 200)])
def test_two_hundred_characters_of_a_search_are_kept(tmp_path: Path, length: int, kept: int) -> None:
    path = tmp_path / "reports.db"
    add_search(path, "x" * length)
    assert [(len(words), times) for words, times, _ in list_searches(path)] == [(kept, 1)]


def test_of_more_searches_than_are_kept_the_rare_and_old_ones_go(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    add_search(path, "asked twice", at=NOON - timedelta(days=9))
    add_search(path, "asked twice", at=NOON - timedelta(days=8))
    add_search(path, "asked once", at=NOON - timedelta(days=7))
    with writing(path, "") as db:
        rows = [(f"search {number}", 1, NOON.date().isoformat()) for number in range(MOST_SEARCHES - 2)]
        db.executemany("INSERT INTO searches VALUES (?, ?, ?)", rows)
    assert "asked once" in {words for words, _, _ in list_searches(path, limit=9_999)}
    add_search(path, "one more", at=NOON)
    kept = [words for words, _, _ in list_searches(path, limit=9_999)]
    assert len(kept) == 5_000
    assert kept[0] == "asked twice"
    assert "one more" in kept
    assert "asked once" not in kept
