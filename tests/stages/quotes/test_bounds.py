"""The limits of finding quotes that whole texts do not reach, each at its bound: the last value on one side, the first on the
other."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row, find_quotes
from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.blocks import lies_in
from pipeline.stages.quotes.cues_and_speakers import cut_long
from pipeline.stages.quotes.language_rules import say_uncovered, select_language
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.wrapping import unwrap
from storage.model import Document, DocumentKind, Mention, Post, PostKind, QuoteKind, Turn
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


def cut(text: str, segments: list[Segment]) -> list[int]:
    parts = cut_long(text, [(0, len(text))], segments)
    assert [start for start, _ in parts[1:]] == [end for _, end in parts[:-1]]
    return [end for _, end in parts]


@pytest.mark.parametrize(
    ("text", "segments", "ends"),
    [
        ("a" * 6000, [], [6000]),
        ("a" * 6001, [], [6000, 6001]),
        (f"{'a' * 2999}. {'b' * 3100}", [], [6000, 6101]),
        (f"{'a' * 3000}. {'b' * 3100}", [], [3001, 6102]),
        (f"{'a' * 5998}. {'b' * 100}", [], [5999, 6100]),
        (f"{'a' * 5999}. {'b' * 100}", [], [6000, 6101]),
        (f"{'a' * 3500}。{'b' * 3500}", [], [3501, 7001]),
        ("a" * 7000, [(5990, 6500)], [6500, 7000]),
        ("a" * 7000, [(5990, 6000)], [6000, 7000]),
        ("a" * 7000, [(5990, 7000)], [7000]),
        ("a" * 13000, [], [6000, 12000, 13000]),
    ],
)
def test_a_paragraph_of_more_than_six_thousand_characters_is_cut_at_a_stop_and_in_no_quotation(
    text: str, segments: list[tuple[int, int]], ends: list[int]
) -> None:
    marked = [Segment(start + 1, end - 1, (start, end), True) for start, end in segments]
    assert cut(text, marked) == ends


@pytest.mark.parametrize(("words", "found"), [(10, True), (11, False)])
def test_a_line_of_ten_words_with_a_full_name_introduces_what_a_dash_opens(words: int, found: bool) -> None:
    line = f"Иван Примеров {'о ' * (words - 2)}".strip() + ":"
    assert bool(read(f"{line}\n— Мост откроют весной и не раньше", "ru")) is found


@pytest.mark.parametrize(("length", "found"), [(80, True), (81, False)])
def test_the_line_below_that_names_whose_words_they_are_has_at_most_eighty_characters(length: int, found: bool) -> None:
    line = "so die Ministerin, " + "x" * (length - 20) + "."
    assert len(line) == length
    assert bool(read(f"Die Brücke wird im Mai eröffnet.\n\n{line}", "de")) is found


@pytest.mark.parametrize(("words", "found"), [(4, True), (3, False)])
def test_four_words_above_such_a_line_are_a_report(words: int, found: bool) -> None:
    above = f"Die {'Brücke ' * (words - 2)}hält."
    assert len(above.split()) == words
    assert bool(read(f"{above}\n\nso die Ministerin.", "de")) is found


@pytest.mark.parametrize(("length", "found"), [(240, True), (241, False)])
def test_a_line_with_a_colon_has_at_most_two_hundred_and_forty_characters(length: int, found: bool) -> None:
    text = "Jane Sample said:".rjust(length, "A") + "\n\nThe bridge opens in spring."
    whole = document(text, DocumentKind.RELEASE, set_off=((length + 2, len(text)),))
    quotes = find_quotes(whole, KNOWLEDGE).quotes
    assert any(quote.kind is QuoteKind.DIRECT for quote in quotes) is found


@pytest.mark.parametrize(
    ("start", "end", "lies"),
    [
        *((10, 20, True), (11, 19, True), (9, 20, False), (10, 21, False)),
        *((2, 3, True), (0, 10, True), (0, 11, False), (3, 9, False), (0, 2, False)),
    ],
)
def test_a_span_lies_in_a_block_or_is_the_line_above_it(start: int, end: int, lies: bool) -> None:
    mention = Mention(text="xx", start=2, end=4)
    block = Attribution(spans=((10, 20),), marked=(), kind=QuoteKind.DIRECT, mention=mention)
    assert lies_in((start, end), (block,)) is lies
