"""Choose whose words a quotation is: every candidate near it gets its features, and learned weights decide between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.marks import Segment
from storage.model import Span


class Choice(NamedTuple):
    """A candidate for a segment, its features, and the cue that seems to link them."""

    candidate: Candidate | None
    features: list[str]
    cue: Cue | None


class Previous(NamedTuple):
    """Who spoke last, and the number of the paragraph if that was."""

    candidate: Candidate
    paragraph: int


_AROUND = 30
_STOP = re.compile(r"[.!?][\"”’»]?\s")
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


def _look_around(candidate: Candidate, paragraph: Paragraph, titles: frozenset[str]) -> Surroundings:
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


def near_candidates(candidates: list[Candidate], start: int, end: int) -> list[Candidate]:
    """Return the candidates around a part of a paragraph: as many as any sentence has, not all of a list of names."""
    first = bisect_left(candidates, (start,)) - _AROUND
    last = bisect_left(candidates, (end,)) + _AROUND
    return candidates[max(first, 0) : last]


def count_between(candidates: list[Candidate], start: int, end: int) -> int:
    """Count the names and pronouns that begin between two offsets, up to three."""
    count = 0
    for place in range(bisect_left(candidates, (start,)), len(candidates)):
        if candidates[place].start >= end or count == 3:
            break
        count += candidates[place].kind != "D"
    return count


class Tags(NamedTuple):
    """What the tagger said of a segment: the source that its words were linked to, and the paragraph's other sources."""

    within: bool = False
    source: Span | None = None
    others: tuple[Span, ...] = ()

    @property
    def state(self) -> str:
        """Tell in one letter whether the segment is tagged as words, and whether with a source."""
        return "s" if self.source else "w" if self.within else "o" if self.others else "n"


def _add_tags(found: list[Choice], tags: Tags, scene: Scene) -> None:
    """Add the tagger's view to the candidates; a source that is no candidate becomes one."""
    met = False
    for candidate, features, _ in found:
        assert candidate is not None
        if tags.source and _overlaps(candidate, tags.source):
            met = True
            features.append("TAG" + candidate.kind)
            features.append(f"TAGedge{int(candidate.end == tags.source[1])}{candidate.kind}")
        elif any(_overlaps(candidate, other) for other in tags.others):
            features.append("TAGother" + tags.state + candidate.kind)
        else:
            features.append("TAGnone" + tags.state)
    if tags.source and not met:
        start, end = tags.source
        found.append(Choice(Candidate(start, end, "T", scene.text[start:end]), ["TAGonly"], None))


def _overlaps(candidate: Candidate, span: Span) -> bool:
    return candidate.start < span[1] and candidate.end > span[0]


