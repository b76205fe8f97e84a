"""Split the time since a document was first captured by what it showed, as its observations tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation of a document. ``as_of``, ``captured_at``, ``capture`` and ``seq`` order what is newest."""

    captured_at: str
    as_of: str
    capture: str
    seq: int
    derivation: int
    source: str

    @property
    def newness(self) -> tuple[str, str, str, int]:
        """Return what observations are ordered by: the greatest is current."""
        return self.as_of, self.captured_at, self.capture, self.seq


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time from ``since`` until just before ``until`` (None: still), and an observation of what was shown in it."""

    since: str
    until: str | None
    observation: int


def split_time(observations: Iterable[Seen]) -> list[Span]:
    """Split time into spans in which a document showed the same by the same source, the oldest first.

    Observations must come in the order of their captures. At each moment the newest of those captured until then counts.
    """
    spans: list[Span] = []
    newest: Seen | None = None
    for seen in observations:
        if newest is not None and seen.newness < newest.newness:
            continue
        before, newest = newest, seen
        if (before and (before.derivation, before.source) == (seen.derivation, seen.source)) or (
            before and spans[-1].since == seen.captured_at
        ):
            spans[-1] = replace(spans[-1], observation=seen.seq)
        else:
            spans[-1:] = [replace(span, until=seen.captured_at) for span in spans[-1:]]
            spans.append(Span(since=seen.captured_at, until=None, observation=seen.seq))
    return spans
