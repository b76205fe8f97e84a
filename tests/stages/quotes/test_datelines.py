"""The place that a report begins with says nothing; who is named behind it does. A speaker's label is no such place."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.finder import look_at


def named(text: str) -> set[str]:
    """Return how the text names those whose words are found."""
    quotes = answer_row({"id": "sample", "text": text}, load_knowledge())["quotes"]
    return {quote["mention"]["text"] for quote in quotes}


def begins(text: str) -> str:
    """Return what is read first of the last paragraph."""
    scene = look_at(text, load_knowledge().languages["en"])
    start, end = scene.paragraphs[-1]
    return text[start:end].split()[0]


@pytest.mark.parametrize(
    ("report", "speaker"),
    [
        ("Prime Minister Jane Sample said: “We stand with our neighbours.”", "Prime Minister Jane Sample"),
        ("Calling it “a new chapter”, Governor Jane Sample said the port would open.", "Governor Jane Sample"),
        ("Jane Sample said that Sampleland wanted peace, adding that “no one should doubt our resolve”.", "Jane Sample"),
        ("The attack was condemned by all, the Foreign Ministry said.", "the Foreign Ministry"),
    ],
)
def test_what_follows_a_place_and_a_colon_is_given_to_whom_it_names(report: str, speaker: str) -> None:
    assert named(f"SAMPLETON: {report}") == {speaker}


@pytest.mark.parametrize(
    "dateline",
    [
        "SAMPLETON: ",
        "SAMPLETON — ",
        "SAMPLETON – ",
        "SAMPLETON - ",
        "SAMPLETON -- ",
        "NEW SAMPLETON: ",
        "ST. SAMPLE, Ex. — ",
        "SAMPLETON, March 3 (Agency) — ",
        "SAMPLETON (Agency/Other) - ",
        "SAMPLETON/EXAMPLEVILLE: ",
    ],
)
def test_the_report_begins_behind_its_dateline(dateline: str) -> None:
    report = "Jane Sample said that the bridge was ready."
    assert begins(f"{dateline}{report}") == "Jane"
    assert begins(f"The bridge is ready\n\n{dateline}{report}") == "Jane"


@pytest.mark.parametrize(
    "text",
    [
        "SAMPLE: We told nobody. The bridge is ready.",
        "Jane Sample met reporters.\n\nSAMPLE: Minister Example said that the bridge was ready.",
        "SAMPLE: Minister Example said so.\n\nREPORTER: And now?\n\nSAMPLE: Minister Example said that the bridge was ready.",
        "MS. SAMPLE: Minister Example said that the bridge was ready.",
        "PRESIDENT SAMPLE: Minister Example said that the bridge was ready.",
        "Sampleton: Jane Sample said that the bridge was ready.",
        "EU: Jane Sample said that the bridge was ready.",
        "SAMPLETON:Jane Sample said that the bridge was ready.",
    ],
    ids=["speech", "a surname", "a label that comes again", "a title", "an office", "no capitals", "two letters", "no space"],
)
def test_a_label_is_no_dateline(text: str) -> None:
    assert begins(text).startswith(("SAMPLE", "MS.", "PRESIDENT", "Sampleton", "EU"))


def test_only_the_first_dateline_is_passed_over() -> None:
    text = "SAMPLETON: Jane Sample said that the bridge was ready.\n\nEXAMPLEVILLE: Max Example said that it was not."
    assert begins(text) == "EXAMPLEVILLE:"
