"""Learn the tagger's weights with python-crfsuite, and keep them as rounded numbers that plain Python decodes.

The library is needed for training only: `pip install -r training/requirements.txt`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.features import (
    LABELS,
    OFFSETS,
    QUOTATION,
    Lists,
    cut_stretches,
    lower_word,
    make_lists,
    pair_features,
    place_features,
    reach_features,
    shape_of,
    word_features,
)
from pipeline.stages.quotes.grammar import compile_grammar
from pipeline.stages.quotes.tagger_tokens import cut_words, place_words
from storage.model import Span

_BOLDER = {"B-Q": 0.7, "B-S": 0.4, "B-C": 0.4}


def sign_words(sentences: Sequence[Sequence[str]], lists: Lists) -> list[list[str]]:
    """Give every feature of every token of a paragraph, as the tagger sums them."""
    words = [word for sentence in sentences for word in sentence]
    features = list(_list_place_features(sentences, lists))
    reached = [word_features(word, lists) for word in words]
    lowers = ["^", *map(lower_word, words)]
    for number, each in enumerate(features):
        for offset in OFFSETS:
            if 0 <= number + offset < len(words):
                each += reach_features(reached[number + offset], offset)
        each.append(pair_features(lowers[number], lowers[number + 1])[0])
        if number + 1 < len(words):
            each.append(pair_features(lowers[number + 1], lowers[number + 2])[1])
    return features


def _list_place_features(sentences: Sequence[Sequence[str]], lists: Lists) -> Iterator[list[str]]:
    """Give the features of where each token stands."""
    quoted = any(lower_word(word) == QUOTATION for sentence in sentences for word in sentence)
    for sentence in sentences:
        lowers = [lower_word(word) for word in sentence]
        cues = [number for number, word in enumerate(lowers) if word in lists.cues]
        for start, end, context, near in cut_stretches(lowers, cues, quoted=quoted):
            for number in range(start, end):
                place = near[number - start] + shape_of(sentence[number])
                yield list(place_features(context, place, first=number == 0))


def label_tokens(tokens: Sequence[Span], quotes: Iterable[dict[str, Any]]) -> list[str]:
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
            sentences = [(first, cut_words(scene, first, last)) for first, last in scene.sentences(number)]
            tokens = [token for first, words in sentences for token in place_words(scene, first, words)]
            if tokens:
                here = [quote for quote in row["quotes"] if quote["start"] < end and quote["end"] > start]
                trainer.append(sign_words([words for _, words in sentences], lists), label_tokens(tokens, here))
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
    emissions: dict[str, dict[int, float]] = {}
    for (feature, label), weight in info.state_features.items():
        if abs(weight) >= smallest:
            emissions.setdefault(feature, {})[LABELS.index(label)] = round(weight, 2)
    transitions = [[round(info.transitions.get((a, b), 0.0) + _BOLDER.get(b, 0.0), 2) for b in LABELS] for a in LABELS]
    return Weights(
        labels=LABELS,
        emissions={feature: tuple(chain.from_iterable(sorted(row.items()))) for feature, row in emissions.items()},
        transitions=tuple(map(tuple, transitions)),
    )
