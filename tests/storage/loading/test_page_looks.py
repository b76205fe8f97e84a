"""A page is due for another look by its age and the last look at it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from storage.loading.load import begin_run, load_lines
from storage.loading.page_looks import find_page, iterate_due
from storage.model import Derived, Outcome, Page
from tests.storage.lines import NOON, load, make_page

DAY = timedelta(days=1)
STEPS = ((DAY, timedelta(0)), (7 * DAY, DAY), (30 * DAY, 7 * DAY))
URL = "https://example.gov/a"


def due(db: Database, now: datetime) -> list[str]:
    return [page.url for page in iterate_due(db, "samples", now=now, steps=STEPS, then=91 * DAY)]


def end(db: Database, url: str, outcome: Outcome, reason: str | None, at: datetime, run: str) -> None:
    begin_run(db, run=run, source="samples", started_at=at, code_version="1", parameters={})
    line = Derived(code_version="1", source="samples", lead=url, outcome=outcome, reason=reason)
    load_lines(db, [line], run=run, source="samples", warc=None)


def test_a_page_remembers_when_it_was_asked_for_first_and_last(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    end(db, URL, Outcome.UNCHANGED, "not modified", NOON + 2 * DAY, "run-2")
    page = find_page(db, "samples", URL)
    assert page is not None
    assert (page.first_at, page.asked_at, page.outcome) == (NOON, NOON + 2 * DAY, Outcome.UNCHANGED)
    assert page.published is not None


@pytest.mark.parametrize("reason", ["captured before", "outside the days asked for", "host failing", "host resting"])
def test_a_lead_that_was_left_alone_was_not_asked_for(db: Database, reason: str) -> None:
    end(db, URL, Outcome.FAILED, reason, NOON, "run-1")
    assert find_page(db, "samples", URL) is None


def test_a_lead_that_robots_txt_forbids_is_known(db: Database) -> None:
    end(db, URL, Outcome.SKIPPED, "robots.txt forbids", NOON, "run-1")
    assert isinstance(find_page(db, "samples", URL), Page)


def test_an_address_of_another_source_is_not_this_one_s(db: Database) -> None:
    load(db, make_page(URL, "Peace."))
    assert find_page(db, "az_mfa", URL) is None
    assert not list(iterate_due(db, "az_mfa", now=NOON + 400 * DAY, steps=STEPS, then=91 * DAY))


@pytest.mark.parametrize(
    ("looked_after", "then_after", "is_due"),
    [
        (timedelta(0), timedelta(hours=23), True),  # in its first day at every run
        (timedelta(hours=30), timedelta(hours=22), False),  # in its first week daily, a twentieth early at most
        (timedelta(hours=30), timedelta(hours=23), True),
        (8 * DAY, timedelta(days=6.6), False),
        (8 * DAY, timedelta(days=6.7), True),
        (40 * DAY, 86 * DAY, False),
        (40 * DAY, 87 * DAY, True),
    ],
)
def test_a_look_is_due_when_the_interval_of_the_page_s_age_has_passed(
    db: Database, looked_after: timedelta, then_after: timedelta, is_due: bool
) -> None:
    load(db, make_page(URL, "Peace.", published=None))
    end(db, URL, Outcome.UNCHANGED, "not modified", NOON + looked_after, "run-2")
    assert due(db, NOON + looked_after + then_after) == ([URL] if is_due else [])


def test_a_page_published_long_before_it_was_captured_is_old(db: Database) -> None:
    load(db, make_page(URL, "Peace.", published="2019-10-27"))
    assert due(db, NOON + timedelta(hours=23)) == []


def test_a_failed_look_is_due_at_once(db: Database) -> None:
    load(db, make_page(URL, "Peace.", published="2019-10-27"))
    end(db, URL, Outcome.FAILED, "timeout", NOON + DAY, "run-2")
    assert due(db, NOON + DAY + timedelta(seconds=1)) == [URL]


def test_the_youngest_come_first_and_among_equals_the_longest_unasked(db: Database) -> None:
    load(db, make_page(URL, "Peace.", published="2019-10-27"), run="run-1", warc="1.warc.gz")
    for number, hours in enumerate((2, 1)):
        page = make_page(f"https://example.gov/{number}", f"Peace {number}.", offset=100, warc=f"{number}x.warc.gz")
        load(db, page, run=f"run-{number}x", warc=f"{number}x.warc.gz")
        end(db, f"https://example.gov/{number}", Outcome.UNCHANGED, "not modified", NOON + timedelta(hours=hours), f"r{number}")
    end(db, URL, Outcome.FAILED, "timeout", NOON, "run-9")
    assert due(db, NOON + timedelta(hours=3)) == ["https://example.gov/1", "https://example.gov/0", URL]
