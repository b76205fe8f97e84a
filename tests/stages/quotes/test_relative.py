"""Days that a text names from its own: Tuesday 15 October 2024."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.relative import find_days_ago, is_ahead
from pipeline.stages.quotes.said_dates import find_dates

PUBLISHED = date(2024, 10, 15)


def _place(text: str, language: str) -> list[date | None]:
    return [each.day for each in find_dates(text, load_knowledge().languages[language], PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("on Tuesday", "en", 15),
        ("last Tuesday", "en", 8),
        ("last Monday", "en", 14),
        ("next Monday", "en", 21),
        ("on Thursday last week", "en", 10),
        ("on Monday last week", "en", 7),
        ("on Monday of last week", "en", 7),
        ("am letzten Dienstag", "de", 8),
        ("am Montagabend", "de", 14),
        ("am Donnerstag vergangener Woche", "de", 10),
        ("am kommenden Montag", "de", 21),
        ("mardi dernier", "fr", 8),
        ("lundi de la semaine dernière", "fr", 7),
        ("lundi prochain", "fr", 21),
        ("el pasado martes", "es", 8),
        ("el martes pasado", "es", 8),
        ("el próximo lunes", "es", 21),
        ("в прошлый вторник", "ru", 8),
        ("в понедельник на прошлой неделе", "ru", 7),
        ("в следующий понедельник", "ru", 21),
        ("geçen salı", "tr", 8),
        ("上周二", "zh", 8),
        ("下周一", "zh", 21),
        ("three days ago", "en", 12),
        ("vor drei Tagen", "de", 12),
        ("il y a trois jours", "fr", 12),
        ("hace tres días", "es", 12),
        ("три дня назад", "ru", 12),
        ("3 gün önce", "tr", 12),
        ("am 12.10.2024", "de", 12),
        ("12/10/2024", "fr", 12),
        ("2024-10-12", "en", 12),
    ],
)
def test_a_day_is_placed_by_the_words_beside_it(text: str, language: str, day: int) -> None:
    assert _place(f"X said {text} that the bridge is open.", language) == [date(2024, 10, day)]


def test_numbers_that_may_be_read_either_way_name_no_day_in_english() -> None:
    assert _place("X said on 3/10/2024 that the bridge is open.", "en") == []


def test_a_month_with_its_year_is_known_as_a_month() -> None:
    (named,) = find_dates("X said in October 2018 that it is open.", load_knowledge().languages["en"], PUBLISHED)
    assert (named.day, named.month) == (None, date(2018, 10, 1))


@pytest.mark.parametrize(
    ("text", "cue", "language", "ahead"),
    [
        ("He is expected to say", "say", "en", True),
        ("He will say", "say", "en", True),
        ("Will Sample said", "said", "en", False),
        ("El ministro dirá", "dirá", "es", True),
        ("Министр заявит", "заявит", "ru", True),
        ("Министр заявил", "заявил", "ru", False),
        ("Der Minister wird morgen sagen", "sagen", "de", True),
        ("Der Minister wird, sagte", "sagte", "de", False),
    ],
)
def test_words_still_to_be_said_are_told_by_the_cue(text: str, cue: str, language: str, ahead: bool) -> None:
    assert is_ahead(text, len(cue), load_knowledge().languages[language]) is ahead


@pytest.mark.parametrize(("text", "days"), [("1 days ago", [1]), ("99 days ago", [99]), ("100 days ago", [])])
def test_days_are_counted_back_in_two_digits_at_most(text: str, days: list[int]) -> None:
    assert [number for _, number in find_days_ago(text, load_knowledge().languages["en"])] == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("毛样14日表示", date(2024, 10, 14)),
        ("毛样15日表示", date(2024, 10, 15)),
        ("毛样16日表示", date(2024, 9, 16)),
        ("毛样31日表示", None),
    ],
)
def test_a_day_without_a_month_is_the_last_one_up_to_publication(text: str, day: date | None) -> None:
    assert _place(text, "zh") == [day]


def test_a_number_of_days_is_no_day_of_the_month() -> None:
    assert _place("14日間の会議", "ja") == []


def test_a_day_without_a_month_in_the_first_month_there_is_names_none() -> None:
    found = find_dates("毛样14日表示", load_knowledge().languages["zh"], date(1, 1, 10))
    assert [each.day for each in found] == [None]
