"""Choose whose words a quotation is: every candidate near it gets its features, and learned weights decide between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.surroundings import Surroundings, bucket, look_around
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
"""The candidates on either side of a part of a paragraph. Chosen by hand: more than a sentence has, and a list of a thousand
names takes no longer."""
_HEADING_WORDS = 5
"""A name has at most four words, without its office."""
_STOP = re.compile(r"[.!?][\"”’»]?\s")


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
        if tags.source and candidate.overlaps(tags.source):
            met = True
            features.append("TAG" + candidate.kind)
            features.append(f"TAGedge{int(candidate.end == tags.source[1])}{candidate.kind}")
        elif _is_among(candidate, tags.others):
            features.append("TAGother" + tags.state + candidate.kind)
        else:
            features.append("TAGnone" + tags.state)
    if tags.source and not met:
        start, end = tags.source
        found.append(Choice(Candidate(start, end, "T", scene.text[start:end]), ["TAGonly"], None))


def _is_among(candidate: Candidate, sources: tuple[Span, ...]) -> bool:
    """Say whether a candidate overlaps one of some sources, which stand in order and apart."""
    place = bisect_left(sources, (candidate.end,)) - 1
    return place >= 0 and sources[place][1] > candidate.start


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
            seen = self._seen[candidate] = look_around(candidate, paragraph, self._titles)
        return seen

    def _last(self) -> str | None:
        """Return the last word of whoever spoke last."""
        return self.previous.candidate.text.rsplit(" ", 1)[-1] if self.previous else None

    def _here(self, segment: Segment, here: Paragraph) -> Iterator[Choice]:
        blank, offset, last = here.blank, here.start, self._last()
        opened, closed, limit = segment.start, segment.end, self._find_limit(segment, here)
        for candidate in near_candidates(here.candidates, opened, closed):
            around = self.survey(here, candidate)
            start, end, kind, _ = candidate
            features = ["k" + kind, *around.features]
            if around.last == last:
                features.append("again")
            left = end <= opened
            if (
                start >= limit
                or _is_heading(candidate, here)
                or (not left and around.after is None and _begins_anew(self._scene.text, segment, start))
            ):
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

    def _find_limit(self, segment: Segment, here: Paragraph) -> int:
        """Return where the sentence of a quotation surely ends: at its closing mark, where a stop before it ends a sentence
        of the writer's and another one follows, X called it "a lie." Y said …"""
        text = self._scene.text
        follows = text[segment.outer[1] : segment.outer[1] + 2]
        if not segment.closed or text[segment.end - 1] not in ".!?" or not (follows[:1] == " " and follows[1:].isupper()):
            return here.end
        low, before = self._scene.sentence_at(segment.outer[0])[0], self._scene.segment_before(segment)
        head = text[max(low, before.outer[1] if before else low) : segment.outer[0]]
        return segment.outer[1] if re.search(r"\w", head) else here.end

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


def _is_heading(candidate: Candidate, here: Paragraph) -> bool:
    """Say whether a name is a heading that runs into its paragraph: more words than a name has, then a colon."""
    if candidate.kind != "N" or not here.blank.startswith(":", candidate.end - here.start):
        return False
    words = here.blank[: candidate.end - here.start].split()
    return len(words) >= _HEADING_WORDS and all(word[:1].isupper() for word in words)


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
