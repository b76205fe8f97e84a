"""A word is joined over its apostrophe, and cut where one was left out, only where that makes no other word."""

from __future__ import annotations

import pytest

from storage.text.apostrophes import CONTRACTIONS, cut_elided, cut_joined, join_parts
from storage.text.index_form import index_words


@pytest.mark.parametrize(
    ("word", "joined"),
    [
        ("can't", "cant"), ("i'm", "im"), ("you're", "youre"), ("o'brien", "obrien"), ("qur'an", "quran"), ("сім'я", "сімя"),
        ("jusqu'au", "jusquau"), ("we're", None), ("it's", None), ("i'll", None), ("i'd", None), ("minister's", None),
        ("l'oro", None), ("d'accord", None), ("she'd", None), ("he's", "hes"),
    ],
)  # fmt: skip
def test_a_word_is_joined_unless_that_makes_another(word: str, joined: str | None) -> None:
    assert join_parts(word.split("'")) == joined


def test_every_contraction_is_cut_as_it_was_joined() -> None:
    assert len(CONTRACTIONS) > 50
    assert all(join_parts(parts) == word and cut_joined(word) == parts for word, parts in CONTRACTIONS.items())


@pytest.mark.parametrize(("word", "parts"), [("сімя", ("сім", "я")), ("want", None), ("them", None), ("were", None)])
def test_a_word_is_cut_where_an_apostrophe_was_surely_left_out(word: str, parts: tuple[str, str] | None) -> None:
    assert cut_joined(word) == parts


@pytest.mark.parametrize(("word", "parts"), [("daccord", ("d", "accord")), ("la", None), ("paix", None), ("", None)])
def test_a_word_may_begin_with_an_elided_article(word: str, parts: tuple[str, str] | None) -> None:
    assert cut_elided(word) == parts


def test_the_index_holds_words_without_their_apostrophe_behind_the_text() -> None:
    assert index_words("I\u2019m sure we're d'accord, O\u2019Brien") == "i'm sure we're d'accord, o'brien | im | obrien"
