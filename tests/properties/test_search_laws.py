"""No text typed into the search box raises, and whatever stands in a quote is found by it."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.database.archive import open_reader, open_writer
from storage.search.filtering import Filters
from storage.search.querying import read_query, tokenize
from storage.search.search import search
from storage.search.snippets import cut_snippet, find_spans
from storage.text.index_form import index_words
from tests.storage.lines import load, make_page

syntax = st.sampled_from(
    [
        '"',
        "'",
        "*",
        "-",
        "(",
        ")",
        "OR",
        "AND",
        "NOT",
        "NEAR(",
        ":",
        "^",
        "speaker:",
        "since:",
        "{",
        "+",
        "\x00",
        "\ud800",
        "peace",
    ]
)
anything = st.text(st.characters() | st.just("\udfff"), max_size=40)
queries = (
    anything | st.lists(syntax | st.text(max_size=4), max_size=8).map(" ".join) | st.lists(syntax, max_size=8).map("".join)
)
words = st.lists(
    st.sampled_from(["peace", "Cease-fire", "Երևան", "戦争", "Əliyev", "O'Brien", "#StopWar", "«no»", "1.5%", "…"]), min_size=1
)


@cache
def archive() -> Database:
    """Give a small archive that stays open for reading."""
    path = Path(tempfile.mkdtemp()) / "archive.db"
    with open_writer(path) as db:
        load(db, make_page("https://example.gov/a", "Peace at last.\n戦争 is over in Երևան."))
    return open_reader(path)


@given(queries)
@settings(max_examples=300, deadline=None)
def test_no_query_raises(query: str) -> None:
    answer = search(archive(), query)
    assert answer.total >= len(answer.hits)


@given(
    st.builds(
        Filters,
        speaker=anything,
        source=anything,
        kind=anything,
        language=anything,
        as_of=st.none() | st.dates(),
        since=st.dates(),
    )
)
@settings(max_examples=60, deadline=None)
def test_no_filter_raises(filters: Filters) -> None:
    search(archive(), "peace", filters=filters)


@given(words, st.data())
@settings(deadline=None)
def test_any_run_of_words_of_a_quote_matches_it(text: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    asked = " ".join(text[start : data.draw(st.integers(start + 1, len(text)))])
    quote = " ".join(text)
    tokens = tokenize(index_words(quote))
    wanted = tokenize(asked)
    assert any(tokens[i : i + len(wanted)] == wanted for i in range(len(tokens) + 1))


@given(words, queries)
@settings(deadline=None)
def test_highlights_lie_in_the_snippet_in_order(text: list[str], query: str) -> None:
    quote = " ".join(text * 20)
    terms = read_query(query).terms
    snippet, highlights = cut_snippet(quote, terms)
    at = 0
    for start, end in highlights:
        assert at <= start < end <= len(snippet)
        at = end
    assert snippet.removeprefix("… ").removesuffix(" …") in quote


@given(words)
def test_a_word_of_the_quote_is_highlighted_as_it_is_written(text: list[str]) -> None:
    quote = " ".join(text)
    terms = read_query("peace").terms
    assert [quote[start:end] for start, end in find_spans(quote, terms)] == ["peace"] * text.count("peace")


def test_as_of_before_the_first_capture_holds_nothing() -> None:
    assert search(archive(), "", filters=Filters(as_of=date(2000, 1, 1))).total == 0
