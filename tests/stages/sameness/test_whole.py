"""Whole comparisons: a text of each language, and what is said of it with single words changed, left out or cut off.

``whole/<language>.txt`` holds the text and changes of it, as ``old => new``. Each is compared in both directions. Then each
word is left out, and the text is cut before and behind each word. Where ``whole/<language>.expected.txt`` is missing it is
written and the test fails, until someone has read it and commits it. What is judged wrongly is expected as it is judged, so
that each change of it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.expected import expect
from tests.words import answer_row

FOLDER = Path(__file__).parent / "whole"


_WORD = re.compile("[\u3040-\u9fff]|[^\\s\u3040-\u9fff]+")
_LONG = 40


def judge(stored: str, other: str, *, whole: bool = False) -> str:
    answer: dict[str, Any] = answer_row({"id": 1, "a": stored, "b": other})
    diff = " ".join(
        f"{each['kind']}{'!' if each['material'] else ''}[{shorten(each['a'])}|{shorten(each['b'])}|{each['note']}]"
        for each in answer["diff"]
    )
    said = f"{answer['verdict']}{'!' if answer['material'] else ''} {diff}"
    return (f"{said} {answer['reason']}" if whole else said).replace("\n", " ")


def shorten(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG // 2]}…{words[-_LONG // 2 :]}"


def compare_all(file: Path) -> Iterator[str]:
    text, changes = file.read_text("utf-8").split("\n--\n")
    for line in changes.splitlines():
        old, _, new = line.partition(" =>")
        assert text.count(old) == 1, old
        changed = text.replace(old, new.strip())
        yield f"{line}: {judge(text, changed, whole=True)}"
        yield f"  and back: {judge(changed, text)}"
    for word in _WORD.finditer(text):
        start, end = word.span()
        yield f"without {word.group()}: {judge(text, text[:start] + text[end:].lstrip())}"
        yield f"from {word.group()}: {judge(text, text[start:])}"
        yield f"up to {word.group()}: {judge(text, text[:end])}"


@pytest.mark.parametrize("language", sorted(file.stem for file in FOLDER.glob("??.txt")))
def test_each_change_of_a_text_is_called_what_it_is(language: str) -> None:
    expect(FOLDER / f"{language}.expected.txt", compare_all(FOLDER / f"{language}.txt"))
