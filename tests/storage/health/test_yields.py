"""What runs yielded is read from the newest on, with reasons, addresses and what was new."""

from __future__ import annotations

from datetime import timedelta

from sqlite_utils import Database

from storage.health.yields import iterate_news, list_yields, read_yield
from storage.loading.load import begin_run, load_lines
from storage.model import EffectiveStatus, Outcome
from tests.storage.lines import NOON, VERSION, make_capture, make_line, make_page

URL = "https://example.gov/news/"


def run(db: Database, day: int, *lines: object, **more: object) -> None:
    begin(db, day)
    load_lines(db, list(lines), run=f"run-{day}", source="samples", warc=f"{day}.warc.gz", **more)  # type: ignore[arg-type]


def begin(db: Database, day: int, hour: int = 0) -> None:
    name = f"run-{day}" + (f"-{hour}" if hour else "")
    began = NOON + timedelta(days=day, hours=hour)
    begin_run(db, run=name, source="samples", started_at=began, code_version=VERSION, parameters={"day": day})


def page(day: int, number: int = 0) -> object:
    return make_page(f"{URL}{number}", "Peace.", at=NOON + timedelta(days=day), warc=f"{day}.warc.gz", offset=number)


def fail(day: int, number: int) -> object:
    capture = make_capture(f"{URL}{number}", "no", at=NOON + timedelta(days=day), warc=f"{day}.warc.gz", offset=number)
    return make_line(capture, status=EffectiveStatus.BLOCKED, outcome=Outcome.FAILED, reason="blocked")


def test_of_many_runs_the_newest_are_listed_the_last_first(db: Database) -> None:
    for day in (3, 1, 4, 2):
        run(db, day, page(day, day))
    assert [found.run for found in list_yields(db, "samples", newest=2, days=0)] == ["run-4", "run-3"]


def test_of_the_days_before_the_newest_runs_the_last_run_of_each_is_listed(db: Database) -> None:
    for hour in range(1, 96, 8):
        begin(db, 0, hour)
    listed = [found.run for found in list_yields(db, "samples", newest=3, days=2)]
    assert listed == ["run-0-89", "run-0-81", "run-0-73", "run-0-57", "run-0-33"]


def test_failures_are_counted_apart_with_an_address_for_each_reason(db: Database) -> None:
    run(db, 1, page(1, 1), fail(1, 2), fail(1, 3))
    found = read_yield(db, "run-1", "samples")
    assert found is not None
    assert (found.leads, found.new, found.failed, found.skipped) == (3, 1, 2, 0)
    assert (found.failures, found.examples) == ({"blocked": 2}, {"blocked": f"{URL}2"})


def test_why_lists_ended_is_read_in_order(db: Database) -> None:
    run(db, 1, page(1), stops=("b ended", "a ended"))
    assert list_yields(db, "samples")[0].stops == ("b ended", "a ended")


def test_only_runs_that_found_something_new_are_news(db: Database) -> None:
    run(db, 1, page(1))
    run(db, 2, page(2))
    assert [found.run for found in iterate_news(db, "samples")] == ["run-1"]


def test_a_run_that_is_not_there_has_no_yield(db: Database) -> None:
    assert read_yield(db, "run-9", "samples") is None


def test_of_more_days_than_are_asked_for_the_newest_are_listed(db: Database) -> None:
    for day in range(8):
        begin(db, day)
    assert [found.run for found in list_yields(db, "samples", newest=1, days=3)] == ["run-7", "run-6", "run-5", "run-4"]
