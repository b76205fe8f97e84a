"""Learn the tagger's weights with python-crfsuite, and keep them as rounded numbers that plain Python decodes.

The library is needed for training only: `pip install python-crfsuite==0.9.12`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.grammar import compile_grammar
from pipeline.stages.quotes.scene import Scene
from pipeline.stages.quotes.tagging import (
    LABELS,
    OFFSETS,
    Lists,
    lower_words,
    make_lists,
    place_signs,
    reach_signs,
    word_signs,
    write_place,
)
from pipeline.stages.quotes.tokens import Token, cut_tokens
from storage.model import Span

_BOLDER = {"B-Q": 0.7, "B-S": 0.4, "B-C": 0.4}


def sign_tokens(tokens: Sequence[Token], sentences: list[Span], lists: Lists) -> list[list[str]]:
    """Give every sign of every token, as the tagger sums them."""
    words = [word_signs(token[2], lists) for token in tokens]
    lowers = lower_words(tokens)
    signs = [list(write_place(place)) for place in place_signs(tokens, lowers, sentences, lists)]
    for number, each in enumerate(signs):
        for offset in OFFSETS:
            if 0 <= number + offset < len(tokens):
                each += reach_signs(words[number + offset], offset)
        each.append(f"b={lowers[number - 1] if number else '^'}|{lowers[number]}")
        if number + 1 < len(tokens):
            each.append(f"n={lowers[number]}|{lowers[number + 1]}")
    return signs


def label_tokens(tokens: Sequence[Token], quotes: Iterable[dict[str, Any]]) -> list[str]:
    """Give each token its label: content first, then source, then cue, where they overlap."""
    labels = ["O"] * len(tokens)
    for quote in quotes:
        for sort, spans in _spans(quote):
            for start, end in spans:
                first = True
                for number, token in enumerate(tokens):
                    if token[0] < end and token[1] > start and labels[number] == "O":
                        labels[number] = ("B-" if first else "I-") + sort
                        first = False
    return labels


def _spans(quote: dict[str, Any]) -> Iterable[tuple[str, list[list[int]]]]:
    yield "Q", quote["spans"]
    if quote["speaker"]:
        yield "S", [[quote["speaker_start"], quote["speaker_end"]]]
    if quote["cue"]:
        yield "C", [[quote["cue_start"], quote["cue_end"]]]


def learn(
    rows: Iterable[dict[str, Any]], language: Language, *, rounds: int = 140, c1: float = 0.7, c2: float = 0.02, least: int = 2
) -> Weights:
    """Learn from full attributions; gives weights with only the tagger's part filled."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    grammar, lists = compile_grammar(language), make_lists(language)
    for row in rows:
        scene = Scene(row["text"], grammar)
        for number, (start, end) in enumerate(scene.paragraphs):
            tokens = cut_tokens(scene, (start, end))
            if tokens:
                here = [quote for quote in row["quotes"] if quote["start"] < end and quote["end"] > start]
                trainer.append(sign_tokens(tokens, scene.sentences(number), lists), label_tokens(tokens, here))
    trainer.set_params(
        {"c1": c1, "c2": c2, "max_iterations": rounds, "feature.minfreq": least, "feature.possible_transitions": False}
    )
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        return read_model(tagger.info())


def read_model(info: Any, *, smallest: float = 0.05) -> Weights:
    """Take the weights out of a trained model; what weighs next to nothing is left out.

    Beginnings get a little more than was learned (``_BOLDER``): false finds are told apart later, missed ones never.
    """
    emissions: dict[str, list[float]] = {}
    for (sign, label), weight in info.state_features.items():
        if abs(weight) >= smallest:
            emissions.setdefault(sign, [0.0] * len(LABELS))[LABELS.index(label)] = round(weight, 2)
    transitions = [[round(info.transitions.get((a, b), 0.0) + _BOLDER.get(b, 0.0), 2) for b in LABELS] for a in LABELS]
    return Weights(
        labels=LABELS,
        emissions={sign: tuple(weights) for sign, weights in emissions.items()},
        transitions=tuple(map(tuple, transitions)),
    )
