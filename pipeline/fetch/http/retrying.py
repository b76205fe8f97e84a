"""Decide whether to retry a failed exchange, and how long to wait first. Pure except for random jitter."""

from __future__ import annotations

import math
import random

from storage.model.addresses import read_http_date

PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
"""The status codes of temporary failures."""

PASSING_REASONS = frozenset(
    {
        "timeout",
        "connect timeout",
        "unreachable",
        "connection broken",
        "short body",
        "name look-up failed",
        "name look-up timed out",
    }
)
"""The reasons of FetchError that may be temporary."""

_MAX_WAIT_S = 1e9
"""At most this many seconds are returned: about thirty years."""
_MAX_SECONDS_DIGITS = 12
"""The digits of a Retry-After that are read; more than the longest wait has."""


def read_retry_after(value: str | None, *, now_s: float) -> float | None:
    """Read Retry-After, a number of seconds or an HTTP-date, as seconds from now. None if it is neither."""
    text = (value or "").strip()
    if not text.isascii():
        return None
    if text.isdigit():
        return min(float(text[:_MAX_SECONDS_DIGITS]), _MAX_WAIT_S)
    try:
        seconds = float(text)
    except ValueError:
        return _read_date(text, now_s)
    return min(seconds, _MAX_WAIT_S) if math.isfinite(seconds) and seconds >= 0 else None


def choose_backoff(attempt: int, *, base_s: float, most_s: float, dice: random.Random) -> float:
    """Choose the seconds to wait before the next attempt (numbered from 1): full jitter under a doubling ceiling."""
    return dice.uniform(0, min(most_s, base_s * 2.0 ** min(attempt, 30)))


def _read_date(text: str, now_s: float) -> float | None:
    moment = read_http_date(text)
    return max(0.0, moment.timestamp() - now_s) if moment else None
