"""Texts that repeat themselves are aligned by the way whose time grows with the square of their length at most."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import align as aligning
from pipeline.stages.sameness.tokens import tokenise


@pytest.mark.parametrize(
    ("stored", "other", "many"),
    [
        ("a b c " * 333, "c b a " * 333, True),
        ("no more war . " * 330, ". war more no " * 330, True),
        ("The envoys met in the hall and spoke of the roads. " * 3, "The envoys met and spoke of the roads. " * 3, False),
    ],
    ids=["letters", "words", "sound text"],
)
def test_repetition_is_seen_before_it_costs(stored: str, other: str, many: bool) -> None:
    meetings = aligning._count_meetings(tokenise(stored).keys, tokenise(other).keys)
    assert (meetings > aligning.MOST_MEETINGS) == many
