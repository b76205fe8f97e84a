"""A snippet shows the stretch of a quote in which the most different things were found."""

from __future__ import annotations

import pytest

from storage.search.snippets import cut_snippet
from storage.search.terms import Term

FAR = "so it was and so it is again " * 20
TERMS = [Term(written=word, tokens=(word,)) for word in ("harbour", "bridge", "road")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"harbour {FAR} bridge {FAR}", "harbour"),
        (f"harbour {FAR} bridge and road {FAR}", "bridge and road"),
        (f"harbour harbour {FAR} bridge {FAR} harbour and road {FAR}", "harbour and road"),
        (f"harbour and bridge {FAR} road {FAR} harbour and bridge", "harbour and bridge"),
    ],
)
def test_the_first_stretch_with_the_most_different_words_is_shown(text: str, shown: str) -> None:
    snippet, spans = cut_snippet(text, TERMS)
    assert shown in snippet
    assert {snippet[start:end] for start, end in spans} == {word for word in ("harbour", "bridge", "road") if word in shown}


@pytest.mark.parametrize(("size", "cut"), [(240, False), (241, True)])
def test_a_quote_of_240_characters_is_shown_whole(size: int, cut: bool) -> None:
    text = ("harbour " * 40)[: size - 1] + "s"
    assert (cut_snippet(text, TERMS)[0] != text) is cut
