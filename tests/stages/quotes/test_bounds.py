"""The limits of finding quotes that whole texts do not reach, each at its bound: the last value on one side, the first on the
other."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row, find_quotes
from pipeline.stages.quotes.language_rules import say_uncovered, select_language
from pipeline.stages.quotes.wrapping import unwrap
from storage.model import Document, DocumentKind, Post, PostKind, QuoteKind, Turn
from tests.stages.quotes.test_documents import document

KNOWLEDGE = load_knowledge()


def read(text: str, language: str | None = "en") -> list[dict[str, Any]]:
    quotes: list[dict[str, Any]] = answer_row({"id": "x", "text": text, "language": language, "date": "2024-10-15"}, KNOWLEDGE)[
        "quotes"
    ]
    return quotes


def find_own(whole: Document) -> list[str]:
    return [quote.exact for quote in find_quotes(whole, KNOWLEDGE).quotes if quote.kind is QuoteKind.OWN]


@pytest.mark.parametrize(("length", "quotes"), [(1200, 1), (1201, 2)])
def test_a_post_of_twelve_hundred_characters_is_one_utterance(length: int, quotes: int) -> None:
    post = Post(platform="x", id="1", account="SecPompeo", author=None, kind=PostKind.ORIGINAL)
    text = f"{'a' * (length - 3)}\n\nb"
    assert len(text) == length
    assert len(find_own(document(text, DocumentKind.POST, post=post))) == quotes


@pytest.mark.parametrize(("between", "found"), [(194, "Sample"), (195, None)])
def test_the_label_of_a_turn_stands_within_two_hundred_characters_before_it(between: int, found: str | None) -> None:
    text = f"Sample{'.' * between}Yes."
    turn = Turn(speaker="Sample", start=6 + between, end=len(text))
    (quote,) = find_quotes(document(text, DocumentKind.TRANSCRIPT, turns=(turn,)), KNOWLEDGE).quotes
    assert (quote.mention.text if quote.mention else None) == found


@pytest.mark.parametrize(("width", "joined"), [(100, True), (101, False)])
def test_lines_of_a_hundred_letters_are_wrapped_and_longer_ones_are_paragraphs(width: int, joined: bool) -> None:
    assert ("\n" not in unwrap(f"{'a' * width}\n{'b' * width}\nCc")) is joined


@pytest.mark.parametrize(("least", "joined"), [(50, True), (49, False)])
def test_each_line_of_a_wrapped_block_but_the_last_has_fifty_letters(least: int, joined: bool) -> None:
    assert ("\n" not in unwrap(f"{'a' * 60}\n{'b' * least}\n{'C' * 40}")) is joined


@pytest.mark.parametrize(("word", "joined"), [(11, True), (10, True), (9, False)])
def test_a_wrapped_line_had_no_room_for_the_next_word(word: int, joined: bool) -> None:
    assert ("\n" not in unwrap(f"{'a' * 60}\n{'b' * 50}\n{'C' * word} d")) is joined


@pytest.mark.parametrize(("size", "joined"), [(20, True), (19, False)])
def test_lines_of_twenty_ideographs_are_wrapped_and_shorter_ones_are_lines(size: int, joined: bool) -> None:
    line = "桥" * size
    assert ("\n" not in unwrap(f"{line}\n{line}\n好")) is joined


def test_lines_of_ideographs_may_differ_by_one() -> None:
    one, two, three = "桥" * 24, "桥" * 23, "桥" * 22
    assert "\n" not in unwrap(f"{one}\n{two}\n好")
    assert "\n" in unwrap(f"{one}\n{three}\n好")


def test_two_lines_show_no_common_width() -> None:
    line = "桥" * 24
    assert "\n" in unwrap(f"{line}\n{line}")
    assert "\n" not in unwrap(f"{line}\n{line}\n{line}")


@pytest.mark.parametrize(("kana", "code"), [("のの", "zh"), ("ののの", "zh"), ("のののの", "ja")])
def test_more_than_three_kana_are_japanese(kana: str, code: str) -> None:
    assert select_language(f"大桥将继续开放{kana}", None, KNOWLEDGE).code == code


@pytest.mark.parametrize(("before", "code"), [(2980, "de"), (3000, "en")])
def test_a_language_is_told_by_the_first_three_thousand_characters(before: int, code: str) -> None:
    assert select_language("9 " * (before // 2) + "und der die das nicht", None, KNOWLEDGE).code == code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("de", "de"),
        ("DE-AT", "de"),
        ("fil", "fil"),
        ("und", "en"),
        ("xx", "en"),
        ("d", "en"),
        ("deut", "en"),
        ("d3", "en"),
        ("", "en"),
    ],
)
def test_a_language_is_declared_by_two_or_three_letters(tag: str, code: str) -> None:
    assert select_language("12", tag, KNOWLEDGE).code == code


@pytest.mark.parametrize(("tag", "said"), [("qa", True), ("qaa-x", True), ("de", False), ("und", False), (None, False)])
def test_a_declared_language_without_rules_is_said(tag: str | None, said: bool) -> None:
    assert (say_uncovered(tag, KNOWLEDGE) is not None) is said


@pytest.mark.parametrize(("words", "found"), [(4, True), (3, False)])
def test_fewer_than_four_words_without_a_stop_are_a_signed_title(words: int, found: bool) -> None:
    text = f"“{' '.join(['river'] * words)}” — Nora Sample, Minister for Roads"
    assert bool([quote for quote in read(text) if quote["kind"] == "direct"]) is found
