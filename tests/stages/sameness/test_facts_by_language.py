"""Changes of fact in many languages: negations, bounds, units, doubts, ordinals; and changes of spelling that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.stages.sameness import TextVerdict
from tests.words import compare

TABLE = Path(__file__).parent / "facts_by_language.tsv"
"""Language, stored words, other words, and whether the change is material."""
ROWS = [line.split("\t")[1:] for line in TABLE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("stored", "other", "change"), ROWS)
def test_a_changed_fact_is_material_and_a_changed_spelling_is_not(stored: str, other: str, change: str) -> None:
    found = compare(stored, other)
    assert found.wording is not TextVerdict.DIFFERENT
    assert found.material is (change == "material")
