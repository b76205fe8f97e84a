"""What a reader asks is read from an address that anyone may have written."""

from __future__ import annotations

import pytest

from pipeline.site.asking import read_asked, read_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("", 0),
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("500", 500),
        ("501", 500),
        ("9" * 5_000, 500),
        ("-1", 0),
        ("²", 0),
        ("٣", 0),
        ("1.5", 0),
    ],
)
def test_a_number_of_an_address_is_read_up_to_its_limit(written: str, number: int) -> None:
    assert read_number(written, most=500) == number


@pytest.mark.parametrize(("page", "read"), [("0", 1), ("x", 1), ("500", 500), ("501", 500), ("1" * 5_000, 500)])
def test_a_search_has_five_hundred_pages(page: str, read: int) -> None:
    assert read_asked({"page": page}).page == read


def test_a_query_is_read_up_to_a_thousand_characters() -> None:
    assert read_asked({"q": "x" * 1_001}).q == "x" * 1_000
