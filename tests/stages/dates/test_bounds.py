"""The limits of reading dates, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from pipeline.stages.dates import find_dates, read_when
from pipeline.stages.dates.intervals import is_sentinel
from storage.model import Basis

NEW_YEARS = {
    1354: "1975-03-21", 1355: "1976-03-21", 1358: "1979-03-21", 1359: "1980-03-21", 1362: "1983-03-21", 1363: "1984-03-21",
    1366: "1987-03-21", 1367: "1988-03-21", 1370: "1991-03-21", 1371: "1992-03-21", 1375: "1996-03-20", 1376: "1997-03-21",
    1379: "2000-03-20", 1380: "2001-03-21", 1383: "2004-03-20", 1384: "2005-03-21", 1387: "2008-03-20", 1388: "2009-03-21",
    1391: "2012-03-20", 1392: "2013-03-21", 1395: "2016-03-20", 1396: "2017-03-21", 1399: "2020-03-20", 1400: "2021-03-21",
    1403: "2024-03-20", 1404: "2025-03-21",
}  # fmt: skip
"""The first days of leap years of the solar Hijri calendar, and of the years behind them, as Iran's calendar had them."""


def read(raw: str, language: str = "en", until: date | None = None, basis: Basis = Basis.TEXT) -> str | None:
    when = read_when(raw, languages=(language,), until=until, basis=basis)
    return when.value if when else None


def found(text: str) -> list[str | None]:
    return [when.value for _, _, when in find_dates(text, languages=("en",))]


@pytest.mark.parametrize(("year", "value"), NEW_YEARS.items())
def test_the_new_years_of_the_solar_calendar_are_those_of_its_leap_years(year: int, value: str) -> None:
    assert read(f"{year}/01/01", "fa") == value


@pytest.mark.parametrize(("size", "value"), [(300, "2020-10-27"), (301, None)])
def test_a_long_string_is_no_date(size: int, value: str | None) -> None:
    date_ = "27 October 2020"
    assert read(f"{date_}{' ' * (size - len(date_) - 1)}.") == value


@pytest.mark.parametrize(("year", "value"), [(1499, None), (1500, "1500-10-27"), (2199, "2199-10-27"), (2200, None)])
def test_years_of_print_are_read(year: int, value: str | None) -> None:
    assert read(f"{year}-10-27") == value


@pytest.mark.parametrize(("year", "value"), [("39", None), ("40", "1940-10-27")])
def test_a_two_digit_year_twenty_years_ahead_is_of_the_last_century(year: str, value: str | None) -> None:
    assert read(f"27/10/{year}", until=date(2020, 12, 31)) == value


@pytest.mark.parametrize(("spaces", "dates"), [(1, []), (25, []), (27, ["2020-10-29"])])
def test_the_first_day_of_a_range_stands_close_before_its_date(spaces: int, dates: list[str]) -> None:
    assert found(f"27-{' ' * spaces}29 October 2020") == dates


@pytest.mark.parametrize(("label", "dates"), [("Version. ", []), ("Number ", ["2020-10-27"])])
def test_a_label_before_a_number_makes_it_no_day(label: str, dates: list[str]) -> None:
    assert found(f"{label}27/10/2020") == dates


@pytest.mark.parametrize(("year", "read_as"), [(1499, None), (1500, 1500), (2199, 2199), (2200, None)])
def test_eight_digits_are_a_day_of_these_years(year: int, read_as: int | None) -> None:
    assert read(f"{year}1027") == (f"{read_as}-10-27" if read_as else None)


@pytest.mark.parametrize("day", ["1970-01-01", "1900-01-01", "1899-12-30", "1899-12-31", "1601-01-01"])
def test_the_beginnings_of_time_of_programs_are_no_dates_and_the_days_beside_them_are(day: str) -> None:
    never = date.fromisoformat(day)
    assert is_sentinel(never)
    beside = [never - timedelta(days=1), never + timedelta(days=1), never.replace(year=never.year + 1)]
    assert {str(each) for each in beside if is_sentinel(each)} <= {"1899-12-30", "1899-12-31", "1900-01-01"}


@pytest.mark.parametrize(("clock", "is_never"), [(None, False), (time(11, 59, 59), False), (time(12), True), (time(23), True)])
def test_the_evening_before_the_beginning_of_unix_is_its_beginning_in_the_west(clock: time | None, is_never: bool) -> None:
    assert is_sentinel(date(1969, 12, 31), clock) is is_never
    assert not is_sentinel(date(1969, 12, 30), clock)
