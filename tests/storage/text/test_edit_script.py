"""Words are aligned so that a change reads as a person would tell it, and never so that a text cannot be made anew from it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from storage.reading.text_history import diff_words
from storage.text.edit_script import find_edits

PIECE = re.compile(r"\s*\S+")


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.removed, change.added) for change in diff_words(before, after)]


def test_a_sentence_taken_out_is_told_as_that_sentence() -> None:
    before = "We heard one man say so. We heard two men say so. We heard six men say so."
    assert told(before, before.replace(" We heard two men say so.", "")) == [("We heard two men say so.", "")]


def test_a_line_put_in_is_told_as_that_line() -> None:
    before = "Point 1 of the list.\n\nPoint 3 of the list."
    assert told(before, "Point 1 of the list.\n\nPoint 2 of the list.\n\nPoint 3 of the list.") == [
        ("", "Point 2 of the list.")
    ]


def test_a_word_that_stayed_by_chance_does_not_part_what_was_written_anew() -> None:
    before, after = "All men at the gate of every town were asked.", "Some people stood before a door of that house there."
    assert told(before, after) == [(before, after)]


def test_changes_of_single_words_are_told_one_by_one() -> None:
    assert told("He came on 3 May with 4 men.", "He came on 5 May with 6 men.") == [("3", "5"), ("4", "6")]


@given(
    st.lists(st.sampled_from(["a", " b", "\nc", " d."]), max_size=12),
    st.lists(st.sampled_from(["a", " b", "\nc", " d."]), max_size=12),
)
def test_the_later_text_can_be_made_from_the_earlier_one_and_the_changes(old: list[str], new: list[str]) -> None:
    made: list[str] = []
    at = 0
    for edit in find_edits(old, new):
        made += old[at : edit.old] + new[edit.new : edit.new_end]
        at = edit.old_end
    assert made + old[at:] == new
