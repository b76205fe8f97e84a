"""Leave a host alone that fails again and again: a circuit breaker per host."""

from __future__ import annotations

import threading

from pipeline.errors import FetchError
from pipeline.fetch.settings import Clock


class Breaker:
    """The circuits of one client. After so many failures in a row a host rests; then a single fetch may try it again."""

    def __init__(self, *, failures: int, rest_s: float, clock: Clock) -> None:
        self._failures, self._rest_s, self._clock = failures, rest_s, clock
        self._counts: dict[str, int] = {}
        self._open_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def check(self, host: str) -> None:
        """Raise FetchError where the host's circuit is open."""
        with self._lock:
            until = self._open_until.get(host)
            if until is None:
                return
            left = until - self._clock.monotonic()
            if left > 0:
                message = f"{host} failed {self._counts[host]} times in a row and is left alone for {left:.0f} s."
                raise FetchError("host failing", message)
            # The one that finds the rest over is the one that tries; the others wait for how it fares.
            self._open_until[host] = self._clock.monotonic() + self._rest_s

    def record(self, host: str, *, well: bool) -> None:
        """Note how a fetch from a host went."""
        with self._lock:
            if well:
                self._counts.pop(host, None)
                self._open_until.pop(host, None)
                return
            self._counts[host] = self._counts.get(host, 0) + 1
            if self._counts[host] >= self._failures:
                self._open_until[host] = self._clock.monotonic() + self._rest_s
