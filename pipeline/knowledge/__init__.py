"""What the understanding stages know beforehand, as frozen records that the registry reads and hands down."""

from pipeline.knowledge.background import BoundaryCorrection, Correction, DateCorrection, Knowledge, Roster, Weights
from pipeline.knowledge.language import Calendar, Cues, Language, Posts, Pronouns, Stance, Syntax
from pipeline.knowledge.word_tables import Vocabulary

__all__ = [
    "BoundaryCorrection",
    "Calendar",
    "Correction",
    "Cues",
    "DateCorrection",
    "Knowledge",
    "Language",
    "Posts",
    "Pronouns",
    "Roster",
    "Stance",
    "Syntax",
    "Vocabulary",
    "Weights",
]
