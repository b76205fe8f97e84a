"""Dates as they are printed and declared, and all that is read from each: as one date in several settings, and in a text.

``whole/dates.txt`` has one text a line; see `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.declarations import DateOrder
from pipeline.stages.dates import find_dates, read_when
from pipeline.stages.dates.in_address import read_url_date
from storage.model import Basis, When
from tests.expected import expect

FOLDER = Path(__file__).parent / "whole"
LINES = (FOLDER / "dates.txt").read_text("utf-8").splitlines()
SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "english-us": {"zone": "America/New_York", "order": DateOrder.MDY, "languages": ("en",), "until": date(2021, 6, 1)},
    "europe": {
        "zone": "Europe/Berlin",
        "languages": ("de", "fr", "es", "it", "pt", "pl", "nl", "ro", "el"),
        "basis": Basis.MARKUP,
    },
    "east": {"zone": "Asia/Yerevan", "languages": ("ru", "uk", "tr", "az", "hy", "ka", "kk"), "until": date(2020, 10, 28)},
    "asia": {"zone": "Asia/Tokyo", "languages": ("ja", "zh", "ko"), "order": DateOrder.YMD},
    "solar": {"zone": "+03:30", "languages": ("fa", "ar", "he")},
    "buddhist": {"languages": ("th",), "until": date(2020, 10, 28)},
    "chinese": {"languages": ("zh-TW",), "formats": ("%d %b %Y", "%Y/%m/%d", "%d %B %Y %H:%M %z")},
}


def tell(when: When | None) -> str:
    if when is None:
        return "-"
    edges = [tell_instant(each) for each in (when.earliest, when.latest)]
    return f"{when.value} {when.precision} {when.zone} [{when.raw}] {'..'.join(edges)} {when.basis}"


def tell_instant(instant: datetime | None) -> str:
    return instant.isoformat().removesuffix("+00:00") if instant else ""


@pytest.mark.parametrize("name", SETTINGS)
def test_each_date_is_read_in_each_setting_as_a_person_would(name: str) -> None:
    def read() -> Iterator[str]:
        given = SETTINGS[name]
        for line in LINES:
            yield f"{line}: {tell(read_when(line, **given))}"
            in_text = {key: value for key, value in given.items() if key not in ("formats", "basis")}
            found = " ".join(f"{start}-{end} {when.value}" for start, end, when in find_dates(f"On {line}. Then", **in_text))
            if found:
                yield f"  in a text: {found}"

    expect(FOLDER / f"{name}.expected.txt", read())


ADDRESSES = """https://a.example/2020/10/27/talks
https://a.example/2020/10/talks
https://a.example/2020/1/talks
https://a.example/2020/13/talks
https://a.example/20201027-talks
https://a.example/20201327-talks
https://a.example/120201027/talks
https://a.example/2020-10-27/2020-10-28
https://a.example/2020-10-27/2020/10/27/
https://a.example/2020_10_27.html
https://a.example/2020.10-27.html
https://a.example/1989/5/1/x
https://a.example/1979/5/1/x
https://a.example/a?date=2020-10-27
https://a.example/2020%2F10%2F27/
https://web.archive.org/web/20210101000000/https://a.example/2020/10/27/talks
https://web.archive.org/web/20210101000000/https://a.example/talks
https://a.example/2020/10/a/2020/10/b/
https://a.example/2020/10/a/2020/11/b/
https://[a/2020/10/27/"""


@pytest.mark.parametrize("zone", [None, "Europe/Paris"])
def test_the_day_in_an_address_is_read(zone: str | None) -> None:
    lines = (f"{each}: {tell(read_url_date(each, zone=zone))}" for each in ADDRESSES.splitlines())
    expect(FOLDER / f"addresses-{'zoned' if zone else 'bare'}.expected.txt", lines)
