"""Tag the tokens of a paragraph as words given to someone, their source and their cue: a linear chain with learned weights.

A weight is a whole number of hundredths. The weights of all labels for one feature are packed into one large integer, one field
per label, so that one addition adds them all; the fields are read once per token (`_score`). Sums over the features of a word,
and of a place, are cached.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from operator import add
from typing import Final, NamedTuple

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.cues_and_speakers import Scene
from pipeline.stages.quotes.decoding import Decoder
from pipeline.stages.quotes.features import (
    LABELS,
    NEAR,
    OFFSETS,
    QUOTATION,
    SHAPES,
    Context,
    cut_stretches,
    lower_word,
    make_lists,
    place_features,
    shape_of,
    word_features,
)
from pipeline.stages.quotes.tagger_tokens import cut_words, place_words

_KEPT = 100_000
"""Words that are remembered with their weights; then all are forgotten. Chosen by hand: it bounds the memory of a long run."""
_FORBIDDEN = -(1 << 29)
_BITS = 32
"""Bits of one label's field: sums of weights in hundredths stay below 2 ** 31."""
_SIZE = len(LABELS) * _BITS // 8
_READ = struct.Struct(f"<{len(LABELS)}I")
_FIELD = sum(1 << (_BITS * label) for label in range(len(LABELS)))
BIAS = _FIELD << 17
"""Added once a token to every label, which changes no comparison, so that no field is negative: room for 1,310 either way."""

_WIDE_BIAS = sum(BIAS << (8 * _SIZE * place) for place in range(len(OFFSETS)))
_MASK = (1 << (8 * _SIZE)) - 1  # all fields of one place
_REACHED = re.compile(r"(-?[12])?(?:[wsxk]=|q)")

Packed = int
"""One weight a label, added up in fields of an integer."""


class Tagged(NamedTuple):
    """A run of tokens of one sort: Q, S or C."""

    sort: str
    start: int
    end: int


class _Word(NamedTuple):
    """What is kept of a word: its weights as seen from two tokens behind it to two before it, and what its place asks of it."""

    behind2: Packed
    behind1: Packed
    here: Packed
    before1: Packed
    before2: Packed
    lower: str
    shape: int
    cue: bool
    pairs: Mapping[str, tuple[Packed, Packed]] | None


_LOWER: Final = 5
_SHAPE: Final = 6
_CUE: Final = 7
_PAIRS: Final = 8
"""Where these stand in a `_Word`: reading them by number takes half the time, and it is done for every token."""


