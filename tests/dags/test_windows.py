"""A backfill is cut by month and source, the newest month first, and no day is lost or asked for twice."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dags.tasks.windows import cut_months, cut_windows, read_window, span_windows

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2030, 12, 31))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_newest_month_comes_first_and_its_sources_side_by_side() -> None:
    windows = cut_windows(["am_mfa", "us_state"], _day("2020-09-27"), _day("2020-10-31"))
    assert [window.label for window in windows] == [
        "am_mfa 2020-10",
        "us_state 2020-10",
        "am_mfa 2020-09",
        "us_state 2020-09",
    ]


def test_the_first_and_last_month_are_taken_as_far_as_asked_for() -> None:
    [november, october] = cut_windows(["am_mfa"], _day("2020-10-20"), _day("2020-11-10"))
    assert (october.since, october.until) == (_day("2020-10-20"), _day("2020-10-31"))
    assert (november.since, november.until) == (_day("2020-11-01"), _day("2020-11-10"))


def test_one_day_is_one_window() -> None:
    [window] = cut_windows(["am_mfa"], _day("2020-10-31"), _day("2020-10-31"))
    assert (window.since, window.until) == (_day("2020-10-31"), _day("2020-10-31"))


def test_days_in_the_wrong_order_hold_no_month() -> None:
    assert list(cut_months(_day("2020-11-01"), _day("2020-10-31"))) == []


@given(DAYS, DAYS)
def test_the_months_hold_each_day_once(one: dt.date, other: dt.date) -> None:
    since, until = sorted((one, other))
    months = list(cut_months(since, until))
    assert months[0][0] == since
    assert months[-1][1] == until
    assert all(first <= last and (first.year, first.month) == (last.year, last.month) for first, last in months)
    assert sum((last - first).days + 1 for first, last in months) == (until - since).days + 1


def test_a_window_survives_the_way_between_tasks() -> None:
    for window in (*cut_windows(["am_mfa"], _day("2020-10-20"), _day("2020-10-31")), *span_windows(["am_mfa"], None, None)):
        assert read_window(window.to_json()) == window
