"""Dates as publishers print them, and what they are read as."""

from __future__ import annotations

import pytest

from pipeline.declarations import DateOrder
from pipeline.stages.dates import find_dates, read_when
from storage.model import Basis, Precision, When


def read(raw: str, **given: object) -> When:
    when = read_when(raw, **given)  # type: ignore[arg-type]
    assert when is not None, raw
    return when


MACHINE = {
    "2020-10-27": "2020-10-27",
    "20201027": "2020-10-27",
    "2020-10-27T18:24:05Z": "2020-10-27T18:24:05+00:00",
    "2020-10-27T18:24+04:00": "2020-10-27T18:24+04:00",
    "2016-07-25T22:36:44.000+00:00": "2016-07-25T22:36:44+00:00",
    "20201027T142500Z": "2020-10-27T14:25:00+00:00",
    "Thu, 02 May 2013 11:27:00 -0400": "2013-05-02T11:27:00-04:00",
    "Fri Dec 30 19:03:30 +0000 2011": "2011-12-30T19:03:30+00:00",
    "Wed Jul 08 16:36:31 CEST 2020": "2020-07-08T16:36:31+02:00",
    "1881-02-27T15:45:44.000+00:00": "1881-02-27T15:45:44+00:00",
}
ENGLISH = {
    "October 27, 2020": "2020-10-27",
    "Oct. 27th, 2020": "2020-10-27",
    "21 October, 2020": "2020-10-21",
    "27th of October, 2020": "2020-10-27",
    "27-Oct-2020": "2020-10-27",
    "Jul 16 2015": "2015-07-16",
    "Tuesday, October 27, 2020 - 10:15": "2020-10-27T10:15",
    "26 October 2020, 19:00": "2020-10-26T19:00",
    "26 October 2020, 14.30": "2020-10-26T14:30",
    "13:30 - 27 October 2020": "2020-10-27T13:30",
    "QA-106 - 26 October 2020": "2020-10-26",
    "No. 357/20 - 26 October 2020": "2020-10-26",
    "27th Oct. 2020, 1430 hrs": "2020-10-27T14:30",
    "27 October 2020 2:30 p.m. (Yerevan time)": "2020-10-27T14:30+04:00",
    "27 October 2020. 14 people were wounded": "2020-10-27",
    "Sept. 3, 2021 9 a.m.": "2021-09-03T09:00",
    "October 27, 2020 12:05 a.m.": "2020-10-27T00:05",
    "October 27, 2020 12:05 PM": "2020-10-27T12:05",
    "1:12 P.M. EDT, October 27, 2020": "2020-10-27T13:12-04:00",
    "September 10, 2011 at 1:06 PM ET": "2011-09-10T13:06-04:00",
    "Wed, 28 October 2020 10:15 GMT+4": "2020-10-28T10:15+04:00",
    "For Immediate Release October 27, 2020": "2020-10-27",
    "Press release | Plenary | 13-02-2025 - 12:47": "2025-02-13T12:47",
    "2022-06-03 07:00:00 | ID: 67688": "2022-06-03T07:00:00",
    "QA-106, 26 October 2020, Statement of the Spokesperson": "2020-10-26",
    "GENEVA, 25 October 2020 – The Co-Chairs": "2020-10-25",
    "October 2020": "2020-10",
    "2020-10": "2020-10",
    "2020": "2020",
}
PRINTED = [
    ("hy", "26 հոկտեմբեր, 2020", "2020-10-26"),
    ("hy", "2020 թ. հոկտեմբերի 26", "2020-10-26"),
    ("az", "26 oktyabr 2020, 14:30", "2020-10-26T14:30"),
    ("az", "2020-ci il oktyabrın 26-sı", "2020-10-26"),
    ("ru", "26 октября 2020 года, 15:40", "2020-10-26T15:40"),
    ("ru", "26 октября 2020 г. в 15:40 (мск)", "2020-10-26T15:40+03:00"),
    ("uk", "08 липня 2022, 09:25 | ID: 67881", "2022-07-08T09:25"),
    ("uk", "27 жовтня 2020 року", "2020-10-27"),
    ("tr", "26 Ekim 2020", "2020-10-26"),
    ("tr", "13 ARALIK 2020", "2020-12-13"),
    ("fr", "le 1er novembre 2020 à 14h30", "2020-11-01T14:30"),
    ("fr", "27 octobre 2020 et demi", "2020-10-27"),
    ("de", "Lübeck, 31. März 2003", "2003-03-31"),
    ("de", "27.10.2020, 14:30 Uhr", "2020-10-27T14:30"),
    ("es", "27 de octubre de 2020", "2020-10-27"),
    ("pt", "1º de novembro de 2020", "2020-11-01"),
    ("ka", "27 ოქტომბერი, 2020", "2020-10-27"),
    ("ka", "2020 წლის 27 ოქტომბერს", "2020-10-27"),
    ("ar", "٢٧ أكتوبر ٢٠٢٠", "2020-10-27"),
    ("hu", "2020. október 27.", "2020-10-27"),
    ("hu", "2020. október 27., kedd 14:30", "2020-10-27T14:30"),
    ("tr", "26 Ekim 2020 Pazartesi, 14:30", "2020-10-26T14:30"),
    ("az", "27 oktyabr 2020-ci il, 14:30", "2020-10-27T14:30"),
    ("es", "martes, 27 de octubre del 2020 a las 14:30 h", "2020-10-27T14:30"),
    ("lv", "2020.gada 27.oktobrī", "2020-10-27"),
    ("ar", "27 تشرين الأول 2020", "2020-10-27"),
    ("ar", "27 تشرين الأول/أكتوبر 2020", "2020-10-27"),
    ("vi", "ngày 27 tháng 10 năm 2020", "2020-10-27"),
    ("ko", "2020.10.27. 14:30", "2020-10-27T14:30"),
    ("ja", "2020年10月27日(火)14:30", "2020-10-27T14:30"),
    ("lt", "2020 m. spalio 27 d.", "2020-10-27"),
    ("zh", "2020年10月27日", "2020-10-27"),
    ("zh", "2020年10月27日 下午6时05分", "2020-10-27T18:05"),
    ("zh", "二〇二〇年十月二十七日", "2020-10-27"),
    ("ja", "令和2年10月27日", "2020-10-27"),
    ("ko", "2020년 10월 27일", "2020-10-27"),
    ("ko", "2020. 10. 27.", "2020-10-27"),
]
NOT_DATES = [
    "",
    "2",
    "may",
    "sat",
    "12 noon",
    "Tuesday, October 27",
    "Within minutes",
    "31.02.2020",
    "2020-13-01",
    "1603800000",
    "1.2.13",
    "2020-10-27-123",
    "24-26 October 2020",
    "24 and 26 October 2020",
    "24th to 26th October 2020",
    "24 October - 2 November 2020",
    "Posted 27 October 2020, updated 28 October 2020",
]


