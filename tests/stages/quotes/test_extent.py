"""Where a quotation ends: behind its cue, in the next paragraph, and with the head of its sentence."""

from __future__ import annotations

from typing import Any

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def quotes_of(text: str) -> list[dict[str, Any]]:
    quotes: list[dict[str, Any]] = answer_row({"id": "sample", "text": text, "date": "2020-10-27"}, load_knowledge())["quotes"]
    return quotes


def test_what_follows_the_full_stop_behind_a_cue_goes_on() -> None:
    (quote,) = quotes_of(
        "Both of the sides “saw it as a sample of what was coming,” said Jane Sample, who once met Mara Probe in Geneva. “In "
        "that sense, it was like an open door.”"
    )
    assert (quote["speaker"], len(quote["marked"])) == ("Jane Sample", 2)


def test_another_cue_behind_the_second_quotation_begins_anew() -> None:
    quotes = quotes_of("“We will keep the agreement,” Jane Sample said. “We will not keep it,” John Example said.")
    assert [quote["speaker"] for quote in quotes] == ["Jane Sample", "John Example"]


def test_a_quotation_without_a_closing_mark_goes_on_in_the_next_paragraph() -> None:
    (quote,) = quotes_of("Jane Sample said: “We agreed on the sample text.\n\n“And we will keep to it as we always did.”")
    assert (quote["speaker"], len(quote["spans"])) == ("Jane Sample", 2)


def test_the_head_of_a_sentence_belongs_to_what_is_said() -> None:
    (quote,) = quotes_of("Leaving the sample agreement now “would be a grave mistake for all of us,” Jane Sample said.")
    assert quote["exact"].startswith("Leaving the sample agreement")
    assert quote["kind"] == "mixed"


def test_a_head_with_a_cue_of_its_own_is_the_writers() -> None:
    (quote,) = [
        quote
        for quote in quotes_of("Jane Sample said leaving it “would be a grave mistake for all,” John Example added.")
        if quote["marked"]
    ]
    assert not quote["exact"].startswith("Jane")


def test_brackets_behind_a_name_belong_to_the_mention() -> None:
    (quote,) = quotes_of("“We will keep the sample agreement as it stands,” Rep. Jane Sample (D-N.C.) said.")
    assert quote["mention"]["text"] == "Rep. Jane Sample (D-N.C.)"
    assert quote["speaker"] == "Jane Sample"
