"""A live client for tests: real sockets and limits, but waiting costs no time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.clock import Clock
from pipeline.declarations import Politeness
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.fetch.http.live import LiveClient

BRISK = Politeness(delay_s=0.0, deadline_s=5.0, max_bytes=2_000_000)


@dataclass
class LeapingClock:
    """A clock that runs as usual, and leaps ahead where somebody would sleep; ``naps`` are the sleeps."""

    ahead_s: float = 0.0
    naps: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.ahead_s += seconds

    def read(self) -> Clock:
        return Clock(
            now=lambda: time.time() + self.ahead_s, monotonic=lambda: time.monotonic() + self.ahead_s, sleep=self.sleep
        )


def make_client(folder: Path, clock: LeapingClock | None = None, **settings: Any) -> LiveClient:
    given: dict[str, Any] = {
        "state": folder / "state",
        "log": folder / "fetch.jsonl",
        "contact": "https://archive.example/about",
        "allowed": LOOPBACK,
        "clock": (clock or LeapingClock()).read(),
    }
    return LiveClient(FetchSettings(**{**given, **settings}))
