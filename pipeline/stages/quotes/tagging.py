"""Tag the tokens of a paragraph as words given to someone, their source and their cue: a linear chain with learned weights.

Every sign of a token depends on one word, on two neighbours, or on where the token stands; sums over the signs of a word are
kept, so that decoding is a few additions a token. training/tagger.py learns the weights from the same signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import add
from typing import NamedTuple

from pipeline.knowledge import Language, Weights
from pipeline.stages.quotes.scene import Scene
from pipeline.stages.quotes.tokens import Token, cut_tokens
from storage.model import Span

LABELS = ("O", "B-Q", "I-Q", "B-S", "I-S", "B-C", "I-C")
"""Outside, and the beginning and inside of: words given to someone (Q), their source (S), their cue (C)."""

OFFSETS = (-2, -1, 0, 1, 2)
_FORBIDDEN = -1e9
_KEPT = 100_000

Scores = list[float]
"""One number a label."""

Place = tuple[str, str, str, str, str, bool]
"""Where a token stands: the nearest cue, its own shape, the quotations around, the last cue, what follows it, and whether it
begins the sentence."""


class Tagged(NamedTuple):
    """A run of tokens of one sort: Q, S or C."""

    sort: str
    start: int
    end: int


class Lists(NamedTuple):
    """The word lists of a language that the signs speak of."""

    cues: frozenset[str]
    titles: frozenset[str]
    roles: frozenset[str]
    pronouns: frozenset[str]
    mediums: frozenset[str]


def make_lists(language: Language) -> Lists:
    """Collect the word lists that the signs speak of."""
    cues, pronouns = language.cues, language.pronouns
    return Lists(
        cues.speech | cues.urge | cues.accuse | cues.report | {"according"},
        language.titles,
        language.roles,
        pronouns.man | pronouns.woman | pronouns.people | pronouns.body | pronouns.self,
        language.medium,
    )


def word_signs(word: str, lists: Lists) -> list[str]:
    """Give the signs of a token that its own letters make."""
    if word[0] == "\0" and len(word) > 1:
        return ["w=\0", "q" + word[1], "q" + word[2], "q" + word[3:]]
    lower = word.lower()
    shape = (
        "d"
        if word.isdigit()
        else "p"
        if not word[0].isalnum()
        else "x"
        if not word[0].isupper()
        else "X"
        if word.isupper() and len(word) > 1
        else "Xx"
    )
    signs = ["w=" + lower, "s=" + shape, "x=" + lower[-3:]]
    for name, words in zip("cltpm", lists, strict=True):
        if lower in words:
            signs.append("k=" + name)
    return signs


def reach_signs(signs: list[str], offset: int) -> list[str]:
    """Give the signs of a word as seen from ``offset`` tokens away: fewer from further."""
    if offset == 0:
        return signs
    kept = (
        [sign for sign in signs if not sign.startswith("x=")]
        if abs(offset) == 1
        else [sign for sign in signs if sign[0] in "wsk"]
    )
    return [f"{offset}{sign}" for sign in kept]


def _bucket(distance: int) -> str:
    return "0" if distance <= 1 else "1" if distance <= 3 else "2" if distance <= 8 else "3"


def lower_words(tokens: Sequence[Token]) -> list[str]:
    """Give the words of tokens in lower case, a quotation as NUL."""
    return [word.lower() if segment is None else "\0" for _, _, word, segment in tokens]


def place_signs(tokens: Sequence[Token], lowers: list[str], sentences: list[Span], lists: Lists) -> list[Place]:
    """Give the signs of each token that its place makes: its sentence, the cues and quotations around it."""
    places: list[Place] = []
    any_quote = "\0" in lowers
    first = number = 0
    for start, end in sentences:
        last = (start, end) == sentences[-1]
        while number < len(tokens) and (last or tokens[number][0] < end):
            number += 1
        places += _place_sentence(tokens[first:number], lowers[first:number], lists.cues, any_quote)
        first = number
    return places


def _place_sentence(tokens: Sequence[Token], lowers: list[str], cues: frozenset[str], any_quote: bool) -> list[Place]:
    at = [number for number, word in enumerate(lowers) if word in cues]
    quotes = "q" if "\0" in lowers else "a" if any_quote else "n"
    places: list[Place] = []
    behind, place, right = -1, 0, at[0] if at else -1
    last = following = ""
    for number, (_, _, word, segment) in enumerate(tokens):
        if right >= 0 and right < number:
            behind, place = right, place + 1
            right = at[place] if place < len(at) else -1
            last = lowers[behind]
            following = lowers[number] if lowers[number] in _OPENING else ""
        first = word[0]
        shape = "q" if segment else "p" if not first.isalnum() else "X" if first.isupper() else "x"
        if right == number:
            near = "C"
        else:
            left_gap = number - behind if behind >= 0 else 99
            right_gap = right - number if right >= 0 else 99
            near = _NEAR[left_gap, right_gap] if left_gap + right_gap < 40 else _near(left_gap, right_gap)
        places.append((near, shape, quotes, last, following, number == 0))
    return places


def _near(left_gap: int, right_gap: int) -> str:
    """Say on which side the nearest cue is, and how far."""
    if left_gap == right_gap == 99:
        return "N"
    return "R" + _bucket(left_gap) if left_gap < right_gap else "L" + _bucket(right_gap)


_NEAR = {(left, right): _near(left, right) for left in range(40) for right in range(40)}


def write_place(place: Place) -> tuple[str, ...]:
    """Write the signs of a place."""
    near, shape, quotes, last, following, first = place
    return (f"n{near}{shape}{'^' if first else ''}", f"h{quotes}{near}{shape}", f"l{last}{shape}", f"f{following}{near}")


_OPENING = frozenset("that to of for about on as it the how why whether if , : he she they".split()) | {"\0"}


class Tagger:
    """Decodes paragraphs. Keeps the summed weights of the words and places it has seen."""

    __slots__ = ("_columns", "_into", "_lists", "_pairs", "_places", "_weights", "_wide", "_within", "_words", "_zero")

    def __init__(self, weights: Weights, language: Language) -> None:
        self._weights: Mapping[str, Sequence[float]] = weights.emissions
        self._lists = make_lists(language)
        self._zero: Scores = [0.0] * len(LABELS)
        self._words: dict[str, tuple[Scores, ...]] = {}
        self._places: dict[Place, Scores] = {}
        self._pairs = _sort_pairs(weights.emissions)
        self._wide = _widen_words(weights.emissions)
        size = range(len(LABELS))
        self._columns = [
            [weights.transitions[came][label] if allowed(came, label) else _FORBIDDEN for came in size] for label in size
        ]
        self._into = [self._columns[label] for label in (0, 1, 3, 5)]
        self._within = [(self._columns[label][label - 1], self._columns[label][label]) for label in (2, 4, 6)]

    def tag(self, scene: Scene, number: int) -> list[Tagged]:
        """Give the tagged runs of a paragraph in order."""
        tokens = cut_tokens(scene, scene.paragraphs[number])
        if not tokens:
            return []
        return gather(tokens, self._decode(self._score(tokens, scene.sentences(number))))

    def _score(self, tokens: list[Token], sentences: list[Span]) -> list[Scores]:
        """Sum the weights of each token's signs, label by label."""
        if len(self._words) > _KEPT:
            self._words.clear()
            self._places.clear()
        lowers = lower_words(tokens)
        words, known = self._words, self._places
        edge = (self._zero,) * len(OFFSETS)
        seen = [edge, edge, *[words.get(token[2]) or self._word(token[2]) for token in tokens], edge, edge]
        places = [known.get(place) or self._place(place) for place in place_signs(tokens, lowers, sentences, self._lists)]
        emissions: list[Scores] = [
            [a + b + c + d + e + f for a, b, c, d, e, f in zip(far[0], near[1], here[2], following[3], last[4], place)]  # noqa: B905 - all are as long as LABELS, and strict costs a tenth of the time
            for far, near, here, following, last, place in zip(seen, seen[1:], seen[2:], seen[3:], seen[4:], places)  # noqa: B905 - the places are the tokens
        ]
        self._add_pairs(lowers, emissions)
        return emissions

    def _add_pairs(self, lowers: list[str], emissions: list[Scores]) -> None:
        """Add the weights of neighbouring words: to the second of the two, and to the first."""
        pairs, before = self._pairs, "^"
        for number, word in enumerate(lowers):
            after = pairs.get(before)
            if after and (found := after.get(word)):
                for sort, weights in found:
                    place = number - sort
                    if place >= 0:
                        emissions[place] = list(map(add, emissions[place], weights))
            before = word

    def _word(self, word: str) -> tuple[Scores, ...]:
        """Sum the weights of a word's signs, once for each place from which it is seen."""
        wide = [self._wide[sign] for sign in word_signs(word, self._lists) if sign in self._wide]
        size = len(LABELS)
        summed: Scores = list(map(sum, zip(*wide, strict=True))) if wide else [0.0] * size * len(OFFSETS)
        seen = self._words[word] = tuple(summed[place : place + size] for place in range(0, len(summed), size))
        return seen

    def _place(self, place: Place) -> Scores:
        seen = self._places[place] = self._sum(write_place(place))
        return seen

    def _sum(self, signs: Sequence[str]) -> Scores:
        found = [self._weights[sign] for sign in signs if sign in self._weights]
        return list(map(sum, zip(*found, strict=True))) if found else self._zero

    def _decode(self, emissions: list[Scores]) -> list[int]:
        """Find the best chain of labels (Viterbi). The steps that led there are found again on the way back."""
        outside, words, source, cue = self._into
        words_in, source_in, cue_in = self._within
        scores: Scores = [value if label % 2 or not label else _FORBIDDEN for label, value in enumerate(emissions[0])]
        steps = [scores]
        for emission in emissions[1:]:
            scores = [
                max(map(add, scores, outside)) + emission[0],
                max(map(add, scores, words)) + emission[1],
                max(scores[1] + words_in[0], scores[2] + words_in[1]) + emission[2],
                max(map(add, scores, source)) + emission[3],
                max(scores[3] + source_in[0], scores[4] + source_in[1]) + emission[4],
                max(map(add, scores, cue)) + emission[5],
                max(scores[5] + cue_in[0], scores[6] + cue_in[1]) + emission[6],
            ]
            steps.append(scores)
        return self._walk_back(steps)

    def _walk_back(self, steps: list[Scores]) -> list[int]:
        label = max(range(len(LABELS)), key=steps[-1].__getitem__)
        chain = [label]
        for scores in reversed(steps[:-1]):
            came = list(map(add, scores, self._columns[label]))
            label = came.index(max(came))
            chain.append(label)
        chain.reverse()
        return chain


