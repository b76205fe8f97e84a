"""The clause right before a quotation says whose it is, whoever else its sentence names."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def speakers_of(text: str) -> list[str | None]:
    quotes = answer_row({"id": "sample", "text": text, "language": "en"}, load_knowledge())["quotes"]
    return [quote["speaker"] for quote in quotes if quote["marked"]]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Jane Sample told Paul Muster that Ann Example had said “we will not stop there,” and Paul Muster replied that he "
            "“never believed a word of it.”",
            ["Ann Example", "Paul Muster"],
        ),
        ("Jane Sample quoted Paul Muster: “The absence of alternatives clears the mind.”", ["Paul Muster"]),
        (
            "When she was asked, “Will you go on for years like that?” Jane Sample responded: “The report comes on Friday.”",
            [None, "Jane Sample"],
        ),
        ("The tolls are a “bad idea” for the island, Minister Jane Sample said Tuesday.", ["Jane Sample"]),
    ],
)
def test_the_innermost_clause_names_the_speaker(text: str, speakers: list[str | None]) -> None:
    assert speakers_of(text) == speakers


@pytest.mark.parametrize("who", ["the minister", "the president’s spokeswoman", "a senior official"])
def test_who_said_the_words_is_not_who_reports_it(who: str) -> None:
    text = f"“The agreement is not dead at all,” {who} said, according to Sample Agency."
    quote = answer_row({"id": "sample", "text": text}, load_knowledge())["quotes"][0]
    assert quote["mention"]["text"] == who


def test_whoever_begins_the_next_sentence_without_a_cue_did_not_speak() -> None:
    text = "Minister Jane Sample began speaking to the committee. “The treaty is signed.” Chairman Paul Muster nodded."
    assert "Paul Muster" not in speakers_of(text)


def test_what_the_writer_adds_behind_the_cue_is_not_said() -> None:
    text = "“We keep our promise to everyone here,” Jane Sample said this morning in Sampleton."
    (quote,) = answer_row({"id": "sample", "text": text, "language": "en"}, load_knowledge())["quotes"]
    assert quote["exact"] == "We keep our promise to everyone here,"


def test_a_line_in_capitals_is_no_report() -> None:
    text = "The bridge opened on Monday.\nVIDEO: How the bridge was built\nJane Sample said the work goes on."
    quotes = answer_row({"id": "sample", "text": text, "language": "en"}, load_knowledge())["quotes"]
    assert "VIDEO" not in [quote["speaker"] for quote in quotes]


def test_a_language_without_a_file_gives_words_to_a_name_with_a_colon_only() -> None:
    def speaker(text: str) -> str | None:
        (quote,) = answer_row({"id": "sample", "text": text, "language": "sr"}, load_knowledge())["quotes"]
        found: str | None = quote["speaker"]
        return found

    assert speaker("Jovan Primer: „Most se otvara sledeće nedelje za sve.“") == "Jovan Primer"
    assert speaker("„Most se otvara sledeće nedelje za sve“, rekao je Jovan Primer.") is None
