"""Learn the ranker's weights: a softmax over the candidates of each quotation, by AdaGrad, in plain Python."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

from pipeline.knowledge import Language
from pipeline.stages.quotes.grammar import compile_grammar
from pipeline.stages.quotes.ranking import Choice, Previous, Ranker
from pipeline.stages.quotes.scene import Candidate, Scene

Example = tuple[list[list[str]], int]


def collect(rows: Iterable[dict[str, Any]], language: Language, *, words: bool) -> list[Example]:
    """Turn annotated segments into examples: the signs of every candidate, and the number of the right one."""
    grammar = compile_grammar(language)
    examples: list[Example] = []
    for row in rows:
        gold = {(quote["start"], quote["end"]): quote for quote in row["quotes"]}
        scene = Scene(row["text"], grammar)
        ranker = Ranker(scene, words=words)
        for segment in scene.segments:
            if len(row["text"][segment.start : segment.end].split()) < 4:
                continue
            quote = gold.get((segment.start, segment.end))
            choices = ranker.choices(segment)
            right = find_right(choices, quote)
            if right is not None:
                kept = [number for number, choice in enumerate(choices) if number == right or not _touches(choice, quote)]
                examples.append(([choices[number].signs for number in kept], kept.index(right)))
            ranker.previous = _next_previous(ranker.previous, quote, choices, right, scene, segment.start)
    return examples


def find_right(choices: list[Choice], quote: dict[str, Any] | None) -> int | None:
    """Give the number of the right choice, None where none of them is right."""
    if quote is None or not quote["speaker"]:
        return len(choices) - 1
    scores = [
        (_overlap(choice, quote), choice.candidate is not None and choice.candidate.kind != "C", number)
        for number, choice in enumerate(choices)
    ]
    most = max(scores, key=lambda score: (score[0] > 0, score[1], choices[score[2]].signs[0][:2] == "kN", score[0], -score[2]))
    return most[2] if most[0] > 0 else None


def _overlap(choice: Choice, quote: dict[str, Any]) -> int:
    if choice.candidate is None:
        return 0
    return max(0, min(choice.candidate.end, quote["speaker_end"]) - max(choice.candidate.start, quote["speaker_start"]))


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
    """Learn weights by AdaGrad on the log-likelihood of the right candidate; signs rarer than ``least`` are left out."""
    counts = Counter(sign for signs, _ in examples for each in signs for sign in each)
    kept = {sign for sign, count in counts.items() if count >= least}
    prepared = [([[sign for sign in each if sign in kept] for each in signs], right) for signs, right in examples]
    weights = dict.fromkeys(kept, 0.0)
    squares = dict.fromkeys(kept, 1e-2)
    order = random.Random(20201027)  # noqa: S311 - the order of learning, no secret
    for _ in range(rounds):
        order.shuffle(prepared)
        for signs, right in prepared:
            _step(signs, right, weights, squares, rate, penalty)
    return {sign: round(weight, 3) for sign, weight in sorted(weights.items()) if abs(weight) > 0.02}


def _step(
    signs: list[list[str]], right: int, weights: dict[str, float], squares: dict[str, float], rate: float, penalty: float
) -> None:
    scores = [sum(weights[sign] for sign in each) for each in signs]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares)
    for number, each in enumerate(signs):
        slope = shares[number] / total - (number == right)
        if abs(slope) < 1e-4:
            continue
        for sign in each:
            gradient = slope + penalty * weights[sign]
            squares[sign] += gradient * gradient
            weights[sign] -= rate * gradient / math.sqrt(squares[sign])
