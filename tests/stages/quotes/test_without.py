"""What each word and each mark of a text does: the sentences of ``press_forms`` and the paragraphs of ``whole``, and each
without one of its parts.

``without/<language>.expected.txt`` holds what is read from each text, then which parts change that, and the quotes that are
read otherwise then; see `tests.expected`. The texts are of 15 October 2024, a Tuesday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from tests.expected import expect_names, expect_part

HERE = Path(__file__).parent
FOLDER = HERE / "without"
LANGUAGES = sorted(file.stem for file in (HERE / "press_forms").glob("*.tsv"))
PART = re.compile("[\u3040-\u9fff]{1,2}|[^\\W_\u3040-\u9fff]+|[^\\w\\s]")
_LONG = 24


def read(text: str, language: str) -> list[str]:
    row = {"id": "sample", "text": text, "language": language, "date": "2024-10-15"}
    quotes: list[dict[str, Any]] = answer_row(row, load_knowledge())["quotes"]
    return list(map(tell, quotes))


def tell(quote: dict[str, Any]) -> str:
    """Tell a quote in short: its kind, its ends, who says it by which words, when, and what is not plainly said."""
    words = quote["exact"] if len(quote["exact"]) <= _LONG else f"{quote['exact'][:9]}…{quote['exact'][-9:]}"
    said = quote["said"]["value"] if quote["said"] and quote["said"]["basis"] == "text" else ""
    named = quote["mention"]["text"] if quote["mention"] else None
    who = quote["speaker"] if quote["speaker"] == named else f"{quote['speaker']} ({named})"
    stance = "" if quote["polarity"] == "said" else f" {quote['polarity']}"
    return f"{quote['kind']} [{words}] {len(quote['spans'])} {who} by {quote['cue']} {said}{stance}".rstrip()


def list_sentences(language: str) -> list[str]:
    lines = (HERE / "press_forms" / f"{language}.tsv").read_text("utf-8").splitlines()
    return list(dict.fromkeys(line.split("\t")[0].replace("\\n", "\n") for line in lines))


def list_texts(language: str) -> list[str]:
    paragraphs = (HERE / "whole" / f"{language}.txt").read_text("utf-8").replace("\n---\n", "\n\n").strip().split("\n\n")
    return list(dict.fromkeys((*list_sentences(language), *paragraphs)))


def tell_change(base: list[str], found: list[str]) -> str:
    """Tell the quotes that are read otherwise, and how many are read no longer."""
    new = [each for each in found if each not in base]
    lost = sum(each not in found for each in base)
    return "; ".join([*new, *([f"{lost} of {len(base)} lost"] if lost != len(new) else [])]) or "another order"


TEXTS = [pytest.param(language, text, id=f"{language}-{text[:30]}") for language in LANGUAGES for text in list_texts(language)]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_each_part_of_a_text_does_what_it_should(language: str, text: str) -> None:
    def tell_all() -> Iterator[str]:
        base = read(text, language)
        yield f"-> {'; '.join(base) or 'nothing'}"
        changed: dict[str, list[str]] = {}
        for part in PART.finditer(text):
            found = read(text[: part.start()] + text[part.end() :].removeprefix(" "), language)
            if found != base:
                changed.setdefault(tell_change(base, found), []).append(part[0])
        yield from (f"without {' / '.join(parts)}: {change}" for change, parts in changed.items())

    expect_part(FOLDER / f"{language}.expected.txt", text, tell_all())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_expected_that_is_not_read(language: str) -> None:
    expect_names(FOLDER / f"{language}.expected.txt", list_texts(language))
