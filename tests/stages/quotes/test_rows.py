"""`answer_row`: from JSON to attributed, dated quotes."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row


def quotes_of(text: str, **row: Any) -> list[dict[str, Any]]:
    quotes: list[dict[str, Any]] = answer_row({"id": "sample", "text": text, **row}, load_knowledge())["quotes"]
    return quotes


def test_a_quotation_gets_its_mention_cue_and_canonical_speaker() -> None:
    (quote,) = quotes_of("“We will keep the sample agreement,” Armenian Prime Minister Pashinyan said.", date="2020-10-27")
    assert (quote["mention"]["text"], quote["cue"], quote["speaker"], quote["speaker_id"], quote["office"]) == (
        "Armenian Prime Minister Pashinyan",
        "said",
        "Nikol Pashinyan",
        "nikol-pashinyan",
        "Prime Minister of Armenia",
    )


def test_words_split_by_their_cue_are_one_quote_with_two_spans() -> None:
    (quote,) = quotes_of("“We will keep it,” Jane Sample said. “We have always kept such agreements.”")
    assert len(quote["spans"]) == 2
    assert quote["speaker"] == "Jane Sample"


@pytest.mark.parametrize(
    "text",
    [
        "The claim is old. “Not true,” the deputy foreign minister Maximilian Example-Muster wrote in a post.",
        "The claim is old. “Not true,” its secretary of state Maximilian Example-Muster wrote in a post.",
    ],
)
def test_a_few_words_are_speech_where_a_long_name_stands_before_their_cue(text: str) -> None:
    assert [(quote["exact"], quote["speaker"]) for quote in quotes_of(text)] == [("Not true,", "Maximilian Example-Muster")]


def test_a_few_words_in_marks_are_no_speech_where_another_sentence_has_the_cue() -> None:
    text = "They call it “the big bridge”. It is old, as her adviser Maximilian Example wrote on a platform."
    assert [quote["exact"] for quote in quotes_of(text) if quote["kind"] == "direct"] == []


def test_a_paragraph_that_begins_with_a_name_and_a_cue_quotes_that_name() -> None:
    text = (
        "Quotes\n\nJane Sample (ABC, XX), co-rapporteur for the Sample regulation said: “This law helps regions. We act."
        "”\n\nJohn Muster (the Left, YY) co-rapporteur for the Sample law stated: “After the storm we adopted it.”"
    )
    quotes = quotes_of(text)
    assert [(quote["speaker"], quote["kind"]) for quote in quotes] == [("Jane Sample", "direct"), ("John Muster", "direct")]
    assert quotes[0]["mention"]["text"] == "Jane Sample (ABC, XX), co-rapporteur for the Sample regulation"


def test_a_second_sentence_before_the_words_is_another_matter() -> None:
    (quote,) = quotes_of("Jane Sample (ABC) spoke in the house. John Muster said: “This law helps all our regions.”")
    assert quote["speaker"] == "John Muster"


def test_a_weekday_is_the_last_one_before_publication() -> None:
    (quote,) = quotes_of("“We will keep the agreement,” Jane Sample said on Monday.", date="2020-10-27")
    assert quote["said"]["value"] == "2020-10-26"
    assert quote["said"]["raw"] == "Monday"


def test_the_date_of_a_coming_event_is_not_the_date_of_saying() -> None:
    (quote,) = quotes_of(
        "Jane Sample said that the ministers have agreed to meet in Geneva on Thursday, October 29.", date="2020-10-27"
    )
    assert quote["said"]["value"] is None


def test_a_weekday_that_contradicts_the_calendar_dates_nothing() -> None:
    (quote,) = quotes_of("On Friday, October 27, Jane Sample said that the agreement holds.", date="2020-10-27")
    assert quote["said"]["value"] is None


def test_a_row_without_a_date_has_no_date_invented() -> None:
    (quote,) = quotes_of("“We will keep the agreement,” Jane Sample said on Monday.")
    assert quote["said"] is None


def test_a_surname_becomes_the_full_name_that_the_text_gave() -> None:
    quotes = quotes_of("Jane Sample took office.\n\n“We will keep the agreement,” Sample said.")
    assert [quote["speaker"] for quote in quotes] == ["Jane Sample"]


def test_keys_that_mean_nothing_here_are_ignored() -> None:
    assert answer_row({"id": 7, "text": "", "extra": {}}, load_knowledge()) == {"id": 7, "quotes": []}


@pytest.mark.parametrize(
    ("date", "zone", "earliest"),
    [
        ("2020-10-27", None, "2020-10-25T10:00:00Z"),
        ("2020-10-27T10:00:00", None, "2020-10-25T10:00:00Z"),
        ("2020-10-27T23:30:00-05:00", "-05:00", "2020-10-26T05:00:00Z"),
    ],
)
def test_a_row_s_instant_states_the_zone_of_its_days_and_a_time_without_offset_states_none(
    date: str, zone: str | None, earliest: str
) -> None:
    (quote,) = quotes_of("“We will keep the agreement,” Jane Sample said on Monday.", date=date)
    assert (quote["said"]["value"], quote["said"]["zone"], quote["said"]["earliest"]) == ("2020-10-26", zone, earliest)
