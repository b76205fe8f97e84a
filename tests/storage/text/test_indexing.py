"""The index holds what folding does not give: joined compounds, the words of hashtags, abbreviations apart and joined."""

from __future__ import annotations

import pytest

from storage.text.index_form import index_words, list_tags, list_tokens, spell_out, split_joined


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("a cease-fire", "a cease-fire | ceasefire"),
        ("#StopTheWar", "stopthewar | stop the war"),
        ("the US said", "the us said | u s"),
        ("the U.S. said", "the u.s. said | us"),
        ("no such words", "no such words"),
    ],
)
def test_variants_stand_behind_the_folded_text(text: str, indexed: str) -> None:
    assert index_words(text) == indexed


def test_scripts_without_spaces_are_indexed_character_by_character() -> None:
    assert index_words("和平 now").split() == ["和", "平", "now"]


def test_the_tokens_of_a_text_are_its_letters_and_digits() -> None:
    assert list_tokens("a cease-fire | ceasefire") == ("a", "cease", "fire", "ceasefire")
    assert list_tokens("мир, 2020!") == ("мир", "2020")


def test_tags_are_the_variants_of_several_words() -> None:
    assert list_tags(index_words("#StopTheWar in a cease-fire")) == {"stopthewar"}


@pytest.mark.parametrize(("word", "letters"), [("US", "u s"), ("U.S.", "u s"), ("Us", None), ("NATOPA", None), ("A", None)])
def test_only_abbreviations_are_spelt_out(word: str, letters: str | None) -> None:
    assert spell_out(word) == letters


def test_a_hashtag_is_split_at_its_capitals_and_digits() -> None:
    assert split_joined("Stop_TheWAR2020") == ["Stop", "The", "WAR", "2020"]
