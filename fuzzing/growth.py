"""Find work that grows faster than its input: every stage on 10, 20 and 40 kB of each pattern, ``python -m fuzzing.growth``.

A stage whose time per byte grows by more than ``MAX_GROWTH`` from the first length to the last is an offender; if there is
one, the exit code is 1. Times are CPU seconds. Less than ``LEAST_SECONDS`` is not judged: clocks are not that sure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fuzzing.patterns import PATTERNS
from fuzzing.stages import STAGES
from pipeline.errors import ParseError
from pipeline.limits import limiting_cpu

LENGTHS = (10_000, 20_000, 40_000)
MAX_GROWTH = 1.3
LEAST_SECONDS = 0.03
MAX_SECONDS = 10.0
_ROUNDS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """A stage and a pattern whose time per byte grew; ``seconds`` at each length, infinite where the limit ended it."""

    stage: str
    pattern: str
    seconds: tuple[float, ...]

    @property
    def growth(self) -> float:
        """By how much the time per byte grew from the first length to the last."""
        return self.seconds[-1] / self.seconds[0] * LENGTHS[0] / LENGTHS[-1]


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
        measured = Offender(stage=name, pattern=pattern, seconds=tuple(_measure(stage, pattern)))
        if measured.seconds[-1] >= LEAST_SECONDS and measured.growth > MAX_GROWTH:
            shown = " ".join(f"{seconds:8.3f}" for seconds in measured.seconds)
            print(f"{name:12} {pattern!r:40} {shown}  grows {measured.growth:.1f} x", flush=True)  # noqa: T201 - its output
            yield measured


def _measure(stage: Callable[[str], object], pattern: str) -> Iterator[float]:
    for length in LENGTHS:
        text = pattern * (length // len(pattern))
        yield min(_time(stage, text) for _ in range(_ROUNDS))


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
