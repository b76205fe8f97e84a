"""Days, and the pages of lists that they are on."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.declarations import Discovery, Method
from pipeline.fetch.http.public_addresses import follow
from pipeline.fetch.walks.paging import list_strands
from pipeline.fetch.walks.window import Place, Window
from pipeline.stages.dates import read_when

WINDOW = Window(since=date(2020, 9, 27), until=date(2020, 11, 9), zone="Asia/Yerevan")


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("2020-09-27T00:00:00+04:00", Place.WITHIN),
        ("2020-09-26T23:59:00+04:00", Place.BEFORE),
        ("2020-09-26T20:30:00Z", Place.WITHIN),
        ("2020-11-09T23:59:00+04:00", Place.WITHIN),
        ("2020-11-10T00:00:00+04:00", Place.AFTER),
        ("26 September 2020", Place.BEFORE),
        ("9 November 2020", Place.WITHIN),
        ("10 November 2020", Place.AFTER),
        ("October 2020", Place.WITHIN),
        ("nonsense", Place.UNKNOWN),
    ],
)
def test_both_days_of_a_window_are_included_in_the_source_s_zone(raw: str, place: Place) -> None:
    assert WINDOW.place(read_when(raw, zone="Asia/Yerevan")) is place


def test_an_open_window_holds_everything() -> None:
    assert Window().place(read_when("27 October 2020")) is Place.WITHIN


def list_firsts(pages: str | None, *urls: str, since: date | None = None, until: date = date(2020, 11, 10)) -> list[str]:
    discovery = Discovery(method=Method.LISTING, pages=pages, urls=urls)
    return [strand.first for strand in list_strands(discovery, since=since, until=until)]


def test_pages_by_day_month_or_year_go_back_from_the_last_day_to_the_first() -> None:
    since = date(2020, 9, 30)
    assert list_firsts("/{year}/{month}", since=since) == ["/2020/11", "/2020/10", "/2020/09"]
    assert list_firsts("/{year}", since=date(2018, 12, 31)) == ["/2020", "/2019", "/2018"]
    assert list_firsts("/{year}{month}{day}", since=date(2020, 11, 9)) == ["/20201110", "/20201109"]
    assert list_firsts("/{year}/{page}", since=since) == ["/2020/1"]


def test_without_days_asked_for_the_pages_are_read_only_where_no_other_list_is_declared() -> None:
    assert list_firsts("/news/{page}", "/feed") == ["/feed"]
    assert list_firsts("/news/{page}", "/feed", since=date(2020, 1, 1)) == ["/feed", "/news/1"]
    assert list_firsts("/news/{page}") == ["/news/1"]
    assert list_firsts("/{year}/{month}") == ["/2020/11"]


def test_a_redirect_in_utf8_is_read_as_what_it_is() -> None:
    sent = "/новости".encode().decode("latin-1")
    assert follow("https://ministry.example/", sent) == "https://ministry.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"
    assert follow("https://ministry.example/", "/caf\xe9") == "https://ministry.example/caf%C3%A9"
