"""Judge how two renderings of the same words stand to each other: identical, damaged, cut, altered, stitched or different."""

from pipeline.stages.sameness.compare import answer_row, compare
from pipeline.stages.sameness.edits import Edit, Extent, judge_edit
from pipeline.stages.sameness.level_names import answer_with_level, name_level
from pipeline.stages.sameness.presence import Presence, State, judge_presence
from pipeline.stages.sameness.verdict import Change, Comparison, Kind, NormalisationLevel, TextVerdict

__all__ = [
    "Change",
    "Comparison",
    "Edit",
    "Extent",
    "Kind",
    "NormalisationLevel",
    "Presence",
    "State",
    "TextVerdict",
    "answer_row",
    "answer_with_level",
    "compare",
    "judge_edit",
    "judge_presence",
    "name_level",
]
