"""Find the best chain of labels (Viterbi) in whole numbers, written out label by label, since most time goes here."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

Row = tuple[int, ...]
"""One number a label, in the order of `signs.LABELS`: outside, then beginning and inside of words, source and cue."""

_FORBIDDEN = -(1 << 29)
_OPEN = (0, 1, 3, 5)
"""The labels that may follow any other; the rest, insides, follow only their own beginning or inside."""


class Decoder:
    """Decodes rows of scores with fixed costs of going from one label to another."""

    __slots__ = ("_columns", "_stay", "_within")

    def __init__(self, transitions: Iterable[Iterable[int]]) -> None:
        columns = list(zip(*transitions, strict=True))
        self._columns: list[Row] = columns
        self._within = [(columns[label][label - 1], columns[label][label]) for label in (2, 4, 6)]
        # As long as no label is further ahead of "outside" than this, the way into "outside" comes from itself.
        self._stay = columns[0][0] - max(columns[0][1:])

    def decode(self, rows: Iterable[Row]) -> list[int]:
        """Return the labels whose scores and transitions have the highest sum; of equals, those that come first."""
        a, b, c, d = (self._columns[label] for label in _OPEN)
        a0, a1, a2, a3, a4, a5, a6 = a
        b0, b1, b2, b3, b4, b5, b6 = b
        c0, c1, c2, c3, c4, c5, c6 = c
        d0, d1, d2, d3, d4, d5, d6 = d
        (q1, q2), (r3, r4), (t5, t6) = self._within
        rows = iter(rows)
        s0, s1, _, s3, _, s5, _ = next(rows)
        s2 = s4 = s6 = _FORBIDDEN
        steps: list[Row] = [(s0, s1, s2, s3, s4, s5, s6)]
        for e0, e1, e2, e3, e4, e5, e6 in rows:
            w = max(s0 + a0, s1 + a1, s2 + a2, s3 + a3, s4 + a4, s5 + a5, s6 + a6)
            x = max(s0 + b0, s1 + b1, s2 + b2, s3 + b3, s4 + b4, s5 + b5, s6 + b6)
            y = max(s0 + c0, s1 + c1, s2 + c2, s3 + c3, s4 + c4, s5 + c5, s6 + c6)
            z = max(s0 + d0, s1 + d1, s2 + d2, s3 + d3, s4 + d4, s5 + d5, s6 + d6)
            begin, within = s1 + q1, s2 + q2
            s2 = (begin if begin > within else within) + e2
            begin, within = s3 + r3, s4 + r4
            s4 = (begin if begin > within else within) + e4
            begin, within = s5 + t5, s6 + t6
            s6 = (begin if begin > within else within) + e6
            s0, s1, s3, s5 = w + e0, x + e1, y + e3, z + e5
            steps.append((s0, s1, s2, s3, s4, s5, s6))
        return self._walk_back(steps)

    def _walk_back(self, steps: list[Row]) -> list[int]:
        """Find again, from the last label back, which label led to each."""
        columns, stay = self._columns, self._stay
        last = steps.pop()
        label = last.index(max(last))
        chain = [label]
        for scores in reversed(steps):
            if label and not label % 2:
                begin, within = self._within[label // 2 - 1]
                label -= scores[label - 1] + begin >= scores[label] + within
            elif label or scores[0] + stay < max(scores):
                came = list(map(add, scores, columns[label]))
                label = came.index(max(came))
            chain.append(label)
        chain.reverse()
        return chain
