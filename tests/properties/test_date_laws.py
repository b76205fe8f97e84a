"""Laws of dates: what is printed is read back, within an interval that holds the truth."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pipeline.declarations import DateOrder
from pipeline.stages.dates import find_dates, read_url_date, read_when
from pipeline.stages.dates.month_names import level, read_months
from storage.model import Precision

days = st.dates(date(1970, 1, 2), date(2199, 12, 31))
zones = st.sampled_from(["Asia/Yerevan", "America/New_York", "Europe/Paris", "Asia/Kolkata", "Pacific/Apia", "+08:00"])
walls = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1))  # noqa: DTZ001 - a clock on a wall shows no zone
languages = st.sampled_from("en hy az ru uk tr fr de es ka ar pt it pl el he fa".split())


@given(days, languages, st.data())
def test_a_day_printed_with_any_month_name_of_a_language_reads_back(day: date, language: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(name for name, number in read_months((language,)).items() if number == day.month)))
    when = read_when(f"{day.day} {name} {day.year}", languages=(language,))
    assert when is not None
    assert (when.value, when.precision) == (day.isoformat(), Precision.DAY)


@given(days, st.sampled_from(list(DateOrder)), st.sampled_from("./-"))
def test_a_day_printed_as_numbers_in_the_order_of_the_source_reads_back(day: date, order: DateOrder, apart: str) -> None:
    parts = {"D": f"{day.day:02}", "M": f"{day.month:02}", "Y": f"{day.year}"}
    when = read_when(apart.join(parts[letter] for letter in order.value), order=order)
    assert when is not None
    assert when.value == day.isoformat()


@given(walls, st.integers(-14 * 4, 14 * 4))
def test_an_instant_in_iso_8601_reads_back_exactly(wall: datetime, quarters: int) -> None:
    instant = wall.replace(microsecond=0, second=wall.second or 1, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    when = read_when(instant.isoformat())
    assert when is not None
    assert when.earliest == when.latest == instant


@given(walls, zones)
def test_the_interval_holds_every_instant_that_shows_the_printed_minute(wall: datetime, zone: str) -> None:
    wall = wall.replace(microsecond=0)
    when = read_when(wall.strftime("%Y-%m-%d %H:%M"), zone=zone)
    assert when is not None
    assert when.earliest is not None
    assert when.latest is not None
    tz = timezone(timedelta(hours=8)) if zone == "+08:00" else ZoneInfo(zone)
    assert when.earliest <= wall.replace(tzinfo=tz).astimezone(UTC) <= when.latest


@given(days, zones)
def test_a_known_zone_only_narrows(day: date, zone: str) -> None:
    wide, narrow = read_when(day.isoformat()), read_when(day.isoformat(), zone=zone)
    assert wide is not None
    assert narrow is not None
    assert wide.earliest is not None
    assert wide.latest is not None
    assert narrow.earliest is not None
    assert narrow.latest is not None
    assert wide.earliest <= narrow.earliest <= narrow.latest <= wide.latest


@given(st.text(max_size=80))
def test_no_text_is_an_error_and_the_raw_characters_are_kept(text: str) -> None:
    when = read_when(text, languages=("ru", "zh"))
    assert when is None or when.raw == text


@given(st.lists(st.text(alphabet="0123456789./-:, TZ年月日十octmayAPM", max_size=30), max_size=4).map(" ".join))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for start, end, when in find_dates(text):
        assert when.raw == text[start:end]
        assert when.earliest is not None
        assert when.latest is not None
        assert when.earliest <= when.latest


@given(st.text())
def test_levelling_moves_no_offset(text: str) -> None:
    assert len(level(text)) == len(text)


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)))
def test_a_day_in_an_address_reads_back(day: date) -> None:
    when = read_url_date(f"https://example.org/news/{day:%Y/%m/%d}/title")
    assert when is not None
    assert when.value == day.isoformat()
