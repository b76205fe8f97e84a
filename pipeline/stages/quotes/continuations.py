"""Extend quotations to their full extent: what goes on behind the cue, or in the next paragraph, and the head of their
sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.stages.quotes.attribution import Attribution
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.quotation_marks import Segment
from storage.model import QuoteKind

_STOP = re.compile(r"[.!?]\W*$")
_SENTENCES = re.compile(r"[^\W\d_]{2}[.!?]\W+[^\W\d_]")
_LABEL = re.compile(r"\(|[A-Z][\w.’' -]{1,40}:")
_MOST_CUES = 2
"""The cues that may stand between two parts of one quotation: "…, said X, adding: …". Chosen by hand."""
_LEAST_HEAD = 3
"""Fewer characters before the marks are punctuation or a dash, and no head of the words."""
_NEAR = 8
"""The attributions before this one that are looked through for its beginning. Chosen by hand: it bounds the time of a paragraph
of many quotations."""


def goes_on(scene: Scene, first: Segment, second: Segment) -> bool:
    """Say whether a quotation goes on with the next one: “A,” said X. “B.”, or A without a closing mark and B a paragraph.

    In the training part 95 of 100 such pairs are one person's words and annotated as one quotation.
    """
    text, between = scene.text, scene.text[first.outer[1] : second.outer[0]]
    if "\n" in between:
        return not (first.closed or first.single or between.strip() or _LABEL.match(text, second.start))
    if _last_mark(scene, first) != "," or _last_mark(scene, second) == ",":
        return False
    if not _STOP.search(between.rstrip()) or _SENTENCES.search(between):
        return False
    cues = [cue.start for cue in scene.look(scene.number_at(first.start)).cues]
    end = scene.sentence_at(second.start)[1]
    if any(second.outer[1] <= cue < end for cue in cues):
        return False
    return 1 <= sum(first.outer[1] <= cue < second.outer[0] for cue in cues) <= _MOST_CUES


def _last_mark(scene: Scene, segment: Segment) -> str:
    """Return the character that ends a quotation, marks inside it left out."""
    return scene.text[segment.start : segment.end].rstrip("'’\"” ")[-1:]


def continue_quotes(scene: Scene, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Join each attribution that begins with what another's words go on to, whatever stands between them, to that other."""
    joined: list[Attribution] = []
    for each in attributions:
        place = _find_beginning(scene, each, joined)
        if place is None:
            joined.append(each)
        else:
            joined[place] = join_two(joined[place], each)
    return joined


def _find_beginning(scene: Scene, attribution: Attribution, others: list[Attribution]) -> int | None:
    """Return the number of the attribution that goes on with another; in a new paragraph only with the same speaker's."""
    segment = _first_segment(scene, attribution)
    before = scene.segment_before(segment) if segment else None
    if segment is None or before is None or not goes_on(scene, before, segment):
        return None
    here = scene.number_at(segment.start) == scene.number_at(before.start)
    for place in range(len(others) - 1, max(len(others) - _NEAR, 0) - 1, -1):
        if _holds_last(others[place], before):
            return place if here or others[place].mention == attribution.mention else None
    return None


def _first_segment(scene: Scene, attribution: Attribution) -> Segment | None:
    """Return the quotation that an attribution begins with."""
    if not attribution.marked or attribution.marked[0][0] != attribution.start:
        return None
    return next(iter(scene.segments_between(attribution.start, attribution.start + 1)), None)


def _holds_last(attribution: Attribution, segment: Segment) -> bool:
    """Say whether an attribution ends with a quotation."""
    return bool(attribution.marked) and attribution.marked[-1] == (segment.start, segment.end)


def join_two(first: Attribution, second: Attribution) -> Attribution:
    """Make one attribution of two that follow each other; whose words they are, the first one says."""
    return replace(
        first,
        spans=first.spans + second.spans,
        marked=first.marked + second.marked,
        kind=first.kind if first.kind is second.kind else QuoteKind.MIXED,
        cue=first.cue or second.cue,
    )


def add_head(scene: Scene, attribution: Attribution) -> Attribution:
    """Begin with the sentence where marks open in the middle of what is said: Not to go "would be a mistake," he said.

    So it is where the cue comes later, no cue stands before the marks, and what is in them begins small.
    """
    segment, cue = _first_segment(scene, attribution), attribution.cue
    if segment is None or cue is None or attribution.inferred or attribution.mention is None or cue[0] < segment.outer[1]:
        return attribution
    start, end = scene.sentence_at(segment.outer[0])
    cues = scene.look(scene.number_at(start)).cues
    if (
        segment.outer[0] - start < _LEAST_HEAD
        or cue[0] >= end
        or start <= attribution.mention.start < segment.start
        or not scene.text[segment.start].islower()
        or _last_mark(scene, segment) != ","
        or any(start <= each.start < segment.start for each in cues)
    ):
        return attribution
    spans = ((start, attribution.spans[0][1]), *attribution.spans[1:])
    return replace(attribution, spans=spans, kind=QuoteKind.MIXED)
