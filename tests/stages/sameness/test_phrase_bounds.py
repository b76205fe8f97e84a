"""The limits of finding words and phrases of a table, each at its bound."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness.phrase_tables import Phrases


@pytest.mark.parametrize(("entry", "words", "found"), [("a_b_c_d", "a b c d", True), ("a_b_c_d_e", "a b c d e", False)])
def test_a_phrase_has_at_most_four_words(entry: str, words: str, found: bool) -> None:
    assert bool(Phrases([entry]).find(words.split())) is found


@pytest.mark.parametrize(("entry", "found"), [("abc*", True), ("ab*", False)])
def test_a_stem_has_at_least_three_letters(entry: str, found: bool) -> None:
    assert bool(Phrases([entry]).find(["abcde"])) is found
