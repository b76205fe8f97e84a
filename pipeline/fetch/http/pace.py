"""Limit the request rate per host: one token bucket per host, shared by all processes that fetch.

A host's bucket holds the time from which it may be requested again. A fetch takes the next free slot, and waits for it without
blocking the others.
"""

from __future__ import annotations

import math
from functools import partial

from pipeline.clock import Clock
from pipeline.errors import FetchError
from pipeline.shared import SharedState
from storage.model import LeadReason

_KIND = "pace"
_MAX_AHEAD_S = 86_400.0
"""A time further ahead than this, in seconds, comes from a clock that was set back, and is not waited for. Chosen by hand: no
pace and no Retry-After that is obeyed is longer."""

_STORED_WIDTH = 20
"""The characters of a stored time: always as many, so that a shorter one written over it leaves no rest."""


class Pace:
    """The token buckets of all hosts, in the shared state."""

    def __init__(self, state: SharedState, clock: Clock) -> None:
        self._state = state
        self._clock = clock

    def take(self, host: str, delay_s: float, *, patience_s: float) -> float:
        """Wait for a host's next free slot and take it; returns the seconds waited.

        Raises FetchError, with nothing taken, if the wait would exceed the patience.
        """
        wait_s = self._state.update(_KIND, host, partial(self._book, host, delay_s, patience_s))
        if wait_s > 0:
            self._clock.sleep(wait_s)
        return wait_s

    def pause(self, host: str, pause_s: float) -> None:
        """Pause a host for some time from now, as it requested; a longer pause already set stays."""
        self._state.update(_KIND, host, lambda text: (_write(max(self._read(text), self._state.now() + pause_s)), None))

    def _book(self, host: str, rest_s: float, patience_s: float, text: str) -> tuple[str, float]:
        now = self._state.now()
        start = max(now, self._read(text))
        if start - now > patience_s:
            raise FetchError(LeadReason.HOST_RESTING, f"{host} rests for another {start - now:.0f} s; try again later.")
        return _write(start + rest_s), start - now

    def _read(self, text: str) -> float:
        try:
            free_at = float(text)
        except ValueError:
            return 0.0
        return free_at if free_at < self._state.now() + _MAX_AHEAD_S else 0.0


def _write(free_at: float) -> str:
    whole = math.floor(free_at * 1000) / 1000  # rounded up, a slot that is free now would be waited for
    return f"{whole:0{_STORED_WIDTH}.3f}"
