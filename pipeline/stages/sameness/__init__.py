"""Tell how two renderings of the same words stand to each other: identical, damaged, cut, altered, stitched or different."""

from pipeline.stages.sameness.compare import answer_row, compare
from pipeline.stages.sameness.verdict import Change, Comparison, Kind, Rung, Wording

__all__ = ["Change", "Comparison", "Kind", "Rung", "Wording", "answer_row", "compare"]
