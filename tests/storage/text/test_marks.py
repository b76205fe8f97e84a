"""Marks say of a quote what it is, in letters that are no words."""

from __future__ import annotations

import re
import unicodedata

import pytest

from storage.text.index_form import index_words, list_tokens
from storage.text.marks import GONE, PLANES, UNDATED, WIDE, any_mark, mark_language, mark_month, mark_name, mark_time


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2020-10-27T00:00:00Z", "2020-10-27T23:59:59Z", mark_month(2020, 10)),
        ("2020-10-01T00:00:00Z", "2020-10-31T23:59:59Z", mark_month(2020, 10)),
        ("2020-10-31T00:00:00Z", "2020-11-01T23:59:59Z", WIDE),
        ("0000", "2020-10-31T23:59:59Z", WIDE),
        ("2020-10-31T00:00:00Z", "9999", WIDE),
        (None, None, UNDATED),
    ],
)
def test_an_interval_has_the_mark_of_its_month(earliest: str | None, latest: str | None, expected: str) -> None:
    assert mark_time(earliest, latest) == expected


def test_months_have_marks_of_their_own_to_the_last_year() -> None:
    marks = [mark_month(year, month) for year in (0, 1, 1881, 2020, 4999) for month in range(1, 13)]
    assert len(set(marks)) == len(marks)
    assert mark_month(5000, 1) == WIDE
    assert {WIDE, UNDATED, GONE}.isdisjoint(marks)


def test_a_mark_is_one_letter_that_no_text_has_in_the_index() -> None:
    for mark in (
        mark_name("speaker", "İlham Əliyev"),
        mark_name("via", "\ud800"),
        mark_month(0, 1),
        mark_month(4999, 12),
        GONE,
    ):
        assert re.fullmatch(f"[{PLANES}]", mark)
        assert unicodedata.category(mark) == "Co"
        assert index_words(f"peace{mark}war").split() == ["peace", "war"]
        assert list_tokens(f"peace{mark}war") == ("peace", "war")


def test_a_language_has_one_mark_in_all_regions() -> None:
    assert mark_language("en-GB") == mark_language("EN") != mark_language(None)


def test_one_of_several_marks() -> None:
    assert any_mark(["a", "a"]) == '"a"'
    assert any_mark(["a", "b"]) == '("a" OR "b")'
