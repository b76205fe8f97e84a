"""Laws of quotes: offsets hold on any text, and nothing crashes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.registry.knowledge import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.marks import find_segments

PIECES = st.sampled_from(
    "“ ” \" „ « » ‘ ’ ' `` '' 「 」 said told accused of that Pompeo He she the ministry , . : ? \n \n\n Mr. U.S. 5\" "
    "on Monday, October 27 сказал что Пашинян sagte dass Əliyev İ ß ﬁ 𝔄 \ud83c\udde6 é 说 到".split(" ")
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=60).map(" ".join) | st.text(max_size=300)


@given(text=TEXTS)
def test_the_words_of_every_quote_stand_at_its_offsets(text: str) -> None:
    for quote in answer_row({"id": "x", "text": text, "date": "2020-10-27"}, load_knowledge())["quotes"]:
        assert text[quote["start"] : quote["end"]] == quote["exact"]
        assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])
        assert all(start < end for start, end in quote["spans"])
        if mention := quote["mention"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]


@given(text=TEXTS)
def test_ids_tell_the_quotes_of_a_text_apart(text: str) -> None:
    ids = [quote["id"] for quote in answer_row({"id": "x", "text": text}, load_knowledge())["quotes"]]
    assert len(ids) == len(set(ids))


@given(text=TEXTS)
def test_segments_come_in_order_and_never_overlap(text: str) -> None:
    edge = 0
    for segment in find_segments(text):
        assert edge <= segment.outer[0] <= segment.start < segment.end <= segment.outer[1] <= len(text)
        edge = segment.outer[1]


def seconds_for(text: str) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        answer_row({"id": "x", "text": text, "language": "en", "date": "2020-10-27"}, load_knowledge())
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize(
    "piece",
    [
        "Jane Sample said that John Example accused the ministry of delay. “We will not,” he said. ",
        "“open and said ",
        '"a" said X "b',
        "Jane Sample said that John Example ",
        "said ",
        ". \n\n",
    ],
)
def test_time_grows_with_the_length_of_the_text_and_no_faster(piece: str) -> None:
    size = 8_000 if piece.startswith('"') else 24_000
    text = piece * (size // len(piece))
    # Twice the text takes twice the time; a quadratic step would make it four times.
    assert seconds_for(text * 2) < 3.2 * seconds_for(text) + 0.05
