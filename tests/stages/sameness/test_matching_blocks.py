"""Texts that repeat themselves cost no more than sound ones of their length: the work is counted, not timed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pytest

from pipeline.stages.sameness import matching_blocks
from storage.text import anchors
from tests.words import tokenise

MOST_WORK = 3_000_000
"""Pairs of equal tokens that aligning two texts of a thousand tokens may look at: three times their product."""

SOUND = "The envoys met in the hall and spoke of the roads until the evening. "


def count_work(stored: str, other: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, matching_blocks.Alignment]:
    """Align two texts, and count the pairs of equal tokens that searches for the longest run look at."""
    work = 0

    class Counting(SequenceMatcher[Any]):
        a: list[Any]
        b2j: dict[Any, list[int]]

        def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Any:
            nonlocal work
            work += sum(len(self.b2j.get(key, ())) for key in self.a[alo:ahi])
            assert work <= MOST_WORK
            return super().find_longest_match(alo, ahi, blo, bhi)

    monkeypatch.setattr(matching_blocks, "SequenceMatcher", Counting)
    found = matching_blocks.match_blocks(tokenise(stored), tokenise(other))
    return work, found


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("a b c " * 333, "c b a " * 333),
        ("no more war . " * 330, ". war more no " * 330),
        ("a " * 999, "a " * 998),
        (" ".join(f"we x{number}" for number in range(500)), " ".join(f"we y{number}" for number in range(500))),
        ("on Monday " * 250 + "we will go " * 166, "we will go " * 166 + "on Monday " * 250),
    ],
    ids=["letters", "words", "one word", "every other word", "moved"],
)
def test_repetition_is_seen_before_it_costs(stored: str, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work, found = count_work(stored, other, monkeypatch)
    assert work <= MOST_WORK
    assert sum(run.size for run in found.runs) >= 300


def test_a_sound_text_is_searched_for_its_longest_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    work, found = count_work(SOUND * 3, SOUND * 2, monkeypatch)
    assert 0 < work <= MOST_WORK
    assert [(run.stored, run.other) for run in found.runs] == [(0, 0)]


def test_texts_too_long_to_be_aligned_as_a_whole_share_the_runs_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"word{number}" for number in range(400)]
    stored, other = " ".join(words), " ".join([*words[:150], "indeed", *words[150:300], *words[320:]])
    monkeypatch.setattr(matching_blocks, "LARGEST", 0)
    whole = matching_blocks.match_blocks(tokenise(stored), tokenise(other))
    monkeypatch.setattr(anchors, "MOST_ALIGNED", 2_000)
    assert matching_blocks.match_blocks(tokenise(stored), tokenise(other)) == whole
    assert [run.size for run in whole.runs] == [150, 150, 80]
