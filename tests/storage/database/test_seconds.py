"""Instants in the tables that search reads: numbers that compare as their text does, and read as it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.database.rows import format_second
from storage.database.seconds import AFTER_ALL, BEFORE_ALL, read_day, read_month, to_seconds, write_day, write_seconds
from tests.storage.lines import load, make_page

instants = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
COLUMNS = "quote, document, derivation, class, attribution, earliest_s, latest_s, shown_since_s"


def ask(db: Database, sql: str, *values: object) -> object:
    return db.execute(f"SELECT {sql}", values).fetchone()[0]


@given(one=instants, other=instants)
def test_seconds_compare_as_instants_do_and_lie_between_the_open_sides(one: datetime, other: datetime) -> None:
    first, second = to_seconds(format_second(one) or ""), to_seconds(format_second(other) or "")
    assert (first < second) == (one < other)
    assert BEFORE_ALL < first < AFTER_ALL


@given(moment=instants)
def test_python_and_sql_count_the_same_seconds_days_and_months(moment: datetime) -> None:
    written, db = format_second(moment) or "", Database(memory=True)
    assert ask(db, write_seconds("?1"), written) == to_seconds(written)
    day = ask(db, write_day("?"), to_seconds(written))
    assert day == moment.date().toordinal() == read_day(to_seconds(written)).toordinal()
    assert read_month(moment.date().toordinal()) == written[:7]


@pytest.mark.parametrize(("written", "seconds"), [("0000", BEFORE_ALL), ("9999", AFTER_ALL), ("", BEFORE_ALL)])
def test_open_sides_have_numbers(written: str, seconds: int) -> None:
    assert to_seconds(written) == seconds


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("2020-10-27T00:00:00Z", "2020-10-27T23:59:59Z"),
        ("1969-12-31T12:00:00Z", "1970-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ("0000", "9999"),
        (None, None),
    ],
)
def test_a_row_shows_its_instants_as_text(db: Database, earliest: str | None, latest: str | None) -> None:
    load(db, make_page("https://example.gov/a", "Peace."))
    db.execute("DELETE FROM listed_quotes")
    ends = [None if end is None else to_seconds(end) for end in (earliest, latest)]
    row = (1, 1, 1, 1, 1, *ends, to_seconds("2020-10-28T00:00:00Z"))
    db.execute(f"INSERT INTO listed_quotes ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    shown = db.execute("SELECT earliest, latest, shown_since FROM current_quotes").fetchone()
    assert shown == (earliest, latest, "2020-10-28T00:00:00Z")


def test_a_month_before_the_epoch_is_its_own() -> None:
    noon = datetime(1969, 12, 31, 12, tzinfo=UTC)
    assert read_day(int(noon.timestamp())) == date(1969, 12, 31)
    assert read_day(int((noon + timedelta(hours=12)).timestamp())) == date(1970, 1, 1)
