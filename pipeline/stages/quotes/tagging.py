"""Tag the tokens of a paragraph as words given to someone, their source and their cue: a linear chain with learned weights.

Every sign of a token depends on one word, on two neighbours, or on where the token stands; sums over the signs of a word are
kept, so that decoding is a few additions a token. training/tagger.py learns the weights from the same signs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

Scores = tuple[float, ...]


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


def place_signs(tokens: Sequence[Token], sentences: list[Span], lists: Lists) -> list[tuple[str, ...]]:
    """Give the signs of each token that its place makes: its sentence, the cues and quotations around it."""
    places: list[tuple[str, ...]] = []
    number = 0
    any_quote = any(token.segment for token in tokens)
    first = 0
    for start, end in sentences:
        while number < len(tokens) and (tokens[number].start < end or (start, end) == sentences[-1]):
            number += 1
        places += _place_sentence(tokens[first:number], lists.cues, any_quote)
        first = number
    return places


def _place_sentence(tokens: Sequence[Token], cues: frozenset[str], any_quote: bool) -> list[tuple[str, ...]]:
    lowers = [token.word.lower() for token in tokens]
    at = [number for number, word in enumerate(lowers) if word in cues]
    quotes = "q" if any(token.segment for token in tokens) else "a" if any_quote else "n"
    shapes = [
        "q" if token.segment else "p" if not token.word[0].isalnum() else "X" if token.word[0].isupper() else "x"
        for token in tokens
    ]
    places: list[tuple[str, ...]] = []
    behind, ahead = -1, 0
    for number, shape in enumerate(shapes):
        while ahead < len(at) and at[ahead] < number:
            behind = at[ahead]
            ahead += 1
        right = at[ahead] if ahead < len(at) else -1
        if right == number:
            near = "C"
        else:
            left_gap = number - behind if behind >= 0 else 99
            right_gap = right - number if right >= 0 else 99
            near = (
                "N"
                if left_gap == right_gap == 99
                else "R" + _bucket(left_gap)
                if left_gap < right_gap
                else "L" + _bucket(right_gap)
            )
        start = "^" if number == 0 else ""
        last = lowers[behind] if behind >= 0 else ""
        following = lowers[behind + 1] if behind >= 0 and behind + 1 < len(lowers) else ""
        places.append(
            (
                "n" + near + shape + start,
                "h" + quotes + near + shape,
                "l" + last + shape,
                "f" + (following if following in _OPENING else "") + near,
            )
        )
    return places


_OPENING = frozenset("that to of for about on as it the how why whether if , : he she they".split()) | {"\0"}


class Tagger:
    """Decodes paragraphs. Keeps the summed weights of the words and places it has seen."""

    __slots__ = ("_lists", "_places", "_steps", "_weights", "_words", "_zero")

    def __init__(self, weights: Weights, language: Language) -> None:
        self._weights: Mapping[str, Scores] = weights.emissions
        self._lists = make_lists(language)
        self._zero: Scores = (0.0,) * len(LABELS)
        self._words: dict[str, tuple[Scores, ...]] = {}
        self._places: dict[tuple[str, ...], Scores] = {}
        self._steps = (
            [
                [
                    (previous, weights.transitions[previous][label])
                    for previous in range(len(LABELS))
                    if allowed(previous, label)
                ]
                for label in range(len(LABELS))
            ]
            if weights.transitions
            else []
        )

    def tag(self, scene: Scene, number: int) -> list[Tagged]:
        """Give the tagged runs of a paragraph in order."""
        tokens = cut_tokens(scene, scene.paragraphs[number])
        if not tokens:
            return []
        return gather(tokens, self._decode(self._score(tokens, scene.sentences(number))))

    def _score(self, tokens: list[Token], sentences: list[Span]) -> list[list[float]]:
        if len(self._words) > _KEPT:
            self._words.clear()
            self._places.clear()
        edge = (self._zero,) * len(OFFSETS)
        seen = [edge, edge, *(self._word(token.word) for token in tokens), edge, edge]
        places = place_signs(tokens, sentences, self._lists)
        emissions = []
        for number, place in enumerate(places):
            far, near, here, next_, last = seen[number : number + 5]
            summed = self._places.get(place) or self._place(place)
            emissions.append(
                [
                    a + b + c + d + e + f
                    for a, b, c, d, e, f in zip(far[0], near[1], here[2], next_[3], last[4], summed, strict=True)
                ]
            )
        self._add_pairs(tokens, emissions)
        return emissions

    def _add_pairs(self, tokens: list[Token], emissions: list[list[float]]) -> None:
        weights, before = self._weights, "^"
        for number, token in enumerate(tokens):
            word = token.word.lower() if token.segment is None else "\0"
            found = weights.get(f"b={before}|{word}")
            if found:
                emissions[number] = [a + b for a, b in zip(emissions[number], found, strict=True)]
            if number and (found := weights.get(f"n={before}|{word}")):
                emissions[number - 1] = [a + b for a, b in zip(emissions[number - 1], found, strict=True)]
            before = word

    def _word(self, word: str) -> tuple[Scores, ...]:
        seen = self._words.get(word)
        if seen is None:
            signs = word_signs(word, self._lists)
            # The word at -2 is seen by the token two to the right of it.
            seen = self._words[word] = tuple(self._sum(reach_signs(signs, offset)) for offset in OFFSETS)
        return seen

    def _place(self, place: tuple[str, ...]) -> Scores:
        seen = self._places[place] = self._sum(place)
        return seen

    def _sum(self, signs: Sequence[str]) -> Scores:
        found = [self._weights[sign] for sign in signs if sign in self._weights]
        return tuple(map(sum, zip(*found, strict=True))) if found else self._zero

    def _decode(self, emissions: list[list[float]]) -> list[int]:
        """Find the best chain of labels (Viterbi)."""
        scores = [value if LABELS[label][0] != "I" else _FORBIDDEN for label, value in enumerate(emissions[0])]
        back: list[list[int]] = []
        for emission in emissions[1:]:
            best, came = [], []
            for label, steps in enumerate(self._steps):
                top, who = _FORBIDDEN * 2, 0
                for previous, weight in steps:
                    score = scores[previous] + weight
                    if score > top:
                        top, who = score, previous
                best.append(top + emission[label])
                came.append(who)
            scores = best
            back.append(came)
        label = max(range(len(LABELS)), key=scores.__getitem__)
        chain = [label]
        for came in reversed(back):
            label = came[label]
            chain.append(label)
        chain.reverse()
        return chain


def allowed(previous: int, label: int) -> bool:
    """Say whether a label may follow another: an inside only its own beginning or inside."""
    return LABELS[label][0] != "I" or LABELS[previous][1:] == LABELS[label][1:]


def gather(tokens: Sequence[Token], chain: Sequence[int]) -> list[Tagged]:
    """Join tokens of one sort into runs."""
    runs: list[Tagged] = []
    for token, label in zip(tokens, chain, strict=True):
        name = LABELS[label]
        if name[0] == "B":
            runs.append(Tagged(name[2:], token.start, token.end))
        elif name[0] == "I":
            runs[-1] = runs[-1]._replace(end=token.end)
    return runs
