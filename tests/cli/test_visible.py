"""Archived text cannot act on a terminal, a pipe or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import pytest

from pipeline.cli.output import console, print_json
from pipeline.cli.spreadsheets import print_csv
from pipeline.cli.visible import escape_json, show_controls

HOSTILE = "a\x1b[2Jb\x1b]0;title\x07c\x9b31md\u202ee\x00"


def test_what_acts_on_a_terminal_becomes_a_mark() -> None:
    assert show_controls(HOSTILE) == "a␛[2Jb␛]0;title␇c\\x9b31md\\u202ee␀"


def test_text_with_line_ends_tabs_and_marks_of_direction_stays() -> None:
    assert show_controls("one\ttwo\nسلام\u200f three") == "one\ttwo\nسلام\u200f three"


def test_the_console_prints_marks(capsys: pytest.CaptureFixture[str]) -> None:
    console.cache_clear()
    console().print(HOSTILE, markup=False)
    assert "\x1b" not in capsys.readouterr().out
    console.cache_clear()


def test_json_keeps_the_text_and_holds_no_control_character(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"exact": HOSTILE})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"exact": HOSTILE}
    assert show_controls(printed) == printed


def test_json_with_half_a_character_can_be_written() -> None:
    written = escape_json(json.dumps({"title": "\ud800"}, ensure_ascii=False))
    assert json.loads(written.encode("utf-8")) == {"title": "\ud800"}


def test_escaping_json_leaves_letters_alone() -> None:
    assert escape_json('"Երևան 停火"') == '"Երևան 停火"'


@pytest.mark.parametrize("cell", ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1"])
def test_a_formula_is_defused(capsys: pytest.CaptureFixture[str], cell: str) -> None:
    print_csv(["exact"], [[cell], ["plain"], [3]])
    [_, [first], *rest] = csv.reader(io.StringIO(capsys.readouterr().out, newline=""))
    assert first.startswith("'")
    assert rest == [["plain"], ["3"]]
