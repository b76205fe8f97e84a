"""Read a source's cron line: until when its last run is recent enough. Cron lines are in UTC, as the scheduler reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

from croniter import CroniterBadDateError, croniter

_INTERVALS = 2
_INSTANT = timedelta(seconds=1)


def find_deadline(cron: str, began: datetime) -> datetime | None:
    """Return the instant two intervals of a cron line after a run began; None for a line that never comes round.

    The intervals are those that follow the last tick up to ``began``, so that a line with uneven hours is read right.
    """
    try:
        ticks = croniter(cron, began + _INSTANT)
        first: datetime = ticks.get_prev(datetime)
        last = first
        for _ in range(_INTERVALS):
            last = ticks.get_next(datetime)
    except CroniterBadDateError:
        return None
    return began + (last - first)
