"""When a post was put out, and what says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.stages.posts.instants import read_instant, sharpen, snowflake_instant

NOON = datetime(2020, 10, 27, 9, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Tue Oct 27 09:15:30 +0000 2020", "2020-10-27T09:15:30+00:00"),
        ("2020-10-27T09:15:30.123Z", "2020-10-27T09:15:30+00:00"),
        ("2020-10-27T05:15:30-04:00", "2020-10-27T05:15:30-04:00"),
        ("2020-10-27 09:15:30+0000", "2020-10-27T09:15:30+00:00"),
        ("1603790130", "2020-10-27T09:15:30+00:00"),
        ("1603790130123", "2020-10-27T09:15:30+00:00"),
    ],
)
def test_a_timestamp_keeps_its_offset_and_its_raw_characters(raw: str, value: str) -> None:
    when = read_instant(raw)
    assert when is not None
    assert (when.raw, when.value, when.earliest, when.latest) == (raw, value, NOON, NOON)


def test_a_time_without_a_zone_may_be_anywhere_on_earth() -> None:
    when = read_instant("2020-10-27 09:15:30")
    assert when is not None
    assert (when.zone, when.earliest, when.latest) == (None, NOON - timedelta(hours=14), NOON + timedelta(hours=12))


def test_a_day_is_no_instant() -> None:
    when = read_instant("2020-10-27")
    assert when is not None
    assert (when.value, when.precision.value) == ("2020-10-27", "day")
    assert when.latest is not None
    assert when.earliest is not None
    assert when.latest - when.earliest > timedelta(hours=49)


@pytest.mark.parametrize("raw", ["", "yesterday", "27/10/2020 09:15", "2020-13-45", "Tue Foo 27 09:15:30 +0000 2020"])
def test_what_is_no_timestamp_is_no_date(raw: str) -> None:
    assert read_instant(raw) is None


def test_the_id_of_a_post_holds_its_time() -> None:
    assert snowflake_instant("1321017669626187783") == NOON


@pytest.mark.parametrize("post_id", ["6971079756", "20", "29700859247", "row 3", "", "१२"])
def test_ids_before_november_2010_hold_no_time(post_id: str) -> None:
    assert snowflake_instant(post_id) is None


def test_the_id_settles_a_time_without_a_zone_that_agrees_with_it() -> None:
    when = sharpen(read_instant("2020-10-27 05:15:30"), "1321017669626187783")
    assert when is not None
    assert (when.raw, when.value) == ("2020-10-27 05:15:30", "2020-10-27T09:15:30+00:00")


def test_the_id_does_not_overrule_a_time_that_disagrees_with_it() -> None:
    printed = read_instant("2019-01-01 05:15:30")
    assert sharpen(printed, "1321017669626187783") == printed