def _widen_words(emissions: Mapping[str, Sequence[float]]) -> dict[str, Scores]:
    """Put the weights of a word's sign at all offsets into one row, offset by offset."""
    size = len(LABELS)
    wide: dict[str, Scores] = {}
    for sign, weights in emissions.items():
        found = _REACHED.match(sign)
        if found:
            place = OFFSETS.index(int(found[1] or 0)) * size
            row = wide.setdefault(sign[found.end(1) :] if found[1] else sign, [0.0] * size * len(OFFSETS))
            row[place : place + size] = weights
    return wide


_REACHED = re.compile(r"(-?[12])?(?:[wsxk]=|q)")


def _sort_pairs(emissions: Mapping[str, Sequence[float]]) -> dict[str, dict[str, list[tuple[int, Sequence[float]]]]]:
    """Sort the weights of pairs by their first and their second word; 0 says they are the second word's, 1 the first's."""
    pairs: dict[str, dict[str, list[tuple[int, Sequence[float]]]]] = {}
    for sign, weights in emissions.items():
        if sign[:2] in ("b=", "n="):
            before, _, word = sign[2:].partition("|")
            pairs.setdefault(before, {}).setdefault(word, []).append((int(sign[0] == "n"), weights))
    return pairs


def allowed(previous: int, label: int) -> bool:
    """Say whether a label may follow another: an inside only its own beginning or inside."""
    return LABELS[label][0] != "I" or LABELS[previous][1:] == LABELS[label][1:]


def gather(tokens: Sequence[Token], chain: Sequence[int]) -> list[Tagged]:
    """Join tokens of one sort into runs."""
    runs: list[Tagged] = []
    for token, label in zip(tokens, chain, strict=True):
        if not label:
            continue
        name = LABELS[label]
        if name[0] == "B":
            runs.append(Tagged(name[2:], token[0], token[1]))
        elif name[0] == "I":
            runs[-1] = runs[-1]._replace(end=token[1])
    return runs