class Ranker:
    """Ranks the candidates of segments in the order of the text, remembering who spoke last."""

    __slots__ = ("_above", "_scene", "_seen", "_titles", "previous")

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._titles = scene.grammar.language.titles | scene.grammar.language.roles
        self._seen: dict[Candidate, Surroundings] = {}
        self._above: dict[int, list[tuple[Candidate, Surroundings, list[str]]]] = {}
        self.previous: Previous | None = None

    def choices(self, segment: Segment, tags: Tags) -> list[Choice]:
        """Return every candidate for a segment with its features; the last one is nobody."""
        number = self._scene.number_at(segment.start)
        here = self._scene.look(number)
        found = list(self._here(segment, here))
        _add_tags(found, tags, self._scene)
        if number > 0:
            found += self._before(self._scene.look(number - 1))
        if self.previous:
            found.append(self._again(segment, here, number))
        nobody = self._nobody(segment, here)
        nobody.features.append("NONEtag" + tags.state)
        if self.previous:
            found[-1].features.append("CONTtag" + tags.state)
        found.append(nobody)
        return found

    def survey(self, paragraph: Paragraph, candidate: Candidate) -> Surroundings:
        """Look around a candidate, once."""
        seen = self._seen.get(candidate)
        if seen is None:
            seen = self._seen[candidate] = _look_around(candidate, paragraph, self._titles)
        return seen

    def _last(self) -> str | None:
        """Return the last word of whoever spoke last."""
        return self.previous.candidate.text.rsplit(" ", 1)[-1] if self.previous else None

    def _here(self, segment: Segment, here: Paragraph) -> Iterator[Choice]:
        blank, offset, last = here.blank, here.start, self._last()
        opened, closed = segment.start, segment.end
        for candidate in near_candidates(here.candidates, opened, closed):
            around = self.survey(here, candidate)
            start, end, kind, _ = candidate
            features = ["k" + kind, *around.features]
            if around.last == last:
                features.append("again")
            left = end <= opened
            if not left and around.after is None and _begins_anew(self._scene.text, segment, start):
                continue
            side = "L" if left else "R"
            features.append(f"d{side}{bucket(max(opened - end if left else start - closed, 0))}{kind}")
            gap = blank[end - offset : opened - offset] if left else blank[closed - offset : start - offset]
            if "\0" in gap:
                features.append("past" + side)
            if _STOP.search(gap):
                features.append("stop" + side)
            cue = around.after if left else around.before or around.after
            if cue:
                distance = opened - cue.end if cue.end <= opened else cue.start - closed
                features.append(f"cue{side}{bucket(max(distance, 0))}{kind}{'B' if cue is around.before else 'A'}")
            between = count_between(here.candidates, end, opened) if left else count_between(here.candidates, closed, start)
            features.append(f"between{side}{between}")
            if start - offset < 3:
                features.append("first")
            yield Choice(candidate, features, cue)

    def _before(self, paragraph: Paragraph) -> Iterator[Choice]:
        above = self._above.get(paragraph.number)
        if above is None:
            near = paragraph.candidates[:_AROUND] + paragraph.candidates[_AROUND:][-_AROUND:]
            above = self._above[paragraph.number] = [self._look_above(paragraph, candidate) for candidate in near]
        last = self._last()
        for candidate, around, features in above:
            yield Choice(candidate, [*features, "again-"] if around.last == last else [*features], None)

    def _look_above(self, paragraph: Paragraph, candidate: Candidate) -> tuple[Candidate, Surroundings, list[str]]:
        around = self.survey(paragraph, candidate)
        place = "E" if candidate.start > paragraph.end - 80 else "S" if candidate.start - paragraph.start < 60 else "M"
        return candidate, around, ["k" + candidate.kind + "-", *around.features, "above" + place + candidate.kind]

    def _again(self, segment: Segment, here: Paragraph, number: int) -> Choice:
        assert self.previous is not None
        candidate, paragraph = self.previous
        features = [
            "CONT",
            f"CONTaway{min(number - paragraph, 3)}",
            f"CONTcues{min(len(here.cues), 2)}",
            f"CONTnames{min(len(here.candidates), 4)}",
            f"CONTfirst{int(segment.start - here.start <= 2)}",
        ]
        return Choice(Candidate(candidate.start, candidate.end, "C", candidate.text), features, None)

    def _nobody(self, segment: Segment, here: Paragraph) -> Choice:
        words = self._scene.text.count(" ", segment.start, segment.end) + 1
        first, last = self._scene.text[segment.start], self._scene.text[segment.end - 1]
        features = [
            "NONE",
            f"NONEwords{min(words, 8)}",
            f"NONEfirst{'A' if first.isupper() else 'a'}",
            f"NONElast{last if not last.isalnum() else 'w'}",
            f"NONEcues{min(len(here.cues), 2)}",
            f"NONEbefore{self._scene.text[max(segment.outer[0] - 2, 0) : segment.outer[0]].strip()[-1:].lower()}",
        ]
        return Choice(None, features, None)


def _begins_anew(text: str, segment: Segment, start: int) -> bool:
    """Say whether somebody named behind a whole quoted sentence begins a sentence of the writer's."""
    stopped = segment.closed and text[segment.end - 1] in ".!?"
    return stopped and segment.outer[1] < start and not text[segment.outer[1] : start].strip()


def choose(choices: list[Choice], weights: Mapping[str, float]) -> Choice:
    """Take the choice with the highest sum of weights."""
    best, most = choices[-1], float("-inf")
    for choice in choices:
        score = sum([weights.get(feature, 0.0) for feature in choice.features])
        if score > most:
            best, most = choice, score
    return best
