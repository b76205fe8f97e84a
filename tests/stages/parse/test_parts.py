"""What each tag, attribute and line of a page does: the pages of ``whole/pages``, and each without one of its parts; and what
each word of a headline or transcript does.

See `tests.expected` for ``parts/*.expected.txt``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ParseError
from storage.model import Response
from tests.expected import expect
from tests.stages.parse.test_whole import PAGES, TRANSCRIPTS, read_marks
from tests.varying import flatten, tell_markup, tell_words
from tests.words import answer_parsed, find_headlined, parse, read_transcript

FOLDER = Path(__file__).parent
LEFT_OUT = ("earliest", "latest", "raw", "precision")
"""What follows from a date's value here."""


def read_page(text: str) -> dict[str, str]:
    url = "https://roads.gov.example/news/1"
    headers = (("content-type", "text/html; charset=utf-8"),)
    try:
        parsed = parse(Response(url=url, status=200, headers=headers, body=text.encode()), source=None)
    except ParseError as error:
        return {"refused": error.reason}
    answer: Any = answer_parsed(parsed)
    return {key: value for key, value in flatten(answer) if not key.endswith(LEFT_OUT) and ".id" not in key}


@pytest.mark.parametrize("name", PAGES)
def test_each_part_of_a_page_is_read_or_its_lack_is_borne(name: str) -> None:
    text = (FOLDER / "whole/pages" / f"{name}.html").read_text("utf-8")
    expect(FOLDER / "parts" / f"page-{name}.expected.txt", tell_markup(text, read_page))


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_each_word_of_a_transcript_is_read_or_its_lack_is_borne(name: str) -> None:
    title, _, text = (FOLDER / "whole/transcripts" / f"{name}.txt").read_text("utf-8").strip().partition("\n---\n")

    def read(given: str) -> dict[str, str]:
        found = read_transcript(read_marks(given), title=title)
        if found is None:
            return {"": "none"}
        turns = {f"turn {number}": f"{turn.speaker} {turn.end - turn.start}" for number, turn in enumerate(found.turns)}
        return turns | {"speakers": " + ".join(found.speakers), "length": str(len(found.text))}

    expect(FOLDER / "parts" / f"transcript-{name}.expected.txt", tell_words(text, read))


def test_each_word_of_a_headline_is_read_or_its_lack_is_borne() -> None:
    lines = (FOLDER / "whole/headlines.txt").read_text("utf-8").splitlines()

    def read(given: str) -> dict[str, str]:
        return {"": " + ".join(find_headlined(given)) or "nobody"}

    expect(FOLDER / "parts/headlines.expected.txt", (f"{line}: {each}" for line in lines for each in tell_words(line, read)))
