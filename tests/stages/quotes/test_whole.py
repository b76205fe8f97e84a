"""Whole texts, and all that is read from each: words, kinds, speakers, offices, cues and days.

Each ``whole/<language>.txt`` holds texts, parted by ``---``; each line of ``whole/<language>.expected.jsonl`` is a quote, or an
empty list behind the quotes of a text. The sentences of the other tests of this folder are read in the same way
(``whole/sentences.expected.jsonl``). Where an expectation is missing it is written and the test fails, until someone has read
it and commits it. The texts are of 16 October 2024, a Wednesday.

What is read wrongly is expected as it is read, so that each change of it is seen. ``whole/misread.tsv`` says of which words
this is known, and what would be right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from tests import expected

HERE = Path(__file__).parent
FOLDER = HERE / "whole"
DAY = "2024-10-16"
END = "[]"


def read(text: str, language: str | None, **options: bool) -> list[str]:
    """Return one line for each quote, without what follows from its place and without what is empty."""
    row = {"id": "sample", "text": text, "date": DAY, "language": language}
    quotes: list[dict[str, Any]] = answer_row(row, load_knowledge(), **options)["quotes"]
    return [json.dumps(dict(shorten(each)), ensure_ascii=False) for each in quotes]


def shorten(quote: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("kind", "exact", "spans", "marked", "cue", "mention", "speaker", "speaker_id", "office", "via"):
        if (
            quote[name]
            and not (name == "spans" and len(quote[name]) == 1)
            and not (name == "marked" and quote["kind"] == "direct")
        ):
            yield name, quote[name]
    yield "start", quote["start"]
    if quote["said"] and quote["said"]["basis"] != "inferred":
        yield "said", [quote["said"][name] for name in ("raw", "value", "precision", "basis")]
    if quote["polarity"] != "said":
        yield "polarity", quote["polarity"]


def expect(name: str, lines: list[str]) -> None:
    expected.expect(FOLDER / f"{name}.expected.jsonl", lines)


@pytest.mark.parametrize("language", sorted(file.stem for file in FOLDER.glob("*.txt")))
def test_all_that_a_text_says_is_read(language: str) -> None:
    texts = (FOLDER / f"{language}.txt").read_text("utf-8").strip().split("\n---\n")
    expect(language, [line for text in texts for line in [*read(text, language), END]])


def sentences() -> list[tuple[str, str]]:
    files = [*sorted((HERE / "press_forms").glob("*.tsv")), HERE / "nobody_s_words.tsv"]
    rows = [
        (file.stem if file.parent != HERE else "", line.split("\t"))
        for file in files
        for line in file.read_text("utf-8").splitlines()
    ]
    return [(language or row[0], row[0 if language else 1].replace("\\n", "\n")) for language, row in rows]


def test_all_that_the_sentences_of_other_tests_say_is_read() -> None:
    expect("sentences", [line for language, text in sentences() for line in [*read(text, language), END]])


@pytest.mark.parametrize("options", [{"fast": True}, {"reports": False}], ids=["fast", "without-reports"])
def test_words_in_marks_alone_are_read_where_nothing_else_is_asked_for(options: dict[str, bool]) -> None:
    texts = (FOLDER / "en.txt").read_text("utf-8").strip().split("\n---\n")
    expect(f"en-{'-'.join(options)}", [line for text in texts for line in [*read(text, None, **options), END]])


def test_what_is_known_to_be_misread_is_still_misread() -> None:
    """Whoever mends one of these takes its line out."""
    for line in (FOLDER / "misread.tsv").read_text("utf-8").splitlines():
        language, words, right = line.split("\t")
        quotes = map(json.loads, (FOLDER / f"{language}.expected.jsonl").read_text("utf-8").splitlines())
        assert any(quote and quote["exact"].startswith(words) for quote in quotes), (words, right)
