"""Forms in which press and ministries of many languages write: who said which words, and on which day.

Each line of ``press_forms/<language>.tsv`` is a text, the beginning of words in it, their speaker, and the day they were said
(empty: not asked). The texts are written on 15 October 2024, a Tuesday.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

FOLDER = Path(__file__).parent / "press_forms"
ROWS = [
    (file.stem, *line.split("\t")) for file in sorted(FOLDER.glob("*.tsv")) for line in file.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text", "words", "speaker", "day"), ROWS)
def test_words_are_given_to_whom_the_text_names(language: str, text: str, words: str, speaker: str, day: str) -> None:
    row = {"id": "sample", "text": text.replace("\\n", "\n"), "language": language, "date": "2024-10-15"}
    quotes = answer_row(row, load_knowledge())["quotes"]
    held = [quote for quote in quotes if " ".join(words.split()).casefold() in " ".join(quote["exact"].split()).casefold()]
    quote = min(held, key=lambda each: (each["kind"] == "indirect", len(each["exact"])))
    assert quote["speaker"] == speaker
    assert not day or quote["said"]["value"] == day


NOBODY_S = [line.split("\t") for line in (Path(__file__).parent / "nobody_s_words.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("language", "text", "words"), NOBODY_S)
def test_names_of_things_headings_and_questions_are_not_the_speaker_s(language: str, text: str, words: str) -> None:
    quotes = answer_row({"id": "sample", "text": text.replace("\\n", "\n"), "language": language}, load_knowledge())["quotes"]
    held = [quote for quote in quotes if words in quote["exact"] and quote["kind"] != "indirect"]
    assert {quote["speaker"] for quote in held} <= {None}
