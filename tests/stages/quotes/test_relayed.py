"""Whom somebody quotes as saying something said it; who quotes them relays it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes import answer_row

WORDS = "the talks will go on for years"


def quote_of(text: str) -> dict[str, Any]:
    quotes = answer_row({"id": "sample", "text": text}, load_knowledge())["quotes"]
    return next(quote for quote in quotes if WORDS[4:] in quote["exact"])


@pytest.mark.parametrize(
    ("text", "speaker", "via"),
    [
        (f"Sample Agency quoted Jane Example as saying: “{WORDS.capitalize()}.”", "Jane Example", "Sample Agency"),
        (f"Sample Agency quoted Jane Example as saying that “{WORDS}”.", "Jane Example", "Sample Agency"),
        (f"Sample Agency quoted Jane Example as saying that {WORDS}.", "Jane Example", "Sample Agency"),
        (f"“{WORDS.capitalize()},” Sample Agency quoted Jane Example as saying.", "Jane Example", "Sample Agency"),
        (
            f"Sample Agency cited Jane Example, the minister, as telling reporters that “{WORDS}”.",
            "Jane Example",
            "Sample Agency",
        ),
        (f"He quoted Jane Example as saying: “{WORDS.capitalize()}.”", "Jane Example", None),
        (f"Jane Example was quoted by Sample Agency as saying: “{WORDS.capitalize()}.”", "Jane Example", None),
        (f"“{WORDS.capitalize()},” Jane Example was quoted as saying by Sample Agency.", "Jane Example", None),
    ],
)
def test_who_is_quoted_is_the_speaker(text: str, speaker: str, via: str | None) -> None:
    quote = quote_of(text)
    assert (quote["speaker"], quote["via"]) == (speaker, via)
    assert "Example" not in quote["exact"]


def test_words_in_marks_alone_are_direct_and_the_cue_is_whole() -> None:
    quote = quote_of(f"Sample Agency quoted Jane Example as saying that “{WORDS}”.")
    assert (quote["kind"], quote["exact"], quote["mention"]["text"]) == ("direct", WORDS, "Jane Example")
    assert quote["cue"] == "quoted Jane Example as saying that"


def test_words_partly_in_marks_begin_behind_the_phrase() -> None:
    quote = quote_of(
        "Sample Agency quoted Jane Example as saying that, in her view, “the talks will go on for years” without end."
    )
    assert quote["exact"].startswith("in her view, “the talks")
    assert quote["kind"] == "mixed"


def test_an_object_without_as_saying_says_nothing_new() -> None:
    quote = quote_of(f"Jane Example cited the report on the talks and said: “{WORDS.capitalize()}.”")
    assert (quote["speaker"], quote["via"]) == ("Jane Example", None)
