"""Headlines, and whose words each announces: the persons, the office, who presides, and the whole line read as a person.

``whole/headlines.txt`` has one headline a line; see `tests.expected` for what is expected.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.stages.parse.headlines import find_office, find_presider, read_person
from tests.expected import expect
from tests.words import WORDS, find_headlined

FOLDER = Path(__file__).parent / "whole"


def test_each_headline_names_whose_words_follow() -> None:
    lines = (FOLDER / "headlines.txt").read_text("utf-8").splitlines()
    expect(
        FOLDER / "headlines.expected.txt",
        (
            f"{line}: {' + '.join(find_headlined(line))} / {find_office(line, WORDS)}"
            f" / {find_presider(line, WORDS)} / {read_person(line, WORDS)}"
            for line in lines
        ),
    )
