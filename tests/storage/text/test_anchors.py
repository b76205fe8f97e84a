"""Long lists are cut where they surely agree, into parts that can each be aligned in bounded time and memory."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import Indel

from storage.text import anchors
from storage.text.anchors import Part, cut_at_anchors


def cut(old: list[str], new: list[str], most: int, monkeypatch: pytest.MonkeyPatch) -> list[Part]:
    """Cut two lists into parts of at most about that size, and see that nothing is left out or doubled."""
    monkeypatch.setattr(anchors, "MOST_ALIGNED", most)
    parts = list(cut_at_anchors(old, new))
    assert [word for part in parts for word in old[part.old : part.old_end]] == old
    assert [word for part in parts for word in new[part.new : part.new_end]] == new
    return parts


def name_words(count: int) -> list[str]:
    return [f"word{number}" for number in range(count)]


def test_lists_of_the_most_aligned_size_are_one_part_and_larger_ones_several(monkeypatch: pytest.MonkeyPatch) -> None:
    words = name_words(100)
    assert len(cut(words, words, 10_000, monkeypatch)) == 1
    assert len(cut(words, words, 9_999, monkeypatch)) > 1


def test_cut_lists_keep_all_words_that_they_share(monkeypatch: pytest.MonkeyPatch) -> None:
    old = name_words(900)
    new = [*old[:100], *(f"new{number}" for number in range(150)), *old[160:500], "other", *old[501:]]
    parts = cut(old, new, 40_000, monkeypatch)
    kept = sum(
        block.size
        for part in parts
        for block in Indel.opcodes(old[part.old : part.old_end], new[part.new : part.new_end]).as_matching_blocks()
    )
    assert len(parts) > 3
    assert kept == Indel.opcodes(old, new).src_len - 60 - 1


def test_no_part_is_much_larger_than_allowed_even_without_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    for old, new in (
        (["a"] * 3000, ["a"] * 1000),
        (["a"] * 1000, ["b"] * 1000),
        ([*name_words(700), *["a"] * 900], [*["a"] * 900, *name_words(700)]),
        (dice.choices("abcd", k=2000), dice.choices("abcd", k=2000)),
    ):
        parts = cut(old, new, 10_000, monkeypatch)
        assert max(part.size for part in parts) <= 10_000 + len(old) + len(new)


def test_the_anchors_are_the_longest_chain_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    old = name_words(60)
    moved = [*old[50:], *old[:50]]
    parts = cut(old, moved, 100, monkeypatch)
    aligned = [
        block for part in parts for block in [(part.old, part.new)] if part.old_end > part.old and part.new_end > part.new
    ]
    assert all(new - begin == 10 for begin, new in aligned if begin)
