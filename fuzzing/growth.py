"""Find work that grows faster than its input: every stage on 10, 20 and 40 kB of each pattern, ``python -m fuzzing.growth``.

A stage whose time per byte grows by more than ``MAX_GROWTH`` from the first length to the last is an offender; if there is
one, the exit code is 1. Times are CPU seconds. Less than ``LEAST_SECONDS`` is not judged: clocks are not that sure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from fuzzing.patterns import PATTERNS
from fuzzing.stages import STAGES
from pipeline.errors import ParseError
from pipeline.limits import limiting_cpu

LENGTHS = (10_000, 20_000, 40_000)
MAX_GROWTH = 1.3
LEAST_SECONDS = 0.03
MAX_SECONDS = 10.0
_ROUNDS_MORE = 4
"""What seems to grow is measured so often again, and the least counts: other programs disturb the processor's caches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """A stage and a pattern whose time per byte may grow; ``seconds`` at each length, infinite where the limit ended it."""

    stage: str
    pattern: str
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """By how much the time per byte grew from the first length to the last."""
        return self.seconds[-1] / self.seconds[0] * LENGTHS[0] / LENGTHS[-1]

    @property
    def holds(self) -> bool:
        """Whether the time is in proportion, or too short to be judged."""
        return self.seconds[-1] < LEAST_SECONDS or self.growth <= MAX_GROWTH


def main() -> None:
    """Measure the stages named as arguments, else all, and print the offenders as they are found."""
    names = sys.argv[1:] or [*STAGES]
    offenders = [offender for name in names for offender in find_offenders(name, STAGES[name])]
    print(f"{len(names)} stages, {len(PATTERNS)} patterns, {len(offenders)} offenders")  # noqa: T201 - its output
    sys.exit(1 if offenders else 0)


def find_offenders(name: str, stage: Callable[[str], object]) -> Iterator[Offender]:
    """Measure a stage on each pattern, and yield and print those on which its time per byte grows."""
    stage("a ")
    for pattern in PATTERNS:
        measured = _measure(name, stage, pattern)
        for _ in range(_ROUNDS_MORE):
            if measured.holds:
                break
            again = _measure(name, stage, pattern)
            least = tuple(map(min, measured.seconds, again.seconds))
            measured = replace(measured, seconds=least)
        if not measured.holds:
            shown = " ".join(f"{seconds:8.3f}" for seconds in measured.seconds)
            print(f"{name:12} {pattern!r:40} {shown}  grows {measured.growth:.1f} x", flush=True)  # noqa: T201 - its output
            yield measured


def _measure(name: str, stage: Callable[[str], object], pattern: str) -> Offender:
    texts = (pattern * (length // len(pattern)) for length in LENGTHS)
    return Offender(stage=name, pattern=pattern, seconds=tuple(_time(stage, text) for text in texts))


def _time(stage: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    try:
        with limiting_cpu(MAX_SECONDS):
            stage(text)
    except ParseError:
        return float("inf")
    return time.process_time() - started


if __name__ == "__main__":
    main()
