"""Laws of quotes: offsets hold on any text, and nothing crashes."""

from __future__ import annotations

import sys
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row
from pipeline.stages.quotes.quotation_marks import find_segments

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


MARKS = "„ “ ” \" « » ' ‘ ’ ( ) , . : ! … – - \n \n\n \0 \u200b \u0301 İ ß ﬁ ։ 「 」 '' `` Jane Sample Muster 1 /".split(" ")


def words_of(code: str) -> st.SearchStrategy[str]:
    """Give texts made of what the rules of a language look for, in any order."""
    language = load_knowledge().languages[code]
    tables = (language.cues, language.syntax, language.stance)
    lists = [getattr(table, field.name) for table in tables for field in fields(table)]
    words = sorted(
        set().union(
            *(each for each in lists if isinstance(each, frozenset)),
            language.roles,
            language.determiners,
            language.openers,
            language.links,
        )
    )
    piece = st.sampled_from(words) | st.sampled_from(MARKS) | st.sampled_from(words).map(str.capitalize)
    return st.lists(st.tuples(piece, st.sampled_from((" ", " ", ""))).map("".join), max_size=60).map("".join)


@pytest.mark.parametrize("code", sorted(load_knowledge().languages))
@given(data=st.data())
def test_offsets_hold_on_any_order_of_a_language_s_own_words(code: str, data: st.DataObject) -> None:
    text = data.draw(words_of(code))
    row = {"id": "x", "text": text, "language": code, "date": "2020-10-27"}
    for quote in answer_row(row, load_knowledge())["quotes"]:
        assert text[quote["start"] : quote["end"]] == quote["exact"]
        assert all(quote["start"] <= start < end <= quote["end"] for start, end in quote["marked"])
        if mention := quote["mention"]:
            assert text[mention["start"] : mention["end"]] == mention["text"] == mention["text"].strip()


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


def calls_for(text: str, language: str = "en") -> int:
    """Count the calls that reading a text takes: work that no busy machine changes. `make bench` measures the time."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        answer_row({"id": "x", "text": text, "language": language, "date": "2020-10-27"}, load_knowledge())
    finally:
        sys.setprofile(before)
    return calls


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
def test_work_grows_with_the_length_of_the_text_and_no_faster(piece: str) -> None:
    text = piece * (4_000 // len(piece))
    calls_for(piece)
    # Twice the text takes twice the work; a quadratic step would make it four times.
    assert calls_for(text * 2) < 2.5 * calls_for(text)


@pytest.mark.parametrize(
    "piece", ["„Das ist gut so“, sagte Jane Sample. ", "„A“ ", "„A sagte ", "Wie der Senator, so Jane Sample (ABC), "]
)
def test_work_grows_no_faster_where_rules_read(piece: str) -> None:
    text = piece * (4_000 // len(piece))
    calls_for(piece, "de")
    assert calls_for(text * 2, "de") < 2.5 * calls_for(text, "de")
