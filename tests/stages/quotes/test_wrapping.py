"""Soft line breaks of hard-wrapped text become spaces; those that end a paragraph or an item of a list stay."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.wrapping import unwrap

MAIL = (
    "The council met on Monday to hear of the bridge and of the ferry. Transport Minister Jane Sample opened the meeting. “We "
    "will build the second pier this year, and we will build it without raising the fare for anyone,” said Jane Sample. Nobody "
    "objected."
)


@pytest.mark.parametrize("width", [60, 68, 76])
def test_wrapped_text_is_joined_whole_also_before_names_and_behind_stops(width: int) -> None:
    assert unwrap("\n".join(textwrap.wrap(MAIL, width))) == MAIL


@pytest.mark.parametrize(("length", "joined"), [(50, True), (49, False)])
def test_a_line_of_fifty_letters_can_be_wrapped_and_a_shorter_one_is_a_line(length: int, joined: bool) -> None:
    assert ("\n" not in unwrap("a" * length + "\ngoes on")) is joined


@pytest.mark.parametrize("behind", [".\ngoes on", "\nAnother line", ";\nb) an item", "\n\nb"])
def test_a_stop_a_capital_or_an_empty_line_begins_a_new_paragraph(behind: str) -> None:
    assert unwrap("a" * 60 + behind) == "a" * 60 + behind


def test_lines_with_room_for_the_next_word_are_paragraphs() -> None:
    text = "\n".join(
        ("The first paragraph is about the bridge and the ferry, and", "it goes on", "Another one. " * 6, "The last.")
    )
    assert unwrap(text).count("\n") == 2


def test_lines_of_one_length_without_spaces_are_joined() -> None:
    line = "我们将于今年建成大桥不会向居民收取任何新的费用"
    assert "\n" not in unwrap("\n".join((line, line, "请放心。")))


@given(st.text(alphabet="ab .,\nAé中", max_size=400))
def test_unwrapping_keeps_every_offset(text: str) -> None:
    unwrapped = unwrap(text)
    assert len(unwrapped) == len(text)
    assert all(one == other or (one, other) == ("\n", " ") for one, other in zip(text, unwrapped, strict=True))


@pytest.mark.parametrize(
    ("language", "text", "speakers"),
    [
        (
            "de",
            "„Wir bauen die Brücke in diesem Jahr fertig, und wir bauen sie ganz\nohne eine neue Maut für die Pendler“, sagte "
            "Verkehrsministerin Jana\nMuster am Montag im Landtag. „Niemand muss länger als bis zum\nSommer warten“, fügte sie "
            "hinzu.",
            ["Jana Muster", "Jana Muster"],
        ),
        (
            "pl",
            "„Zbudujemy most w tym roku i zbudujemy go bez żadnych nowych opłat\ndla mieszkańców naszej wyspy” – powiedziała "
            "minister Anna\nPrzykładowa w Sejmie. „Nikt nie będzie musiał czekać dłużej niż do\nlata” – dodała Przykładowa.",
            ["Anna Przykładowa", "Anna Przykładowa"],
        ),
    ],
)
def test_a_quotation_and_a_name_broken_over_lines_are_read_whole(language: str, text: str, speakers: list[str]) -> None:
    quotes = answer_row({"id": "sample", "text": text, "language": language}, load_knowledge())["quotes"]
    assert [quote["speaker"] for quote in quotes] == speakers
    assert all(text[quote["start"] : quote["end"]] == quote["exact"] for quote in quotes)
    assert all(text[quote["mention"]["start"] : quote["mention"]["end"]] == quote["mention"]["text"] for quote in quotes)
