"""Say of a candidate what stands around it, whatever quotation it may be the speaker of: features for the ranker."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import NamedTuple

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph

_LAST_WORD = re.compile(r"([^\W\d_]+) $")
_NEXT_WORD = re.compile(r",? ?([^\W\d_]+)")


class Surroundings(NamedTuple):
    """What can be said of a candidate without looking at a segment."""

    after: Cue | None
    before: Cue | None
    features: list[str]
    last: str


def bucket(distance: int) -> str:
    """Write a distance in characters as one of six sizes."""
    return (
        "0"
        if distance <= 2
        else "1"
        if distance <= 8
        else "2"
        if distance <= 20
        else "3"
        if distance <= 50
        else "4"
        if distance <= 120
        else "5"
    )


def look_around(candidate: Candidate, paragraph: Paragraph, titles: frozenset[str]) -> Surroundings:
    """Look at a candidate and what stands beside it."""
    start, end, kind, text = candidate
    blank, offset = paragraph.blank, paragraph.start
    cues = paragraph.cues
    place = bisect_left(cues, (end,))
    after = cues[place] if place < len(cues) and cues[place].start - end <= 40 else None
    place = bisect_right(cues, start, key=itemgetter(1)) - 1
    before = cues[place] if place >= 0 and start - cues[place].end <= 12 else None
    features, words = [], []
    if after:
        gap = blank[end - offset : after.start - offset]
        features.append("ca" + bucket(after.start - end) + ("c" if "," in gap else "") + kind)
        words.append("caw=" + after.word)
    if before:
        gap = blank[before.end - offset : start - offset].strip()
        features.append("cb" + ("2" if gap else "0") + kind)
        words.append(f"cbw={before.word}|{gap if gap in ('to', 'by') else ''}")
    if not after and not before:
        features.append("nocue" + kind)
    lower = text.lower().split()
    if kind != "N":
        words += ("w0=" + lower[0], "wl=" + lower[-1])
    else:
        features.append("size" + str(min(len(lower), 4)))
        if lower[0].rstrip(".") in titles:
            features.append("title")
    if blank[end - offset : end - offset + 1] == ",":
        features.append("comma" + kind)
    left = blank[max(start - offset - 14, 0) : start - offset]
    if left.endswith(" ") and (word := _LAST_WORD.search(left)):
        words.append("pw=" + word.group(1).lower())
    edge = left.rstrip()[-1:]
    features.append("pc" + ("w" if edge.isalnum() else edge))
    if word := _NEXT_WORD.match(blank, end - offset, end - offset + 14):
        words.append("nw=" + word.group(1))
    return Surroundings(after, before, features + words, text.rsplit(" ", 1)[-1])
