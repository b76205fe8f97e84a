"""Join the quotations that one cue splits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.continuations import join_two
from pipeline.stages.quotes.cues_and_speakers import Scene
from storage.model import QuoteKind


def join_split(attributions: Iterable[Attribution]) -> list[Attribution]:
    """Join what a cue splits: quotations in a row that the same words attribute."""
    joined: list[Attribution] = []
    for each in attributions:
        last = joined[-1] if joined else None
        if last and each.mention and each.mention == last.mention and each.kind is last.kind is QuoteKind.DIRECT:
            joined[-1] = join_two(last, each)
        else:
            joined.append(each)
    return joined


def join_within(scene: Scene, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Join what a cue splits inside one sentence: "…", says X, "…"."""
    joined: list[Attribution] = []
    for each in attributions:
        last = joined[-1] if joined else None
        if last and last.mention and each.mention == last.mention and _is_split(scene, last, each):
            joined[-1] = join_two(last, each)
        else:
            joined.append(each)
    return joined


def _is_split(scene: Scene, first: Attribution, second: Attribution) -> bool:
    """Say whether between two quotations of a sentence stands little more than who says them."""
    between = scene.text[first.end : second.start]
    assert first.mention is not None
    named = first.end <= first.mention.start < second.start
    return named and between.rstrip(' „“"«»”—–-').endswith(",") and not re.search(r"[.!?:]\W*\s", between)
