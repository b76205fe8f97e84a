"""Translations are candidates with a reason: declared, told by addresses, or by time, publisher and numbers together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.stages.sameness.translations import Rendering, find_translation, list_parallels

NINE = datetime(2020, 10, 27, 9, 30, tzinfo=UTC)
ENGLISH = "On 26 October 2020 at 08:00 the units opened fire; 14 soldiers and 350 vehicles were moved along 43 km of the line."
RUSSIAN = "26 октября 2020 года в 08:00 подразделения открыли огонь; 14 солдат и 350 машин переброшены вдоль 43 км линии."
OTHER = "27 октября 2020 года министр принял 12 послов и обсудил с ними 5 вопросов повестки дня на 2021 год."


def make(url: str | None, language: str, text: str, *, minutes: int | None = None, **fields: object) -> Rendering:
    earliest = None if minutes is None else NINE + timedelta(minutes=minutes)
    given: dict[str, object] = {"publishers": frozenset({"mod"}), "earliest": earliest, "latest": earliest, **fields}
    return Rendering(url=url, language=language, text=text, **given)  # type: ignore[arg-type]


def test_what_a_page_declares_is_a_candidate_either_way() -> None:
    english = make("https://mod.example/en/1", "en", ENGLISH, alternates=frozenset({"https://mod.example/x/77"}))
    russian = make("https://mod.example/x/77", "ru", OTHER)
    assert "hreflang" in (find_translation(english, russian) or "")
    assert "hreflang" in (find_translation(russian, english) or "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mfa.example/en/press/2020/1", "https://mfa.example/hy/press/2020/1"),
        ("https://www.mfa.example/en/press/1", "https://www.mfa.example/hy/press/1"),
        ("https://en.kremlin.example/events/64281", "https://kremlin.example/events/64281"),
        ("https://mfa.example/no_-250.en.mfa", "https://mfa.example/no_-250.tr.mfa"),
        ("https://mfa.example/item?id=9&lang=en", "https://mfa.example/item?id=9&lang=ru"),
        ("https://mfa.example/item_en.htm", "https://mfa.example/item_fr.htm"),
        ("https://mfa.example/en/press/the-talks/10609", "https://mfa.example/hy/press/banakcutyun/10609"),
        ("https://mfa.example/eng/news/some-talks-10609", "https://mfa.example/rus/news/peregovory-10609"),
    ],
)
def test_parallel_addresses_are_candidates(one: str, other: str) -> None:
    reason = find_translation(make(one, "en", ENGLISH), make(other, "ru", OTHER))
    assert reason
    assert "address" in reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mfa.example/en/press/1", "https://mfa.example/hy/press/2"),
        ("https://mfa.example/en/press/1", "https://pm.example/hy/press/1"),
        ("https://mfa.example/en/press/2020/talks", "https://mfa.example/hy/press/2020/banakcutyun"),
        ("https://mfa.example/en/press/10609", "https://mfa.example/en/press/10609/print"),
        ("https://mfa.example/en/press/the-talks/10609", "https://mfa.example/hy/press/banakcutyun/20301"),
        ("https://mfa.example/item?id=9&lang=en", "https://mfa.example/item?id=8&lang=ru"),
        ("https://mfa.example/talks_en.htm", "https://mfa.example/visit_fr.htm"),
        ("https://mfa.example/item_en.htm", "https://mfa.example/item_fr.pdf"),
    ],
)
def test_other_addresses_are_not(one: str, other: str) -> None:
    assert find_translation(make(one, "en", ENGLISH), make(other, "ru", OTHER)) is None


def test_the_same_day_publisher_and_numbers_make_a_candidate() -> None:
    day: dict[str, Any] = {"earliest": NINE.replace(hour=0, minute=0), "latest": NINE.replace(hour=23, minute=59)}
    english, russian = make(None, "en", ENGLISH, **day), make(None, "ru", RUSSIAN, **day)
    assert find_translation(english, russian) == (
        "published on the same day by the same publisher, with the same numbers (350, 14, 43, 800)"
    ) or "350" in (find_translation(english, russian) or "")


def test_the_same_minute_needs_fewer_numbers() -> None:
    short = "Talks lasted 90 minutes."
    shorter = "Переговоры длились 90 минут."
    assert find_translation(make(None, "en", short, minutes=0), make(None, "ru", shorter, minutes=0))
    assert find_translation(make(None, "en", short, minutes=0), make(None, "ru", shorter, minutes=40)) is None


def test_three_common_numbers_of_one_day_and_three_fifths_of_all_are_the_least() -> None:
    day: dict[str, Any] = {"earliest": NINE.replace(hour=0, minute=0), "latest": NINE.replace(hour=23, minute=59)}

    def compare(english: str, russian: str) -> str | None:
        return find_translation(make(None, "en", english, **day), make(None, "ru", russian, **day))

    assert compare("Of 350 cars 140 and 430 were moved, in 77 days.", "Из 350 машин 140 и 430 двинули за 88 дней.")  # 3 of 5
    assert compare("Of 350 cars 140 were moved.", "Из 350 машин двинули 140.") is None  # 2 of 2
    assert compare("Of 350 cars 140 and 430 were moved, 77, 66.", "Из 350 машин 140 и 430 двинули, 88.") is None  # 3 of 6


def test_two_renderings_are_less_than_three_times_as_long_as_each_other() -> None:
    english = "Talks lasted 90 minutes."
    longer = "Переговоры длились 90 минут.".ljust(3 * len(english) - 1, "о")
    assert find_translation(make(None, "en", english, minutes=0), make(None, "ru", longer, minutes=0))
    assert find_translation(make(None, "en", english, minutes=0), make(None, "ru", f"{longer}о", minutes=0)) is None


@pytest.mark.parametrize(
    "russian",
    [
        make(None, "ru", OTHER, minutes=0),
        make(None, "ru", RUSSIAN, minutes=0, publishers=frozenset({"paper"})),
        make(None, "ru", RUSSIAN, minutes=60 * 40),
        make(None, "ru", RUSSIAN),
        make(None, "en-GB", ENGLISH, minutes=0),
        make(None, "ru", f"{RUSSIAN} {'Слова без чисел. ' * 40}", minutes=0),
    ],
    ids=["other numbers", "another publisher", "another day", "no date", "the same language", "far longer"],
)
def test_less_than_that_is_no_candidate(russian: Rendering) -> None:
    assert find_translation(make(None, "en", ENGLISH, minutes=0), russian) is None


def test_parallel_addresses_are_listed_for_looking_up() -> None:
    assert "https://mfa.example/hy/press/1" in list_parallels("https://mfa.example/en/press/1")
    assert "https://mfa.example/press/1" in list_parallels("https://mfa.example/en/press/1")
    assert "https://kremlin.example/e/1" in list_parallels("https://en.kremlin.example/e/1")
    assert "https://en.kremlin.example/e/1" in list_parallels("https://kremlin.example/e/1")
    assert "https://mfa.example/no_-250.tr.mfa" in list_parallels("https://mfa.example/no_-250.en.mfa")
    assert list_parallels(None) == []


def test_a_day_without_a_minute_is_not_the_same_minute() -> None:
    midnight = NINE.replace(hour=0, minute=0)
    exact = make(None, "en", "Talks lasted 90 minutes.", earliest=midnight, latest=midnight)
    dated = make(None, "ru", "Переговоры длились 90 минут.", earliest=midnight, latest=midnight + timedelta(hours=24))
    assert find_translation(exact, dated) is None
    assert find_translation(dated, exact) is None


def test_the_day_of_publication_is_no_number_in_common() -> None:
    def compare(english: str, russian: str) -> str | None:
        return find_translation(make(None, "en", english, minutes=0), make(None, "ru", russian, minutes=0))

    assert compare("On 27 October 2020 we met.", "27 октября 2020 года мы встретились.") is None
    assert compare("On 27 October 2020 we met 14 guests.", "27 октября 2020 года мы приняли 14 гостей.")
