"""The limits of reading a page, each at its bound: the last value on one side, the first on the other."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.stages.parse.alternates import read_alternates
from pipeline.stages.parse.binaries import name_binary, name_code
from pipeline.stages.parse.bylines import find_byline
from pipeline.stages.parse.interviews import read_interview
from pipeline.stages.parse.label_patterns import LabelKind, compile_labels
from pipeline.stages.parse.labels import Label, _are_statements, _is_conversation
from pipeline.stages.parse.language_detection import find_language
from pipeline.stages.parse.notices import find_notice
from pipeline.stages.parse.page_metadata import Declared
from pipeline.stages.parse.principals import find_principals
from pipeline.stages.parse.published import choose_date
from pipeline.stages.parse.shapes import Shape, detect_shape
from pipeline.stages.parse.titles import choose_title
from pipeline.stages.text import Marked
from tests.words import WORDS, Page

TITLE = "Statement on the bridge of the town"
DATE = "27 October 2020"


def grow(*parts: str) -> LexborHTMLParser:
    return LexborHTMLParser(f"<html><body>{''.join(parts)}</body></html>")


@pytest.mark.parametrize("count", [50, 51])
def test_a_page_names_itself_in_at_most_fifty_languages(count: int) -> None:
    links = [f'<link rel=alternate hreflang=l{n} href="https://mfa.example/l{n}/news/1">' for n in range(count)]
    assert len(read_alternates(grow(*links), "https://mfa.example/news/1")) == 50


@pytest.mark.parametrize(("size", "named"), [(49, "binary data"), (50, None)])
def test_one_control_character_in_fifty_is_no_text(size: int, named: str | None) -> None:
    assert name_binary(b"\x01" + b"a" * (size - 1)) == named


@pytest.mark.parametrize(("before", "named"), [(4_095, "binary data"), (4_096, None)])
def test_the_first_bytes_tell_text_from_what_is_none(before: int, named: str | None) -> None:
    assert name_binary(b"a" * (before - 100) + b"\x01" * 100) == "binary data"
    assert (name_binary(b"\x02" * 81 + b"a" * (before - 81) + b"\x01") or None) == named


@pytest.mark.parametrize(("rules", "named"), [(2, None), (3, "a stylesheet")])
def test_three_rules_make_a_stylesheet(rules: int, named: str | None) -> None:
    assert name_code("p { color: red; }\n" * rules, ()) == named


@pytest.mark.parametrize(("statements", "named"), [(11, None), (12, "a script")])
def test_twelve_statements_make_a_script(statements: int, named: str | None) -> None:
    assert name_code("{" + "return 1\n" * statements, ()) == named


@pytest.mark.parametrize(("size", "named"), [(12 * 120 - 1, "a script"), (12 * 120, None)])
def test_the_statements_of_a_script_are_dense(size: int, named: str | None) -> None:
    code = "{" + "return 1\n" * 12
    assert name_code(code + "." * (size - len(code)), ()) == named


@pytest.mark.parametrize(("size", "found"), [(120, "Jane Sample"), (121, None)])
def test_a_long_line_is_no_byline(size: int, found: str | None) -> None:
    line = "By Jane Sample, "
    assert find_byline(grow(f"<p class=byline>{line}{'x' * (size - len(line))}</p>"), WORDS) == found


@pytest.mark.parametrize(("line", "found"), [("By Sample", None), ("By Jane Sample", "Jane Sample")])
def test_a_byline_names_a_person_in_two_words(line: str, found: str | None) -> None:
    assert find_byline(grow(f"<p class=byline>{line}</p>"), WORDS) == found


@pytest.mark.parametrize(("questions", "turns"), [(1, 0), (2, 4)])
def test_two_bold_questions_with_answers_make_an_interview(questions: int, turns: int) -> None:
    lines = ["Is it open?", "It is."] * questions
    text = "\n".join(lines)
    strong = tuple((text.find("Is", at), text.find("?", at) + 1) for at in range(0, len(text), len("Is it open?\nIt is.\n")))
    found = read_interview(Marked(text=text, strong=strong), None)
    assert len(found.turns if found else ()) == turns


@pytest.mark.parametrize(("words", "language"), [(11, None), (12, "en")])
def test_twelve_words_tell_a_language(words: int, language: str | None) -> None:
    assert find_language("the of and to in is that it for the with as "[:36] + "we " * (words - 10), WORDS) == language


@pytest.mark.parametrize(("letters", "language"), [(19, None), (20, "ru")])
def test_twenty_letters_of_another_script_tell_a_language(letters: int, language: str | None) -> None:
    assert find_language("ы" * letters + " " + "xyz", WORDS) == language


@pytest.mark.parametrize(("size", "found"), [(400, True), (401, False)])
def test_a_long_line_is_no_notice(size: int, found: bool) -> None:
    line = "This statement has been withdrawn. "
    notice = find_notice(grow(f"<p>{line}{'x' * (size - len(line))}</p>"), None, Page(url=None))
    assert (notice is not None) is found


@pytest.mark.parametrize(("before", "behind", "found"), [(11, 7, True), (12, 6, False), (13, 5, True)])
def test_a_notice_without_a_mark_stands_at_the_beginning_or_the_end(before: int, behind: int, found: bool) -> None:
    blocks = ["<p>Words.</p>"] * before + ["<p>This statement has been withdrawn.</p>"] + ["<p>Words.</p>"] * behind
    assert (find_notice(grow(*blocks), None, Page(url=None)) is not None) is found


@pytest.mark.parametrize(("marked", "found"), [(39, True), (40, False)])
def test_the_first_elements_marked_as_notes_are_read(marked: int, found: bool) -> None:
    notes = ["<div class=notice>A note.</div>"] * marked + ["<div class=notice>This statement has been withdrawn.</div>"]
    assert (find_notice(grow(*notes), None, Page(url=None)) is not None) is found


@pytest.mark.parametrize(("before", "found"), [(13, ("Jane Sample",)), (14, ())])
def test_a_heading_among_the_first_lines_names_whose_words_follow(before: int, found: tuple[str, ...]) -> None:
    text = "\n".join(["Menu."] * before + ["Remarks by Jane Sample", "We agree."])
    assert find_principals(None, text, WORDS) == found


@pytest.mark.parametrize(("size", "found"), [(140, ("Jane Sample",)), (141, ())])
def test_a_long_line_is_no_heading(size: int, found: tuple[str, ...]) -> None:
    line = "Remarks by Jane Sample at the opening of "
    assert find_principals(None, f"{line}{'x' * (size - len(line))}\nWe agree.", WORDS) == found


def date_page(*lines: str) -> str | None:
    parts = [f"<p>{line}</p>" if line != TITLE else f"<h1>{TITLE}</h1>" for line in lines]
    when = choose_date(grow(*parts), Declared(), TITLE, Page(url=None))
    return when.value if when else None


@pytest.mark.parametrize(("between", "value"), [(13, "2020-10-27"), (14, None)])
def test_a_date_near_behind_the_title_is_the_items(between: int, value: str | None) -> None:
    assert date_page(TITLE, *["Share"] * between, DATE) == value


@pytest.mark.parametrize(("between", "value"), [(3, "2020-10-27"), (4, None)])
def test_a_date_close_before_the_title_is_the_items(between: int, value: str | None) -> None:
    assert date_page(DATE, *["Menu"] * between, TITLE, "Words") == value


@pytest.mark.parametrize(("size", "value"), [(140, "2020-10-27"), (141, None)])
def test_a_date_in_a_long_line_is_told_of(size: int, value: str | None) -> None:
    assert date_page(TITLE, *["Share"] * 3, f"{'x' * (size - len(DATE) - 1)} {DATE}") == value


@pytest.mark.parametrize(("between", "value"), [(2, "2020-10-27"), (3, None)])
def test_the_dateline_of_a_body_stands_among_its_first_lines(between: int, value: str | None) -> None:
    assert date_page(TITLE, *["Share"] * between, f"SAMPLETON, {DATE} – {'The bridge is open. ' * 8}") == value


@pytest.mark.parametrize(("lines", "value"), [(4, "2020-10-27"), (5, None)])
def test_a_title_may_be_broken_into_four_lines(lines: int, value: str | None) -> None:
    words = TITLE.split()
    broken = [*words[: lines - 1], " ".join(words[lines - 1 :])]
    assert date_page(*["Menu"] * 20, *broken, DATE) == value


@pytest.mark.parametrize(("title", "found"), [("Abcd", "Abcd"), ("Abc", None)])
def test_a_heading_has_at_least_four_characters(title: str, found: str | None) -> None:
    assert choose_title(grow(f"<h1>{title}</h1>"), Declared(), WORDS) == found


@pytest.mark.parametrize(("more", "found"), [(23, TITLE), (24, "Other heading of this page")])
def test_a_title_that_is_cut_keeps_three_fifths_of_itself(more: int, found: str) -> None:
    whole = f"{TITLE}{'x' * more}"
    page = grow("<h1>Other heading of this page</h1>", f"<h1>{TITLE}</h1>")
    assert len(TITLE) == 35
    assert choose_title(page, Declared(title=whole), WORDS) in (found, whole)
    assert (choose_title(page, Declared(title=whole), WORDS) == TITLE) is (found == TITLE)


@pytest.mark.parametrize(("before", "language"), [(2_999 - 11, "ru"), (3_000 - 1, None)])
def test_the_first_three_thousand_characters_tell_a_language(before: int, language: str | None) -> None:
    assert find_language("." * before + " " + "щэыбщэыбщэыщэыбщэыбщэы", WORDS) == language


@pytest.mark.parametrize(("letters", "language"), [(99, "uk"), (100, "ru")])
def test_one_letter_in_a_hundred_that_only_one_language_has_tells_it(letters: int, language: str) -> None:
    assert find_language("ї" + "а" * (letters - 1), WORDS) == language


@pytest.mark.parametrize(("common", "language"), [(4, "en"), (3, "xx")])
def test_a_declared_language_without_a_table_is_wrong_where_a_quarter_of_the_words_are_another_s(
    common: int, language: str
) -> None:
    assert find_language("the " * common + "zzqq " * (16 - common), WORDS, declared="xx") == language


@pytest.mark.parametrize(("size", "value"), [(60, "2020-10-27"), (61, None)])
def test_a_dateline_ends_within_sixty_characters(size: int, value: str | None) -> None:
    line = f"{'X' * (size - len(DATE) - 1)} {DATE} – {'The bridge is open. ' * 8}"
    assert date_page(TITLE, line) == value


@pytest.mark.parametrize(("size", "value"), [(60, "2020-10-27"), (61, None)])
def test_a_short_line_with_a_full_stop_is_no_prose(size: int, value: str | None) -> None:
    assert date_page(TITLE, *["Share"] * 3, f"{DATE} {'x' * (size - len(DATE) - 2)}.") == value


@pytest.mark.parametrize(("size", "value"), [(40, None), (41, "2020-10-27")])
def test_a_short_label_alone_on_the_line_before_says_that_a_date_is_an_events(size: int, value: str | None) -> None:
    label = f"When: {'x' * (size - 7)}:"
    assert (len(label), date_page(TITLE, label, DATE)) == (size, value)


@pytest.mark.parametrize(("size", "value"), [(300, None), (301, "2020-10-27")])
def test_a_short_box_with_a_picture_dates_the_picture(size: int, value: str | None) -> None:
    line = f"The old bridge, {DATE}"
    box = f"<div><img src=a.jpg>{line}<br>{'x' * (size - len(line) - 1)}</div>"
    page = LexborHTMLParser(f"<html><body><h1>{TITLE}</h1>{box}</body></html>")
    when = choose_date(page, Declared(), TITLE, Page(url=None))
    assert (when.value if when else None) == value


@pytest.mark.parametrize(("words", "value"), [("Bridge", "2020-10-27"), ("The bridge", None)])
def test_two_words_beside_a_date_make_it_that_of_a_picture(words: str, value: str | None) -> None:
    page = LexborHTMLParser(f"<html><body><h1>{TITLE}</h1><figure>{words} {DATE}</figure></body></html>")
    when = choose_date(page, Declared(), TITLE, Page(url=None))
    assert (when.value if when else None) == value


@pytest.mark.parametrize(("rows", "value"), [(2, "2020-10-27"), (3, None)])
def test_a_table_that_dates_three_rows_dates_what_they_list(rows: int, value: str | None) -> None:
    table = "".join(f"<tr><td>{27 - row} October 2020</td></tr>" for row in range(rows))
    page = LexborHTMLParser(f"<html><body><h1>{TITLE}</h1><table>{table}</table></body></html>")
    when = choose_date(page, Declared(), TITLE, Page(url=None))
    assert (when.value if when else None) == value


@pytest.mark.parametrize(("size", "value"), [(40, "2020-10-27"), (41, "2021-03-02")])
def test_a_short_element_named_for_publication_beats_a_later_day_that_is_declared(size: int, value: str) -> None:
    shown = f"{'x' * (size - len(DATE) - 1)} {DATE}"
    page = LexborHTMLParser(f"<html><body><h1>{TITLE}</h1><p class=publish-date>{shown}</p></body></html>")
    when = choose_date(page, Declared(date="2021-03-02"), TITLE, Page(url=None))
    assert when is not None
    assert when.value == value


SAID = "We met in the old town and spoke about the bridge."


@pytest.mark.parametrize(
    ("names", "said", "conversation"),
    [
        ("ABA", SAID, True),
        ("AAB", SAID, False),
        ("ABAB", SAID, True),
        ("AAAB", SAID, False),
        ("AA", SAID, False),
        ("AAA", SAID, False),
        ("ABA", "x" * 19 + ".", True),
        ("ABA", "x" * 18 + ".", False),
        ("ABA", "a table of the town without an end", False),
    ],
)
def test_two_names_that_take_turns_in_sentences_are_a_conversation(names: str, said: str, conversation: bool) -> None:
    text, labels = "", []
    for name in names:
        labels.append(Label(text=name, kind=LabelKind.MAYBE, start=len(text), end=len(text) + 3))
        text += f"{name}: {said}\n"
    assert _is_conversation(labels, text) is conversation


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("ABCDEFghij", LabelKind.MAYBE),
        ("ABCDEghijk", None),
        ("ABCd", LabelKind.MAYBE),
        ("ABC", None),
        ("Jane Sample", LabelKind.MAYBE),
        ("Sample", None),
        ("MINISTER SAMPLE", LabelKind.SPEAKER),
    ],
)
def test_a_name_of_which_six_letters_in_ten_are_capitals_may_be_a_label(words: str, kind: LabelKind | None) -> None:
    assert compile_labels(WORDS.labels).classify_letters(words, bold=False) is kind


def make_statements(quoted: int, repeated: int) -> tuple[list[Label], str]:
    """Make ten lines with labels, some of which stand before words in marks, and some of which are one name."""
    text, labels = "", []
    for number in range(10):
        name = "Jane Sample" if number < repeated else f"Jane Sample{number}"
        label = f"{name}: "
        labels.append(Label(text=name, kind=LabelKind.MAYBE, start=len(text), end=len(text) + len(label)))
        text += f"{label}{'“Yes.”' if number < quoted else 'Yes.'}\n"
    return labels, text


@pytest.mark.parametrize(("quoted", "repeated", "are"), [(6, 1, True), (5, 1, False), (6, 2, True), (6, 3, False)])
def test_six_in_ten_quotations_of_nine_in_ten_names_are_statements(quoted: int, repeated: int, are: bool) -> None:
    assert _are_statements(*make_statements(quoted, repeated)) is are


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("\ufeff \n{", Shape.JSON),
        ("[", Shape.JSON),
        ("<?xml version='1.0'?><rss>", Shape.XML),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", Shape.XML),
        (f"{'x ' * 1600}<html><body>", Shape.HTML),
        ("<!doctype html><p>", Shape.HTML),
        ("words and words", Shape.TEXT),
    ],
)
def test_a_text_is_what_it_begins_as(text: str, shape: Shape) -> None:
    assert detect_shape(text) is shape


@pytest.mark.parametrize(("latin", "found"), [(20, "ru"), (21, None)])
def test_half_of_the_letters_are_of_the_script_that_tells_a_language(latin: int, found: str | None) -> None:
    language = find_language(f"{'ы' * 20} {'q' * latin}", WORDS)
    assert (language == "ru") is (found == "ru")
