"""Choose the source of words that the tagger found, or tell that they are nobody's words at all."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from pipeline.stages.quotes.cues_and_speakers import Candidate, Cue, Paragraph, Scene
from pipeline.stages.quotes.ranking import Ranker, count_between, near_candidates
from pipeline.stages.quotes.reports import find_subject
from pipeline.stages.quotes.surroundings import bucket
from pipeline.stages.quotes.tagged_links import Linked
from storage.model import Span

_FAR = 160
"""A source further from its cue than this is another sentence's, in characters. Chosen by hand."""


class Option(NamedTuple):
    """A possible source with its features; ``candidate`` None is no source named, ``false`` no words of anyone."""

    candidate: Candidate | None
    features: list[str]
    false: bool = False


def options_of(scene: Scene, ranker: Ranker, number: int, linked: Linked, sources: tuple[Span, ...]) -> list[Option]:
    """Return everyone near the cue who could be the source, then nobody, then none at all."""
    paragraph = scene.look(number)
    subject = subject_of(scene, paragraph, linked)
    return _find_options(scene, paragraph, ranker, linked, sources, subject)


def subject_of(scene: Scene, paragraph: Paragraph, linked: Linked) -> Span | None:
    """Return the subject of a cue by rule."""
    if linked.cue is None:
        return None
    start, end = linked.cue
    word = scene.text[start:end].split(None, 1)[0].lower()
    found = find_subject(scene, paragraph, scene.sentence_at(start), Cue(start, end, word))
    return (found.start, found.end) if found else None


def _find_options(
    scene: Scene,
    paragraph: Paragraph,
    ranker: Ranker,
    linked: Linked,
    sources: tuple[Span, ...],
    subject: Span | None,
) -> list[Option]:
    anchor = linked.cue or linked.spans[0]
    cue = _cue_words(scene, linked)
    options = list(_near(scene, paragraph, ranker, linked, anchor, cue))
    met = False
    for option in options:
        assert option.candidate is not None
        met |= _mark(option, linked, sources, subject)
    if linked.source and not met:
        start, end = linked.source
        side = "L" if end <= anchor[0] else "R"
        options.append(Option(Candidate(start, end, "T", scene.text[start:end]), ["TAGonly" + side, "TAGonly=" + cue]))
    state = ("s" if linked.source else "n") + ("j" if subject else "n")
    shape = _shape_features(scene, linked, cue, state)
    options.append(Option(None, ["NO" + feature for feature in shape]))
    options.append(Option(None, ["FALSE" + feature for feature in shape], True))
    return options


def _cue_words(scene: Scene, linked: Linked) -> str:
    if linked.cue is None:
        return ""
    words = scene.text[slice(*linked.cue)].lower().split()
    return words[-1].strip(":,") if words else ""


def _near(scene: Scene, paragraph: Paragraph, ranker: Ranker, linked: Linked, anchor: Span, cue: str) -> Iterator[Option]:
    sentence = scene.sentence_at(anchor[0])
    for candidate in near_candidates(paragraph.candidates, *anchor):
        start, end, kind, _ = candidate
        left = end <= anchor[0]
        gap = anchor[0] - end if left else start - anchor[1]
        if gap > _FAR or any(a <= start < b for a, b in linked.spans):
            continue
        same = sentence[0] <= start < sentence[1]
        side = ("L" if left else "R") + ("" if same else "o")
        low, high = (max(end, sentence[0]), anchor[0]) if left else (anchor[1], min(start, sentence[1]))
        between = count_between(paragraph.candidates, low, high)
        around = ranker.survey(paragraph, candidate)
        words = scene.text[end : anchor[0]] if left else scene.text[anchor[1] : start]
        features = [
            f"{side}{bucket(max(gap, 0))}{kind}",
            f"{side}b{between}{kind}",
            f"{side}={cue}",
            f"{side}c{min(words.count(','), 3)}{kind}",
            *around.features,
        ]
        if start - sentence[0] < 3:
            features.append("first" + kind)
        yield Option(candidate, features)


def _mark(option: Option, linked: Linked, sources: tuple[Span, ...], subject: Span | None) -> bool:
    """Add the tagger's and the rule's view of a candidate; say whether it is the linked source."""
    candidate, features = option.candidate, option.features
    assert candidate is not None
    found = linked.source is not None and candidate.overlaps(linked.source)
    if found and linked.source:
        features += ("TAG" + candidate.kind, f"TAGend{int(candidate.end == linked.source[1])}{candidate.kind}")
    elif _is_among(candidate, sources):
        features.append("TAGother" + ("s" if linked.source else "n") + candidate.kind)
    else:
        features.append("TAGnone" + ("s" if linked.source else "n"))
    if subject and candidate.overlaps(subject):
        features += ("SUBJECT", f"SUBJECTend{int(candidate.end == subject[1])}{int(found)}")
    return found


def _is_among(candidate: Candidate, sources: tuple[Span, ...]) -> bool:
    """Say whether a candidate overlaps any of the sources, which are in order and apart."""
    place = bisect_left(sources, candidate.end, key=itemgetter(0))
    return place > 0 and candidate.overlaps(sources[place - 1])


def _shape_features(scene: Scene, linked: Linked, cue: str, state: str) -> list[str]:
    """Describe the words and their cue, for telling whether anyone said them."""
    start, end = linked.spans[0]
    text = scene.text
    first = _FIRST.match(text, start, end)
    words = text.count(" ", start, end) + 1
    phrase = text[slice(*linked.cue)].lower().split() if linked.cue else []
    last = text[end - 1 : end]
    return [
        "",
        state,
        f"n{min(words, 6)}{min(len(linked.spans), 2)}",
        f"c={cue}",
        f"p={phrase[0] if len(phrase) > 1 else ''}",
        f"w={first[0].lower() if first else ''}",
        f"o{'L' if linked.cue and linked.cue[1] <= start else 'R' if linked.cue else 'N'}",
        f"e{last if not last.isalnum() else 'w'}",
        f"s{int(start <= scene.sentence_at(start)[0] + 2)}",
    ]


_FIRST = re.compile(r"\S+")


def follow_participle(scene: Scene, linked: Linked, options: list[Option]) -> Option | None:
    """Take the subject of the sentence for a participle behind a comma (", urging each to ..."): grammar leaves no choice."""
    if linked.cue is None or not _cue_words(scene, linked).endswith("ing"):
        return None
    if not scene.text[max(linked.cue[0] - 3, 0) : linked.cue[0]].rstrip().endswith(","):
        return None
    return next((option for option in options if "SUBJECT" in option.features), None)


def decide(options: list[Option], weights: Mapping[str, float], *, doubt: float) -> Option:
    """Take the likeliest source; none at all only if that is likelier than ``doubt``."""
    scores = [sum([weights.get(feature, 0.0) for feature in option.features]) for option in options]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    if shares[-1] / sum(shares) > doubt:
        return options[-1]
    best = max(range(len(options) - 1), key=scores.__getitem__)
    return options[best]
