"""Learn the ranker's weights: a softmax over the candidates of each quotation, by AdaGrad, in plain Python."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.knowledge import Language
from pipeline.stages.quotes.cues_and_speakers import Candidate, Scene
from pipeline.stages.quotes.grammar import compile_grammar
from pipeline.stages.quotes.ranking import Choice, Previous, Ranker
from pipeline.stages.quotes.sourcing import Option, options_of
from pipeline.stages.quotes.tagged_links import Linked, tag_paragraph, tags_of
from pipeline.stages.quotes.tagging import Tagger
from storage.model import Span

FEWEST_WORDS = 4

Example = tuple[list[list[str]], int]


def collect(rows: Iterable[dict[str, Any]], language: Language, taggers: Sequence[Tagger]) -> list[Example]:
    """Turn annotated segments into examples: the features of every candidate, and the number of the right one.

    Row ``n`` is tagged by tagger ``n`` modulo their number, which must not have learned from it.
    """
    grammar = compile_grammar(language)
    examples: list[Example] = []
    for place, row in enumerate(rows):
        examples += _collect_row(row, Scene(row["text"], grammar), taggers[place % len(taggers)])
    return examples


def _collect_row(row: dict[str, Any], scene: Scene, tagger: Tagger) -> Iterator[Example]:
    gold = {(quote["start"], quote["end"]): quote for quote in row["quotes"]}
    ranker = Ranker(scene)
    tagged: tuple[int, list[Linked], tuple[Span, ...]] = (-1, [], ())
    for segment in scene.segments:
        if len(row["text"][segment.start : segment.end].split()) < FEWEST_WORDS:
            continue
        number = scene.number_at(segment.start)
        if tagged[0] != number:
            tagged = (number, *tag_paragraph(scene, tagger, number))
        quote = gold.get((segment.start, segment.end))
        choices = ranker.choices(segment, tags_of(segment, *tagged[1:]))
        right = find_right(choices, quote)
        if right is not None:
            kept = [each for each, choice in enumerate(choices) if each == right or not _touches(choice, quote)]
            yield [choices[each].features for each in kept], kept.index(right)
        ranker.previous = _next_previous(ranker.previous, quote, choices, right, scene, segment.start)


def collect_reports(rows: Iterable[dict[str, Any]], language: Language, taggers: Sequence[Tagger]) -> list[Example]:
    """Turn what the tagger finds in annotated rows into examples for choosing sources: the true one, nobody, or none at all."""
    grammar = compile_grammar(language)
    examples: list[Example] = []
    for place, row in enumerate(rows):
        scene = Scene(row["text"], grammar)
        ranker = Ranker(scene)
        for number in range(len(scene.paragraphs)):
            linked, sources = tag_paragraph(scene, taggers[place % len(taggers)], number)
            for each in linked:
                options = options_of(scene, ranker, number, each, sources)
                right = _right_option(options, _matching(each, row["quotes"]))
                if right is not None:
                    examples.append(([option.features for option in options], right))
    return examples


def _matching(linked: Linked, quotes: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Give the annotated quote that shares at least half of its characters with what the tagger found."""
    best: dict[str, Any] | None = None
    most = 0.5
    size = sum(end - start for start, end in linked.spans)
    for quote in quotes:
        shared = sum(max(0, min(b, d) - max(a, c)) for a, b in linked.spans for c, d in quote["spans"])
        share = shared / (size + sum(end - start for start, end in quote["spans"]) - shared)
        if share >= most:
            best, most = quote, share
    return best


def _right_option(options: list[Option], quote: dict[str, Any] | None) -> int | None:
    if quote is None:
        return len(options) - 1
    if not quote["speaker"]:
        return len(options) - 2
    best, most = None, (0, False, 0)
    for number, option in enumerate(options[:-2]):
        assert option.candidate is not None
        shared = min(option.candidate.end, quote["speaker_end"]) - max(option.candidate.start, quote["speaker_start"])
        score = (shared > 0, option.candidate.kind == "N", shared)
        if shared > 0 and score > most:
            best, most = number, score
    return best


def find_right(choices: list[Choice], quote: dict[str, Any] | None) -> int | None:
    """Give the number of the right choice, None where none of them is right."""
    if quote is None or not quote["speaker"]:
        return len(choices) - 1
    scores = [
        (_overlap(choice, quote), choice.candidate is not None and choice.candidate.kind != "C", number)
        for number, choice in enumerate(choices)
    ]
    most = max(
        scores, key=lambda score: (score[0] > 0, score[1], choices[score[2]].features[0][:2] == "kN", score[0], -score[2])
    )
    return most[2] if most[0] > 0 else None


def _overlap(choice: Choice, quote: dict[str, Any]) -> int:
    if choice.candidate is None:
        return 0
    start, end = int(quote["speaker_start"]), int(quote["speaker_end"])
    return max(0, min(choice.candidate.end, end) - max(choice.candidate.start, start))


def _touches(choice: Choice, quote: dict[str, Any] | None) -> bool:
    return quote is not None and bool(quote["speaker"]) and _overlap(choice, quote) > 0


def _next_previous(
    previous: Previous | None, quote: dict[str, Any] | None, choices: list[Choice], right: int | None, scene: Scene, at: int
) -> Previous | None:
    if quote is None or not quote["speaker"]:
        return previous
    chosen = choices[right].candidate if right is not None else None
    candidate = chosen or Candidate(quote["speaker_start"], quote["speaker_end"], "N", quote["speaker"])
    return Previous(candidate, scene.number_at(at))


def learn(
    examples: list[Example], *, rounds: int = 8, rate: float = 0.15, penalty: float = 2e-6, least: int = 3
) -> dict[str, float]:
    """Learn weights by AdaGrad on the log-likelihood of the right candidate; features rarer than ``least`` are left out."""
    counts = Counter(feature for features, _ in examples for each in features for feature in each)
    kept = {feature for feature, count in counts.items() if count >= least}
    prepared = [
        ([[feature for feature in each if feature in kept] for each in features], right) for features, right in examples
    ]
    weights = dict.fromkeys(kept, 0.0)
    squares = dict.fromkeys(kept, 1e-2)
    order = random.Random(20201027)  # noqa: S311 - the order of learning, no secret
    for _ in range(rounds):
        order.shuffle(prepared)
        for features, right in prepared:
            _step(features, right, weights, squares, rate, penalty)
    return {feature: round(weight, 3) for feature, weight in sorted(weights.items()) if abs(weight) > 0.02}


def _step(
    features: list[list[str]], right: int, weights: dict[str, float], squares: dict[str, float], rate: float, penalty: float
) -> None:
    scores = [sum(weights[feature] for feature in each) for each in features]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    for number, each in enumerate(features):
        slope = shares[number] / total - (number == right)
        if abs(slope) < 1e-4:
            continue
        for feature in each:
            gradient = slope + penalty * weights[feature]
            squares[feature] += gradient * gradient
            weights[feature] -= rate * gradient / math.sqrt(squares[feature])
