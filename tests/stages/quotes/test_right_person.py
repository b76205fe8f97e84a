"""Where grammar leaves no choice, the speaker is whom it names, whoever else stands nearby."""

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
            "“It costs no more than the plan before it,” Jane B. Sample, director of the Example Tax Center and a professor at "
            "the Muster School of Exampleton University, said of the proposal. “It makes nothing worse for the town.”",
            ["Jane B. Sample"],
        ),
        (
            "John Muster, the chief executive of Example Media -- the company that owns Ms. Sample's talk show, which is also "
            "shown on Example's site -- told me, “We do business with people who value our content.”",
            ["John Muster"],
        ),
        (
            "Ms. Sample hardly cleared it up, treating Mr. Muster's remark first as a joke and, when pressed, asserting, “Of "
            "course I pay all the taxes that I owe.”",
            ["Sample"],
        ),
        (
            "As Ms. Sample put it in a letter to my colleague John Q. Muster in July, the channel is “giving a view you won't "
            "get from anyone else.”",
            ["Sample"],
        ),
        (
            "The three points he named are “the power to sell the bridge, the power to lease the bridge and the power to close "
            "it,” The Example reported.",
            ["Example"],
        ),
    ],
)
def test_the_subject_speaks_and_not_whoever_stands_nearer(text: str, speakers: list[str | None]) -> None:
    assert speakers_of(text) == speakers


def test_whoever_begins_the_sentence_behind_a_quotation_that_ends_one_did_not_say_it() -> None:
    text = (
        "Sampleland branded the neighbor an “outlaw nation in the region.” Musterland insisted that the neighbor “stop its "
        "dangerous escapades.”"
    )
    assert speakers_of(text).count("Musterland") == 1


def test_a_verb_that_begins_a_sentence_is_no_name() -> None:
    assert speakers_of("The plan is complicated. Said Sample: “I don't see that anyone here is interested in it.”") == [
        "Sample"
    ]


def test_a_nickname_in_marks_belongs_to_the_name() -> None:
    text = '“The whole town is watching us tonight,” Del. Jane "Jay" Sample (D-Exampleton), shouted to the crowd.'
    assert speakers_of(text) == ['Jane "Jay" Sample']


def test_a_title_of_a_broadcast_before_a_name_is_no_nickname() -> None:
    text = (
        'In a talk on EBC\'s "The Week," Governor Jane Sample (Ex.) said the town needs “more listening” and “more trust here.”'
    )
    assert set(speakers_of(text)) <= {"Jane Sample", None}


def test_a_label_inside_the_marks_of_a_transcript_names_the_speaker() -> None:
    text = (
        'Partial transcript as follows:\n\n"SAMPLE: Let us begin with the news of the bridge. Who will pay for it?\n\n'
        '"MUSTER: Well, the province will pay for all of it, and nobody else."'
    )
    assert [(name or "").title() for name in speakers_of(text)] == ["Sample", "Muster"]


def test_a_heading_that_runs_into_its_paragraph_did_not_speak() -> None:
    text = 'New Bridge Rules Slow Local Trade: Ending "the scourge of long queues" is one of the aims of the town.'
    assert speakers_of(text) in ([], [None])


def test_a_body_named_in_an_apposition_is_not_who_spoke() -> None:
    text = (
        "The Roads Committee said on Monday that the bridge is safe.\n\n“The others want to make capital of it, and the facts "
        "are plain to see,” said Rep. Jane Sample, the top member of the Roads Committee, in a statement."
    )
    assert speakers_of(text) == ["Jane Sample"]


def test_who_stands_for_the_name_before_it() -> None:
    text = "The bridge was opened by Jane Sample, who said that the work had taken three years and a day."
    quotes = answer_row({"id": "sample", "text": text, "language": "en"}, load_knowledge())["quotes"]
    assert [(quote["mention"]["text"], quote["speaker"]) for quote in quotes] == [("who", "Jane Sample")]


def test_a_surname_that_is_a_month_is_a_name_beside_a_cue_only() -> None:
    text = "“Nobody asked us here,” Jane May said. “Nobody at all in this House was asked,” May added. It may rain, they said."
    assert set(speakers_of(text)) == {"Jane May"}
    assert len(speakers_of(text)) == 2
