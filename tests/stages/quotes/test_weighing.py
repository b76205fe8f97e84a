"""How a clause's phrases are weighed as its subject, and where a phrase's head ends."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.cues_and_speakers import Cue
from pipeline.stages.quotes.finder import look_at
from pipeline.stages.quotes.rules.clauses import Clause
from pipeline.stages.quotes.rules.noun_phrases import Phrase, _first_link
from pipeline.stages.quotes.rules.subjects import _weigh

GERMAN = load_knowledge().languages["de"]
PHRASE = Phrase(start=0, end=4, kind="N", role=False, named=False, definite=False, oblique=False, before="")


@pytest.mark.parametrize(("gap", "worth"), [(1, 3), (2, 3), (3, 0), (39, 0), (40, -1), (80, -2)])
def test_a_phrase_beside_its_cue_is_worth_more_and_a_far_one_less(gap: int, worth: int) -> None:
    text = f"Jana{' ' * gap}sagte es, und alle hörten zu."
    scene = look_at(text, GERMAN)
    assert _weigh(scene, Clause(0, len(text)), PHRASE, Cue(4 + gap, 9 + gap, "sagte"), len(text)) == worth


@pytest.mark.parametrize(
    ("head", "end"),
    [
        ("ein Reporter der Zeitung des Landes", 12),
        ("ein Reporter des Landes der Zeitung", 12),
        ("ein Reporter", 12),
        (" der Zeitung", 12),
    ],
)
def test_a_phrase_has_its_head_before_the_first_part_that_is_joined_to_it(head: str, end: int) -> None:
    assert _first_link(head, GERMAN) == end
