"""Name the step of the normalisation ladder at which two renderings are the same characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.knowledge import Vocabulary
from pipeline.stages.sameness.compare import answer_row
from pipeline.stages.sameness.levels import find_level


def name_level(stored: str, other: str) -> str | None:
    """Name the first step at which two texts agree, such as ``white space``; None if no step makes them the same."""
    rung = find_level(stored, other)
    return rung.value if rung else None


def answer_with_level(row: Mapping[str, Any], words: Vocabulary) -> dict[str, Any]:
    """Answer one row of ``onrecord compare``, with the ``rung`` too."""
    return {**answer_row(row, words), "rung": name_level(str(row["a"]), str(row["b"]))}
