"""Marks tell how long a quote is, and which words it repeats how often."""

from __future__ import annotations

import re
import unicodedata

from storage.text.index_form import index_words
from storage.text.marks import AHEAD, PLANES, SAMPLED_MORE, mark_month
from storage.text.weight_marks import LENGTHS, TIMES, mark_length, mark_repeated, mark_weights


def test_a_quote_has_the_mark_of_its_class_of_length() -> None:
    for length, most in enumerate(LENGTHS):
        words = [str(number) for number in range(most)]
        assert list(mark_weights(words)) == [mark_length(length)]
        assert list(mark_weights([*words, "more"])) == [mark_length(length + 1)]


def test_each_repeated_word_has_a_mark_of_times_and_length() -> None:
    words = ["peace"] * 3 + ["war"] * 2 + ["border"]
    assert set(mark_weights(words)) == {mark_length(2), mark_repeated("peace", 1, 2), mark_repeated("war", 0, 2)}


def test_times_fall_into_classes() -> None:
    for times, least in enumerate(TIMES):
        assert mark_repeated("peace", times, 3) in _mark_times(least)
        assert mark_repeated("peace", times, 3) not in _mark_times(least - 1)


def _mark_times(times: int) -> list[str]:
    """Mark a word that stands so often, as if that were in a quote of the fourth class of length."""
    marked = next((mark for mark in mark_weights(["peace"] * times) if len(mark) > 1), None)
    if marked is None:
        return []
    cell = ord(marked[0]) - 0xFF000
    return [mark_repeated("peace", cell // (len(LENGTHS) + 1), 3)]


def test_marks_are_letters_of_their_own_that_no_text_has_in_the_index() -> None:
    cells = [mark_repeated("peace", times, length) for times in range(len(TIMES)) for length in range(len(LENGTHS) + 1)]
    lengths = [mark_length(length) for length in range(len(LENGTHS) + 1)]
    assert len(set(cells)) == len(cells)
    taken = {mark_month(4999, 12), AHEAD, SAMPLED_MORE, *lengths}
    assert len(taken) == len(lengths) + 3
    assert taken.isdisjoint(cell[0] for cell in cells)
    for mark in (*cells, *lengths):
        assert re.fullmatch(f"[{PLANES}]+", mark)
        assert {unicodedata.category(letter) for letter in mark} == {"Co"}
        assert index_words(f"peace {mark} war").split() == ["peace", "war"]
