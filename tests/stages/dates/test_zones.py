"""What a printed zone means, and how wide a date is without one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.stages.dates import day_when, instant_when, read_when
from storage.model import Basis, Precision, When


def read(raw: str, zone: str | None = None, basis: Basis = Basis.TEXT) -> When:
    when = read_when(raw, zone=zone, basis=basis)
    assert when is not None, raw
    return when


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(when: When) -> tuple[datetime | None, datetime | None]:
    return when.earliest, when.latest


def test_a_day_spans_the_day_of_the_source() -> None:
    assert span(read("27 October 2020", "Asia/Yerevan")) == (utc("2020-10-26T20:00:00"), utc("2020-10-27T19:59:59"))


def test_a_day_without_a_zone_spans_it_everywhere_on_earth() -> None:
    assert span(read("27 October 2020")) == (utc("2020-10-26T10:00:00"), utc("2020-10-28T11:59:59"))


def test_a_day_of_23_hours_is_one_hour_shorter() -> None:
    when = read("29 March 2020", "Europe/Paris")
    assert span(when) == (utc("2020-03-28T23:00:00"), utc("2020-03-29T21:59:59"))


def test_a_month_spans_its_days() -> None:
    when = read("December 2020", "Asia/Baku")
    assert (when.value, when.precision) == ("2020-12", Precision.MONTH)
    assert span(when) == (utc("2020-11-30T20:00:00"), utc("2020-12-31T19:59:59"))


def test_a_minute_spans_its_seconds() -> None:
    assert span(read("26 October 2020, 19:00", "Asia/Baku")) == (utc("2020-10-26T15:00:00"), utc("2020-10-26T15:00:59"))


def test_the_zone_of_the_source_is_named_and_no_offset_is_invented_in_the_value() -> None:
    when = read("26 October 2020, 19:00", "Asia/Baku")
    assert (when.value, when.zone) == ("2020-10-26T19:00", "Asia/Baku")


def test_an_offset_as_printed_wins_over_the_zone_of_the_source() -> None:
    assert read("2020-10-26T19:00:00+00:00", "Asia/Baku").earliest == utc("2020-10-26T19:00:00")


def test_est_in_may_is_read_both_ways() -> None:
    when = read("Thu, 02 May 2013 11:27:00 EST", "America/New_York")
    assert span(when) == (utc("2013-05-02T15:27:00"), utc("2013-05-02T16:27:00"))
    assert when.value == "2013-05-02T11:27:00"


def test_est_in_january_holds() -> None:
    assert read("Wed, 02 Jan 2013 11:27:00 EST").value == "2013-01-02T11:27:00-05:00"


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Yerevan", 4), ("America/Manaus", 12)])
def test_amt_is_armenia_or_the_amazon_by_the_source(zone: str, hour: int) -> None:
    assert read("Tue, 27 Oct 2020 08:00 AMT", zone).earliest == utc(f"2020-10-27T{hour:02}:00:00")


def test_amt_of_nobody_knows_where_is_either() -> None:
    assert span(read("Tue, 27 Oct 2020 08:00 AMT")) == (utc("2020-10-27T04:00:00"), utc("2020-10-27T12:00:59"))


def test_the_french_word_for_and_is_no_zone() -> None:
    assert read("27 October 2020 14:30 et").zone is None


def test_an_hour_that_the_clock_shows_twice_is_both() -> None:
    assert span(read("2020-10-25 02:30", "Europe/Brussels")) == (utc("2020-10-25T00:30:00"), utc("2020-10-25T01:30:59"))


def test_a_midnight_stamp_is_a_day_in_its_zone_and_in_that_of_the_source() -> None:
    when = read("Thu, 13 Nov 2025 00:00:00 +0000", "America/New_York")
    assert (when.value, when.precision) == ("2025-11-13", Precision.DAY)
    assert span(when) == (utc("2025-11-13T00:00:00"), utc("2025-11-14T04:59:59"))


def test_midnight_of_a_platform_is_an_instant() -> None:
    assert read("2020-10-27T00:00:00Z", basis=Basis.PLATFORM).precision is Precision.MINUTE


def test_a_day_can_be_made_of_a_calendar_day() -> None:
    assert day_when(date(2020, 10, 27), "today", Basis.INFERRED, "Asia/Yerevan").earliest == utc("2020-10-26T20:00:00")


def test_an_instant_keeps_its_offset() -> None:
    when = instant_when(datetime.fromisoformat("2020-10-27T08:00:00.250+04:00"), "x", Basis.PLATFORM)
    assert (when.value, when.zone) == ("2020-10-27T08:00:00.250000+04:00", "+04:00")
    assert when.earliest == when.latest == utc("2020-10-27T04:00:00.250")


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no zone"):
        instant_when(datetime(2020, 10, 27), "x", Basis.PLATFORM)  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize("offset", ["+9999", "-9999", "+23:99", "-23:60", "+99:99", "+2460"])
@pytest.mark.parametrize("moment", ["Tue, 27 Oct 2020 10:00:00 {}", "9999-12-31T23:59:59{}", "0001-01-01T00:00:00{}"])
def test_an_offset_that_no_zone_has_is_no_fault(moment: str, offset: str) -> None:
    for zone in (None, "Asia/Yerevan", "+04:00"):
        found = read_when(moment.format(offset), zone=zone)
        assert found is None or found.raw
