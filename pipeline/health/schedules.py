"""Read a source's cron line: until when its last run is recent enough. Cron lines are in UTC, as in the scheduler."""

from __future__ import annotations

from datetime import datetime, timedelta

from croniter import CroniterBadDateError, croniter

_MAX_MISSED_INTERVALS = 2
"""A source is overdue after this many of its own intervals. Chosen by hand: one run may fail and be repeated."""
_INSTANT = timedelta(seconds=1)
"""The step by which croniter takes a run that begins on its own tick for that tick's."""


def find_deadline(cron: str, began: datetime) -> datetime | None:
    """Return the instant two intervals of a cron line after a run began; None for a line that never fires.

    The intervals are those that follow the last tick up to ``began``, so that uneven intervals are handled.
    """
    try:
        ticks = croniter(cron, began + _INSTANT)
        first: datetime = ticks.get_prev(datetime)
        last = first
        for _ in range(_MAX_MISSED_INTERVALS):
            last = ticks.get_next(datetime)
    except CroniterBadDateError:
        return None
    return began + (last - first)
