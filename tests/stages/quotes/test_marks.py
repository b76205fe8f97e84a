"""Quotation marks, used and abused."""

from __future__ import annotations

import pytest

from pipeline.stages.quotes.quotation_marks import find_segments


def words_in_marks(text: str) -> list[str]:
    return [text[segment.start : segment.end] for segment in find_segments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “we agree on it” today.", ["we agree on it"]),
        ('He said "we agree on it" today.', ["we agree on it"]),
        ("Er sagte: „Wir sind uns einig“, und ging.", ["Wir sind uns einig"]),
        ("Il a dit « nous sommes d’accord » hier.", ["nous sommes d’accord"]),
        ("Er sagte: »Wir sind uns einig« und ging.", ["Wir sind uns einig"]),
        ("外交部发言人说「双方同意」。", ["双方同意"]),
        ("He said ``we agree on it'' today.", ["we agree on it"]),
        ("He said ‘‘we agree on it’’ today.", ["we agree on it"]),
        ("Han sade: ”vi är överens” och gick.", ["vi är överens"]),
    ],
)
def test_every_usual_pair_of_marks_is_found(text: str, expected: list[str]) -> None:
    assert words_in_marks(text) == expected


def test_an_opening_mark_closed_by_another_kind_is_still_a_pair() -> None:
    assert words_in_marks('He said “we agree on it" today.') == ["we agree on it"]


def test_a_quotation_inside_a_quotation_belongs_to_the_outer_one() -> None:
    assert words_in_marks('"They call it “our common house” there," she said.') == ["They call it “our common house” there,"]


def test_an_unclosed_mark_runs_to_the_end_of_its_paragraph() -> None:
    text = "“We agreed on it.\n“And we will keep it,” he said."
    assert words_in_marks(text) == ["We agreed on it.", "And we will keep it,"]


def test_apostrophes_open_no_quotation() -> None:
    assert words_in_marks("The leaders’ talks weren’t the ’90s talks, and it’s the people’s turn.") == []


def test_british_single_marks_are_read_with_apostrophes_inside() -> None:
    assert words_in_marks("‘We don’t want the leaders’ war,’ she said.") == ["We don’t want the leaders’ war,"]


def test_inches_open_no_quotation() -> None:
    assert words_in_marks('The man is 6\'2" tall and the screen 5" wide.') == []
