"""All that dates, links, drawings and marked texts show, for values on both sides of each of their limits.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.site.display import date_of_hit, fragment_link, show_day, show_instant, show_language, show_text, show_when
from pipeline.site.marking import LONGEST_PART, cut_part, mark_document, mark_edit, mark_sides
from pipeline.site.timeline import draw_calendar, draw_timeline, summarise, tabulate
from storage.model.overviews import CalendarDay, DayState, Month
from tests.expected import expect

FOLDER = Path(__file__).parent / "whole"
DAY, LATER = "2020-10-27T10:00:00Z", "2020-10-29T09:00:00Z"
WHENS: tuple[dict[str, Any] | None, ...] = (
    None,
    {},
    {"value": "2020", "precision": "year"},
    {"value": "2020-10", "precision": "month"},
    {"value": "2020-10-27", "precision": "day"},
    {"value": "2020-10-27T18:05:59+04:00", "precision": "minute", "zone": "+04:00"},
    {"value": "2020-10-27T18:05:59", "precision": "minute", "zone": None},
    {"value": "2020-10-27", "precision": "minute"},
    {"value": None, "earliest": DAY, "latest": LATER},
    {"value": None, "earliest": DAY, "latest": DAY},
    {"value": None, "earliest": DAY, "latest": None},
    {"value": None, "earliest": None, "latest": LATER},
    {"value": None, "earliest": None, "latest": None},
)


def test_dates_links_and_languages_are_shown() -> None:
    def tell() -> Iterator[str]:
        for when in WHENS:
            yield f"{when}: {show_when(when)}"
            for published in (None, {"value": "2021", "precision": "year"}):
                yield f"  said, published {published}: {date_of_hit({'said': when, 'published': published})}"
        for value in (None, "", "2020-01-09", "2020-12-31T23:59:59+00:00", date(1999, 2, 3)):
            yield f"{value}: {show_day(value)} {show_instant(str(value)) if isinstance(value, str) else ''}"
        for number in (0, 1, 11, 12, 13, 14):
            words = " ".join(f"w-{place}" for place in range(number))
            yield f"{number} words: {fragment_link('https://a.example/x#y', words)}"
        for url in (None, "", " https://a.example", "ftp://a.example", "https:///x", "https://[", "http://a.example/\u202e"):
            yield f"{url!r}: {fragment_link(url, 'words')}"
        for code in (None, "", "e", "en", "en-GB", "abcdefgh", "abcdefghi", "en-", "en-123456789", 'en"', "en_GB"):
            yield f"{code!r}: {show_language(code)!r}"
        for number in (
            *range(0x20),
            0x7F,
            0x80,
            0x9F,
            0xA0,
            0x061C,
            0x200B,
            0x200E,
            0x2028,
            0x202A,
            0x202E,
            0x2066,
            0x2069,
            0xFEFF,
        ):
            yield f"U+{number:04X}: {show_text(chr(number))!r}"

    expect(FOLDER / "display.expected.txt", tell())


def make_months(number: int, first: int = 0) -> list[Month]:
    states = list(DayState)
    return [
        Month(
            month=f"{2019 + n // 12}-{n % 12 + 1:02}",
            quotes=(n * 7) % 5,
            held=(n * 3) % 11,
            state=DayState.HELD if (n * 3) % 11 else states[n % len(states)],
        )
        for n in range(first, first + number)
    ]


@pytest.mark.parametrize("by_share", [True, False])
def test_timelines_are_drawn(by_share: bool) -> None:
    def tell() -> Iterator[str]:
        for number, first in ((1, 0), (2, 11), (12, 1), (13, 4), (14, 3), (15, 9), (30, 8), (72, 0), (73, 0), (110, 0)):
            drawn = draw_timeline(make_months(number, first), lambda span: f"?when={span}", by_share=by_share)
            yield f"{number} from the month {first}:"
            yield from (f"  {line}" for line in str(drawn).replace("><", ">\n<").splitlines())

    expect(FOLDER / f"timeline-{'share' if by_share else 'number'}.expected.txt", tell())


def test_a_calendar_is_drawn_and_tabulated() -> None:
    states = list(DayState)
    days = [
        CalendarDay(
            day=date(2020, 2, 20) + timedelta(days=n), state=states[n % 4], documents=n if states[n % 4] is DayState.HELD else 0
        )
        for n in range(30)
    ]

    def tell() -> Iterator[str]:
        for number in (0, 1, 5, 30):
            yield f"{number} days:"
            yield from (f"  {line}" for line in str(draw_calendar(days[:number])).replace("><", ">\n<").splitlines())
            yield f"  {summarise(days[:number])}"
            yield from (f"  {row}" for row in tabulate(days[:number]))

    expect(FOLDER / "calendar.expected.txt", tell())


def test_long_documents_are_cut_at_paragraphs_else_at_words() -> None:
    texts = {
        "empty": "",
        "as long as a part": "a" * LONGEST_PART,
        "one longer": "a" * (LONGEST_PART + 1),
        "words": "word " * 8_000,
        "paragraphs": f"{'word ' * 500}\n" * 16,
        "a paragraph before the half": "a" * (LONGEST_PART // 2 - 1) + "\n" + "b" * LONGEST_PART,
        "a paragraph at the half": "a" * (LONGEST_PART // 2) + "\n" + "b" * LONGEST_PART,
        "a paragraph at the end": "a" * (LONGEST_PART - 1) + "\n" + "b" * 9,
        "a paragraph behind the end": "a" * LONGEST_PART + "\n" + "b" * 9,
    }

    def tell() -> Iterator[str]:
        for name, text in texts.items():
            for start in (-1, 0, 1, LONGEST_PART - 1, LONGEST_PART, LONGEST_PART + 1, 2 * LONGEST_PART, 99_999):
                yield f"{name} at {start}: {cut_part(text, start)}"

    expect(FOLDER / "parts.expected.txt", tell())


def test_quotes_and_edits_are_marked() -> None:
    text = "He said: “Peace. Now! Dr. A. Sample left?” She… did not.\nThe end。再见。"
    changes = [
        {"at": 10, "end": 16, "removed": "War & <b>."},
        {"at": 12, "end": 15, "removed": "inside the first"},
        {"at": 20, "end": 20, "removed": " or never"},
        {"at": 43, "end": 47, "removed": ""},
    ]

    def tell() -> Iterator[str]:
        quotes = [
            {"id": "q_1", "start": 10, "end": 42},
            {"id": "q_2", "start": 10, "end": 16},
            {"id": "q_3", "start": 44, "end": 56},
        ]
        for number in range(4):
            yield f"{number} quotes: {mark_document(text, cut_part(text, 0), quotes[:number], 'r_1')}"
        for number in range(len(changes) + 1):
            yield f"{number} changes: {mark_edit(text, changes[:number])}"
            yield f"{number} changes: {mark_sides(text, changes[:number], 'del')}"

    expect(FOLDER / "marked.expected.txt", tell())
