"""Whole pages without a declared layout, and whole transcripts, with all that is read from each.

``whole/pages`` holds pages; ``whole/transcripts`` texts below their titles, with ``**`` around what is set in bold. See
`tests.expected` for what is expected.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.stages.parse.labels import find_labels
from pipeline.stages.text import Marked
from storage.model import Response
from tests.expected import expect
from tests.words import WORDS, answer_parsed, parse, read_transcript

FOLDER = Path(__file__).parent / "whole"
PAGES = sorted(path.stem for path in (FOLDER / "pages").glob("*.html"))
TRANSCRIPTS = sorted(path.stem for path in (FOLDER / "transcripts").glob("*.txt") if ".expected" not in path.name)


@pytest.mark.parametrize("name", PAGES)
def test_all_that_a_page_says_is_read(name: str) -> None:
    body = (FOLDER / "pages" / f"{name}.html").read_bytes()
    response = Response(
        url=f"https://roads.gov.example/news/{name}", status=200, headers=(("content-type", "text/html"),), body=body
    )
    answer = answer_parsed(parse(response, source=None))
    expect(FOLDER / f"pages/{name}.expected.json", json.dumps(answer, ensure_ascii=False, indent=1).splitlines())


def read_marks(text: str) -> Marked:
    parts = text.split("**")
    at, strong = 0, []
    for number, part in enumerate(parts):
        if number % 2:
            strong.append((at, at + len(part)))
        at += len(part)
    return Marked(text="".join(parts), strong=tuple(strong))


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_all_who_speak_in_a_transcript_are_found(name: str) -> None:
    title, _, text = (FOLDER / "transcripts" / f"{name}.txt").read_text("utf-8").strip().partition("\n---\n")
    marked = read_marks(text)
    labels = [
        f"label {each.start}-{each.end} {each.kind.value} {each.text}{' bold' * each.bold}{' alone' * each.alone}"
        for each in find_labels(marked, WORDS.labels, title=title)
    ]
    read = read_transcript(marked, title=title)
    turns = [f"turn {turn.speaker}: {read.text[turn.start : turn.end]}" for turn in read.turns] if read else ["none"]
    spoken = [f"speakers {' + '.join(read.speakers)}", f"text {read.text}"] if read else []
    expect(FOLDER / f"transcripts/{name}.expected.txt", [*labels, *turns, *spoken])