@pytest.mark.parametrize(("raw", "value"), [*MACHINE.items(), *ENGLISH.items()])
def test_a_date_in_english_or_for_machines_reads_as_printed(raw: str, value: str) -> None:
    assert read(raw).value == value
    assert read(raw).raw == raw


@pytest.mark.parametrize(("language", "raw", "value"), PRINTED)
def test_a_date_reads_in_the_language_of_its_source(language: str, raw: str, value: str) -> None:
    assert read(raw, languages=(language,)).value == value


@pytest.mark.parametrize("raw", NOT_DATES)
def test_what_is_no_absolute_date_reads_as_none(raw: str) -> None:
    assert read_when(raw) is None


def test_a_month_of_another_language_is_no_month() -> None:
    assert read_when("26 oktyabr 2020", languages=("en",)) is None


@pytest.mark.parametrize(("order", "value"), [(DateOrder.DMY, "2020-11-10"), (DateOrder.MDY, "2020-10-11")])
def test_numbers_alone_read_in_the_order_of_the_source(order: DateOrder, value: str) -> None:
    assert read("10/11/2020", order=order).value == value


def test_numbers_that_fit_only_the_other_order_read_in_that() -> None:
    assert read("05.19.15", order=DateOrder.DMY).value == "2015-05-19"


def test_two_digit_years_run_from_1970_to_2069() -> None:
    assert read("1/22/69", order=DateOrder.MDY).value == "2069-01-22"
    assert read("1/22/70", order=DateOrder.MDY).value == "1970-01-22"


def test_a_declared_format_is_tried_first() -> None:
    assert read("201026", formats=("%y%m%d",)).value == "2020-10-26"


def test_a_declared_format_invents_no_precision() -> None:
    assert read("10 2020", formats=("%m %Y",)).precision is Precision.MONTH


def test_a_count_of_seconds_is_an_instant_in_markup_only() -> None:
    assert read("1603800000", basis=Basis.MARKUP).value == "2020-10-27T12:00:00+00:00"
    assert read("1603800000000", basis=Basis.PLATFORM).value == "2020-10-27T12:00:00+00:00"


def test_the_most_exact_of_two_mentions_of_a_day_is_read() -> None:
    assert read("27 October 2020 (2020-10-27 18:24)").value == "2020-10-27T18:24"


def test_two_times_of_one_day_leave_the_day() -> None:
    assert read("27 October 2020 18:24, 27 October 2020 19:30").precision is Precision.DAY


def test_every_date_of_a_text_is_found_where_it_stands() -> None:
    text = "On 23 October 2020 they met; the truce of October 26, 2020 at 8 a.m. failed."
    found = [(text[start:end], when.value) for start, end, when in find_dates(text)]
    assert found == [("23 October 2020", "2020-10-23"), ("October 26, 2020 at 8 a.m.", "2020-10-26T08:00")]