class _Words(dict[str, _Word]):
    """The words that a tagger has seen."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __missing__(self, word: str) -> _Word:
        seen = self[word] = self._tagger.weigh(word)
        return seen


class _Places(dict[int, Packed]):
    """The weights of the places of one context, by number of `NEAR`, of the shape, and whether the sentence begins there."""

    def __init__(self, tagger: Tagger, context: Context) -> None:
        self._tagger = tagger
        self._context = context

    def __missing__(self, key: int) -> Packed:
        features = place_features(self._context, key % _FIRST, first=key >= _FIRST)
        seen = self[key] = BIAS + sum(self._tagger.packed.get(feature, 0) for feature in features)
        return seen


_FIRST = len(NEAR) * len(SHAPES)


class Tagger:
    """Decodes paragraphs. Keeps the summed weights of the words and places it has seen."""

    __slots__ = ("_decoder", "_lists", "_pairs", "_places", "_wide", "_words", "packed")

    def __init__(self, weights: Weights, language: Language) -> None:
        self._lists = make_lists(language)
        self._words = _Words(self)
        self._places: dict[Context, _Places] = {}
        self.packed = {feature: pack(row) for feature, row in weights.emissions.items()}
        self._pairs = _sort_pairs(self.packed)
        self._wide = _widen_words(self.packed)
        size = range(len(LABELS))
        self._decoder = Decoder(
            [round(100 * weights.transitions[came][label]) if allowed(came, label) else _FORBIDDEN for label in size]
            for came in size
        )

    def tag(self, scene: Scene, number: int, *, quoted: bool = False) -> list[Tagged]:
        """Return the tagged runs of a paragraph in order; where ``quoted``, only its sentences that hold a quotation are
        read."""
        spans = scene.sentences(number)
        if quoted:
            spans = [span for span in spans if scene.segments_between(*span)]
        sentences = [(start, cut_words(scene, start, end)) for start, end in spans]
        scores = self.score([words for _, words in sentences])
        if not scores:
            return []
        chain = self._decoder.decode(_READ.iter_unpack(b"".join([score.to_bytes(_SIZE, "little") for score in scores])))
        return list(_gather(scene, sentences, chain)) if any(chain) else []

    def score(self, paragraph: list[list[str]]) -> list[Packed]:
        """Sum the weights of each token's features, and ``BIAS``, packed; the tokens come by sentences."""
        known = self._words
        if len(known) > _KEPT:
            known.clear()
        sentences = [list(map(known.__getitem__, sentence)) for sentence in paragraph]
        words = [word for sentence in sentences for word in sentence]
        seen = [_EDGE, _EDGE, *words, _EDGE, _EDGE]
        scores = [
            far[0] + near[1] + here[2] + following[3] + last[4] + place
            for far, near, here, following, last, place in zip(  # noqa: B905 - the places are the tokens
                seen, seen[1:], words, seen[3:], seen[4:], self._score_places(sentences)
            )
        ]
        self._add_pairs(words, scores)
        return scores

    def _score_places(self, sentences: list[list[_Word]]) -> Iterator[Packed]:
        """Return the weights of where each token stands."""
        lowers = [[word[_LOWER] for word in sentence] for sentence in sentences]
        quoted = any(QUOTATION in each for each in lowers)
        known = self._places
        for sentence, lower in zip(sentences, lowers, strict=True):
            cues = [number for number, word in enumerate(sentence) if word[_CUE]]
            shapes = [word[_SHAPE] for word in sentence]
            for start, end, context, near in cut_stretches(lower, cues, quoted=quoted):
                places = known.get(context)
                if places is None:
                    places = known[context] = _Places(self, context)
                keys = list(map(add, near, shapes[start:end]))
                if not start:
                    keys[0] += _FIRST
                yield from map(places.__getitem__, keys)

    def _add_pairs(self, words: list[_Word], scores: list[Packed]) -> None:
        """Add the weights of neighbouring words: to the second of the two, and to the first."""
        before = [self._pairs.get("^"), *(word[_PAIRS] for word in words)]
        for number, (pairs, word) in enumerate(zip(before, words)):  # noqa: B905 - the last word has no second
            if pairs and (found := pairs.get(word[_LOWER])):
                scores[number] += found[0]
                if number:
                    scores[number - 1] += found[1]

    def weigh(self, word: str) -> _Word:
        """Sum the weights of a word's features, once for each place from which it is seen."""
        wide = _WIDE_BIAS + sum(self._wide.get(feature, 0) for feature in word_features(word, self._lists))
        lower = lower_word(word)
        a, b, c, d, e = ((wide >> (8 * _SIZE * place) & _MASK) - BIAS for place in range(len(OFFSETS)))
        return _Word(a, b, c, d, e, lower, shape_of(word), lower in self._lists.cues, self._pairs.get(lower))


_EDGE = _Word(0, 0, 0, 0, 0, "", 0, False, None)


def pack(row: Sequence[float]) -> Packed:
    """Pack a row of label, weight, label, weight into one integer, in hundredths."""
    packed = 0
    for label, weight in zip(row[::2], row[1::2], strict=True):
        packed += round(100 * weight) << (_BITS * int(label))
    return packed


def _widen_words(packed: Mapping[str, Packed]) -> dict[str, Packed]:
    """Put the weights of a word's feature at all offsets into one integer, offset by offset."""
    wide: dict[str, Packed] = {}
    for feature, weights in packed.items():
        if found := _REACHED.match(feature):
            place = OFFSETS.index(int(found[1] or 0))
            own = feature[found.end(1) :] if found[1] else feature
            wide[own] = wide.get(own, 0) + (weights << (8 * _SIZE * place))
    return wide


def _sort_pairs(packed: Mapping[str, Packed]) -> dict[str, dict[str, tuple[Packed, Packed]]]:
    """Sort the weights of pairs by their first and their second word: those for the second word, then those for the first."""
    pairs: dict[str, dict[str, tuple[Packed, Packed]]] = {}
    for feature in packed:
        if feature[:2] in ("b=", "n="):
            before, _, word = feature[2:].partition("|")
            pairs.setdefault(before, {})[word] = (packed.get("b" + feature[1:], 0), packed.get("n" + feature[1:], 0))
    return pairs


def allowed(previous: int, label: int) -> bool:
    """Say whether a label may follow another: an inside only its own beginning or inside."""
    return LABELS[label][0] != "I" or LABELS[previous][1:] == LABELS[label][1:]


def _gather(scene: Scene, sentences: list[tuple[int, list[str]]], chain: list[int]) -> Iterator[Tagged]:
    """Join tokens of one sort into runs; only if there are any are the tokens looked up in the text."""
    run: Tagged | None = None
    number = 0
    for start, words in sentences:
        labels = chain[number : number + len(words)]
        number += len(words)
        if not any(labels):
            continue
        for (begin, end), label in zip(place_words(scene, start, words), labels, strict=True):
            name = LABELS[label]
            if name[0] == "I" and run:
                run = run._replace(end=end)
                continue
            if run:
                yield run
            run = Tagged(name[2:], begin, end) if label else None
    if run:
        yield run
