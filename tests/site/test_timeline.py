"""A timeline shows every bar in a narrow window, names what its labels have room for, and shades what nobody looked at."""

from __future__ import annotations

import re

import pytest

from pipeline.site.timeline import MOST_BARS, draw_timeline
from storage.model.overviews import DayState, Month


def make(number: int, *, since: int = 2020, quotes: int = 1) -> list[Month]:
    return [
        Month(month=f"{since + n // 12}-{n % 12 + 1:02}", quotes=quotes + n, held=100, state=DayState.HELD)
        for n in range(number)
    ]


def draw(months: list[Month], **given: bool) -> str:
    return str(draw_timeline(months, lambda span: f"/search?when={span}", **given))


def list_labels(drawn: str) -> list[str]:
    return re.findall(r'class="tick"[^>]*>([^<]+)<', drawn)


def test_few_months_are_named_with_the_year_in_place_of_january_and_of_the_month_after_it() -> None:
    assert list_labels(draw(make(14)))[:3] == ["2020", "Mar", "Apr"]
    assert list_labels(draw(make(14)))[10:] == ["Dec", "2021"]


def test_of_more_months_only_the_years_are_named() -> None:
    assert list_labels(draw(make(15))) == ["2020", "2021"]


def test_of_more_than_six_years_of_months_years_are_drawn_and_at_most_eight_are_named() -> None:
    assert draw(make(MOST_BARS)).count('class="bar"') == MOST_BARS
    assert draw(make(MOST_BARS + 1)).count('class="bar"') == 7
    labels = list_labels(draw(make(12 * 20, since=2001)))
    assert len(labels) == 7
    assert labels[:2] == ["2001", "2004"]


@pytest.mark.parametrize(("by_share", "said"), [(False, "3"), (True, "30.0")])
def test_the_highest_bar_has_its_number(by_share: bool, said: str) -> None:
    drawn = draw(make(3), by_share=by_share)
    assert re.findall(r'class="highest"[^>]*>([^<]+)<', drawn) == [said]


def test_every_bar_is_within_the_width_and_nothing_is_wider_than_the_window() -> None:
    for number in (1, 12, 13, MOST_BARS):
        drawn = draw(make(number))
        assert "viewBox" not in drawn
        for x, width in re.findall(r'class="(?:bar|reach)" x="([\d.]+)%" (?:y="[\d.]+" )?width="([\d.]+)%"', drawn):
            assert 0 <= float(x) <= float(x) + float(width) <= 100.1


def test_a_month_of_which_nothing_is_held_is_shaded_by_what_is_known_of_it() -> None:
    months = [Month(month="2020-01", quotes=0, held=0, state=state) for state in DayState]
    drawn = draw([*months, *make(1)])
    assert re.findall(r'<rect class="(never|failed|nothing)"', drawn) == [
        state.value for state in DayState if state is not DayState.HELD
    ]


def test_without_months_nothing_is_drawn() -> None:
    assert draw([]) == ""
