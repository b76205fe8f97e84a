"""The limits of taking menus, dates, fields and contacts off a body, each at its bound."""

from __future__ import annotations

import pytest

from pipeline.stages.parse.edges import trim_body
from pipeline.stages.text import Marked
from tests.words import Page

TITLE = "The bridge opens"
PROSE = "The bridge opens in spring, and nobody who lives beside it has ever waited so long for a spring."
PAGE = Page(url="https://mfa.example/news/1")


def trim(*lines: str) -> str:
    return trim_body(Marked(text="\n".join(lines)), TITLE, PAGE).text


def grow(line: str, size: int) -> str:
    """Make a line of a size by words before its date."""
    return f"{'x' * (size - len(line) - 1)} {line}"


@pytest.mark.parametrize(("size", "stays"), [(50, False), (51, True)])
def test_a_date_line_with_a_full_stop_has_at_most_fifty_characters(size: int, stays: bool) -> None:
    line = grow("28 September 2020.", size)
    assert trim(line, PROSE).startswith(line) is stays


@pytest.mark.parametrize(("size", "stays"), [(80, False), (81, True)])
def test_a_date_line_has_at_most_eighty_characters(size: int, stays: bool) -> None:
    line = grow("28 September 2020", size)
    assert trim(line, PROSE).startswith(line) is stays


@pytest.mark.parametrize(("size", "stays"), [(120, False), (121, True)])
def test_a_line_that_says_when_it_was_published_has_at_most_120_characters(size: int, stays: bool) -> None:
    line = f"Published on 28 September 2020 {'x' * (size - 31)}"
    assert trim(line, PROSE).startswith(line) is stays


@pytest.mark.parametrize(("size", "stays"), [(50, False), (51, True)])
def test_a_sentence_of_a_script_without_stops_has_more_than_fifty_characters(size: int, stays: bool) -> None:
    line = f"28 September 2020 {'ก' * (size - 18)}"
    assert trim(line, PROSE).startswith(line) is stays


@pytest.mark.parametrize(("before", "repeated"), [(39, False), (40, True)])
def test_a_title_that_the_body_repeats_is_among_the_first_forty_lines(before: int, repeated: bool) -> None:
    assert trim(*["menu"] * before, TITLE, PROSE).startswith("menu") is repeated


@pytest.mark.parametrize(("size", "repeated"), [(80, False), (81, True)])
def test_before_a_repeated_title_stand_lines_of_at_most_eighty_characters(size: int, repeated: bool) -> None:
    assert trim("m" * size, TITLE, PROSE).startswith("m") is repeated


@pytest.mark.parametrize(("name", "value", "stays"), [(40, 40, False), (41, 40, True), (40, 41, True)])
def test_a_field_has_a_name_and_a_value_of_at_most_forty_characters(name: int, value: int, stays: bool) -> None:
    assert trim(f"{'N' * (name - 1)}:", "v" * value, PROSE).startswith("N") is stays


@pytest.mark.parametrize(("size", "cut"), [(79, True), (80, False)])
def test_contacts_before_eighty_characters_of_prose_are_not_cut(size: int, cut: bool) -> None:
    text = trim(PROSE, "© 2020 Ministry", "y" * size, *["z"] * 200)
    assert ("©" not in text) is cut


@pytest.mark.parametrize(("size", "cut"), [(39, True), (40, False)])
def test_contacts_before_forty_ideographs_of_prose_are_not_cut(size: int, cut: bool) -> None:
    text = trim(PROSE, "© 2020 Ministry", "字" * (size - 1) + "。", *["z"] * 200)
    assert ("©" not in text) is cut


@pytest.mark.parametrize(("before", "cut"), [(64, False), (65, True)])
def test_contacts_in_the_last_third_are_cut_whatever_follows(before: int, cut: bool) -> None:
    """Of a text of a hundred times a hundred characters, the last 35 % are its last part."""
    text = trim(*["y" * 99] * before, "© 2020 Ministry".ljust(99), *["y" * 99] * (99 - before))
    assert ("©" not in text) is cut
