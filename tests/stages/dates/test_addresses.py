"""Dates that an address carries."""

from __future__ import annotations

import pytest

from pipeline.stages.dates import read_url_date

DATED = {
    "https://www.mfa.am/en/statements/2020/10/26/comment/10600": "2020-10-26",
    "http://example.org/202010/t20201030_9710915.shtml": "2020-10-30",
    "https://example.org/news/2020-10-27-title": "2020-10-27",
    "https://example.org/press-room/20190712IPR56948/title": "2019-07-12",
    "https://www.whitehouse.gov/briefings-statements/2025/11/joint-statement/": "2025-11",
    "https://web.archive.org/web/20250710231831/https://example.org/2020/10/27/title": "2020-10-27",
}


@pytest.mark.parametrize(("url", "value"), DATED.items())
def test_an_address_carries_its_day_or_month(url: str, value: str) -> None:
    when = read_url_date(url)
    assert when is not None
    assert when.value == value


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/news/12345678",
        "https://example.org/2020/13/45/title",
        "https://example.org/2020/10/26/republished-2020-10-27/",
        "https://web.archive.org/web/20250710231831/https://example.org/title",
        "https://example.org/news?date=2020-10-27",
    ],
)
def test_an_address_without_one_clear_day_carries_none(url: str) -> None:
    assert read_url_date(url) is None
