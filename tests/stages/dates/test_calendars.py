"""Dates of other calendars, sentinels and numbered items."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.declarations import DateOrder
from pipeline.stages.dates import find_dates, read_when
from storage.model import Basis


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("۶ آبان ۱۳۹۹", "fa"),
        ("سه‌شنبه ۶ آبان‌ماه ۱۳۹۹", "fa"),
        ("۱۳۹۹/۰۸/۰۶", "fa"),
        ("99/08/06", "fa"),
        ("۰۶/۰۸/۱۳۹۹", "fa"),
        ("۶ عقرب ۱۳۹۹", "prs"),
        ("۶ لړم ۱۳۹۹", "ps"),
        ("27 ตุลาคม 2563", "th"),
        ("๒๗ ต.ค. ๖๓", "th"),
        ("27/10/2563", "th"),
        ("27 ตุลาคม พ.ศ. 2563", "th"),
        ("109年10月27日", "zh"),
        ("109/10/27", "zh"),
        ("民國109年10月27日", "zh"),
        ("R2.10.27", "ja"),
        ("令和2年10月27日", "ja"),
    ],
)
def test_a_date_of_another_calendar_is_read_in_the_languages_that_use_it(raw: str, language: str) -> None:
    when = read_when(raw, languages=(language,))
    assert when is not None
    assert when.value == "2020-10-27"


@pytest.mark.parametrize(
    ("raw", "value"),
    [("S45.3.14", "1970-03-14"), ("昭和45年3月14日", "1970-03-14"), ("H31.4.30", "2019-04-30"), ("R1.5.1", "2019-05-01")],
)
def test_each_era_of_emperors_counts_its_own_years(raw: str, value: str) -> None:
    when = read_when(raw, languages=("ja",))
    assert when is not None
    assert when.value == value


@pytest.mark.parametrize(
    ("raw", "language"), [("109/10/27", "en"), ("1399/08/06", "ar"), ("27/10/2563", "en"), ("R2.10.27", "en")]
)
def test_no_other_calendar_is_read_in_other_languages(raw: str, language: str) -> None:
    assert read_when(raw, languages=(language,)) is None


@pytest.mark.parametrize(("form", "raw", "language"), [("%d/%m/%Y", "27/10/2563", "th"), ("%Y/%m/%d", "1399/08/06", "fa")])
def test_a_declared_format_is_read_in_the_calendar_of_the_language(form: str, raw: str, language: str) -> None:
    when = read_when(raw, formats=(form,), languages=(language,))
    assert when is not None
    assert when.value == "2020-10-27"


def test_a_declared_format_is_not_believed_for_a_year_no_calendar_explains() -> None:
    assert read_when("27/10/2563", formats=("%d/%m/%Y",), languages=("en",)) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [("1399/12/30", "2021-03-20"), ("1400/01/01", "2021-03-21"), ("1403/01/01", "2024-03-20"), ("1357/11/22", "1979-02-11")],
)
def test_the_solar_year_has_its_leap_day(raw: str, value: str) -> None:
    when = read_when(raw, languages=("fa",))
    assert when is not None
    assert when.value == value


def test_there_is_no_thirty_first_day_in_the_second_half_of_a_solar_year() -> None:
    assert read_when("1399/07/31", languages=("fa",)) is None


@pytest.mark.parametrize(
    "raw", ["1970-01-01", "1970-01-01T00:00:00Z", "1 January 1970", "1969-12-31T19:00:00-05:00", "1900-01-01"]
)
def test_what_software_writes_for_no_date_is_none(raw: str) -> None:
    assert read_when(raw, basis=Basis.MARKUP) is None


def test_the_second_of_the_epoch_is_a_date() -> None:
    assert read_when("1970-01-02", basis=Basis.MARKUP) is not None


def test_a_year_of_two_digits_is_never_to_come() -> None:
    found = [when.value for _, _, when in find_dates("21.03.25", until=date(2021, 4, 1))]
    assert found == ["2021-03-25"]


@pytest.mark.parametrize(("until", "value"), [(date(2025, 3, 21), "2025-03-21"), (date(2025, 3, 20), "2021-03-25")])
def test_a_year_of_two_digits_may_be_that_of_the_last_day_known(until: date, value: str) -> None:
    assert [when.value for _, _, when in find_dates("21.03.25", until=until)] == [value]


@pytest.mark.parametrize(("raw", "value"), [("01.02.44", "1944-02-01"), ("31.12.99", "1999-12-31")])
def test_a_year_far_ahead_is_one_of_the_last_century(raw: str, value: str) -> None:
    assert [when.value for _, _, when in find_dates(raw, until=date(2024, 1, 1))] == [value]


def test_a_language_that_writes_the_year_first_reads_two_digits_so() -> None:
    when = read_when("21.03.25", order=DateOrder.YMD, languages=("ko",))
    assert when is not None
    assert when.value == "2021-03-25"


@pytest.mark.parametrize("text", ["Memo #1, May 1999", "ICP-1, May 1999", "Issue No. 3 May 2020", "№ 5 мая 2020"])
def test_a_number_of_a_series_is_no_day(text: str) -> None:
    assert list(find_dates(text, languages=("en", "ru"))) == []


def test_hours_and_minutes_may_stand_apart() -> None:
    when = read_when("5 mars 2021 à 9 h 05", languages=("fr",))
    assert when is not None
    assert when.value == "2021-03-05T09:05"


@pytest.mark.parametrize(("year", "value"), [("49", "2049"), ("50", "1950"), ("21", "2021")])
def test_mail_writes_years_of_two_digits(year: str, value: str) -> None:
    when = read_when(f"Fri, 05 Mar {year} 09:05:00 GMT", basis=Basis.MARKUP)
    assert when is not None
    assert str(when.value).startswith(f"{value}-03-05T09:05")
