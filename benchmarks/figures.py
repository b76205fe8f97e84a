"""Time things fairly and print what came of it: CPU time, several rounds, medians and spread, one JSON line per figure."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """CPU seconds of the rounds of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Give the median round."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """Give the distance from the fastest round to the slowest, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.median


def time_side_by_side(things: Mapping[str, Callable[[], object]], rounds: int | None = None) -> dict[str, Timing]:
    """Time several things, a round of each in turn, so that what slows the machine slows them all. CPU time of this process.

    There are ROUNDS rounds, if no other number is given.
    """
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(rounds or ROUNDS):
        for name, thing in things.items():
            started = time.process_time()
            thing()
            seconds[name].append(time.process_time() - started)
    return {name: Timing(seconds=tuple(taken)) for name, taken in seconds.items()}


def print_rate(bench: str, name: str, timing: Timing, *, count: float, unit: str, peer: Timing | None = None) -> None:
    """Print one figure: how many units a CPU second, the spread of the rounds, and the ratio to a peer on the same work."""
    print_figure(
        bench,
        name,
        rate=float(f"{count / timing.median:.3g}"),
        unit=f"{unit}/s",
        spread=round(timing.spread, 2),
        ratio=round(peer.median / timing.median, 2) if peer else None,
    )


def print_figure(bench: str, name: str, **fields: object) -> None:
    """Print one figure as a line of JSON."""
    sys.stdout.write(json.dumps({"bench": bench, "figure": name, **fields}) + "\n")
    sys.stdout.flush()
