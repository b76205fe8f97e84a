"""Link the tagged runs of a paragraph: each part of words to its cue, each cue to its source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.ranking import Tags
from pipeline.stages.quotes.tagging import Tagged, Tagger
from storage.model import Span

# A list that goes on, or a date: ", 37 civilian deaths and 100 wounded", ", October 29".
_REST = re.compile(
    r",(?: (?!which|who|where|when|while|but|as|though|although|according|after|before|with)[\w’'\-]+){1,9}"
    r"(?:, [\w’'\- ]{1,40})?"
)
_NEAR = 12
"""The runs on either side that are compared. Chosen by hand: it bounds the time of a paragraph of many."""
_LONGEST_REST = 160
"""The rest of a sentence that is taken into its words, in characters. Chosen by hand: longer ones go on to something else."""
_PAST_WORDS = 200
"""What a link past other words costs, in characters of distance: more than a sentence is long. Chosen by hand."""
_PAST_STOP = 40
"""What a link over the end of a sentence costs, in characters of distance. Chosen by hand."""


@dataclass(slots=True, kw_only=True)
class Linked:
    """Words with the cue and the source that go with them; parts that one cue splits are together."""

    spans: list[Span]
    cue: Span | None
    source: Span | None


def tag_paragraph(scene: Scene, tagger: Tagger, number: int, *, quoted: bool = False) -> tuple[list[Linked], tuple[Span, ...]]:
    """Return the linked words of a paragraph, and all its sources; of its sentences with quotations only, where ``quoted``."""
    runs = [run for run in tagger.tag(scene, number, quoted=quoted) if not _is_verb(scene, run)]
    return link_runs(scene, runs), tuple((run.start, run.end) for run in runs if run.sort == "S")


def _is_verb(scene: Scene, run: Tagged) -> bool:
    """Say whether what is tagged as a source is the verb that a sentence begins with: "Said Sample: “…”"."""
    word = scene.text[run.start : run.end]
    return run.sort == "S" and word[:1].isupper() and word.lower() in scene.grammar.language.cues.speech


def link_runs(scene: Scene, runs: list[Tagged]) -> list[Linked]:
    """Return every run of words with the cue and source nearest to it, in order."""
    words = [(run.start, run.end) for run in runs if run.sort == "Q"]
    cues = [(run.start, run.end) for run in runs if run.sort == "C"]
    sources = [(run.start, run.end) for run in runs if run.sort == "S"]
    linked: list[Linked] = []
    by_cue: dict[Span, Linked] = {}
    for span in (_complete(scene, span, runs) for span in words):
        cue = _nearest(span, cues, lambda a, b: _cost(scene, a, b, words))
        if cue in by_cue:
            by_cue[cue].spans.append(span)
            continue
        anchor = cue or span
        found = Linked(spans=[span], cue=cue, source=_nearest(anchor, sources, lambda a, b: _cost(scene, a, b, ())))
        linked.append(found)
        if cue:
            by_cue[cue] = found
    return linked


def _complete(scene: Scene, span: Span, runs: list[Tagged]) -> Span:
    """Let words that stop at a comma run on to the end of the sentence, where only a short list or a date is left of it."""
    start, end = span
    stop = scene.sentence_at(max(end - 1, start))[1]
    while stop > end and scene.text[stop - 1] in ".!?;: ":
        stop -= 1
    rest = scene.text[end:stop]
    if not rest or len(rest) > _LONGEST_REST or not _REST.fullmatch(rest):
        return span
    free = all(run.end <= end or run.start >= stop for run in runs)
    return (start, stop) if free else span


def _nearest(span: Span, others: list[Span], cost: Callable[[Span, Span], int]) -> Span | None:
    place = bisect_left(others, span)
    return min(others[max(place - _NEAR, 0) : place + _NEAR], key=lambda other: cost(span, other), default=None)


def _gap(first: Span, second: Span) -> Span:
    return (min(first[1], second[1]), max(first[0], second[0]))


def _cost(scene: Scene, span: Span, other: Span, words: list[Span] | tuple[Span, ...]) -> int:
    """Count the characters between two runs; other words between them, or the end of a sentence, put them far apart."""
    start, end = _gap(span, other)
    cost = max(end - start, 0)
    place = bisect_left(words, (start,))
    if any(between[1] <= end for between in words[place : place + 3] if between not in (span, other)):
        cost += _PAST_WORDS
    if scene.sentence_at(span[0])[0] > other[0] or scene.sentence_at(max(span[1] - 1, span[0]))[1] <= other[0]:
        cost += _PAST_STOP
    return cost


def tags_of(segment: Segment, linked: list[Linked], sources: tuple[Span, ...]) -> Tags:
    """Say what the tagger made of a segment: whether it is words given to someone, and to whom."""
    for each in linked:
        if any(start < segment.end and end > segment.start for start, end in each.spans):
            return Tags(True, each.source, tuple(source for source in sources if source != each.source))
    return Tags(False, None, sources)
