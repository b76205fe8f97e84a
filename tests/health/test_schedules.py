"""Until when a run is recent enough: two intervals of its source's cron line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.health.schedules import find_deadline
from pipeline.registry.declared_sources import load_sources


@pytest.mark.parametrize(
    ("cron", "began", "deadline"),
    [
        ("0 */3 * * *", "2020-10-27T12:00:00", "2020-10-27T18:00:00"),
        ("0 */3 * * *", "2020-10-27T12:00:40", "2020-10-27T18:00:40"),
        ("0 */3 * * *", "2020-10-27T11:59:59", "2020-10-27T17:59:59"),
        ("36 5,11,17 * * *", "2020-10-27T17:36:00", "2020-10-28T11:36:00"),
        ("36 5,11,17 * * *", "2020-10-27T05:36:00", "2020-10-27T17:36:00"),
        ("0 9 * * 1-5", "2020-10-30T09:00:00", "2020-11-03T09:00:00"),
    ],
)
def test_a_run_is_recent_for_two_intervals_after_it_began(cron: str, began: str, deadline: str) -> None:
    instant = datetime.fromisoformat(began).replace(tzinfo=UTC)
    assert find_deadline(cron, instant) == datetime.fromisoformat(deadline).replace(tzinfo=UTC)


def test_a_line_that_never_comes_round_has_no_deadline() -> None:
    assert find_deadline("0 0 30 2 *", datetime(2020, 10, 27, tzinfo=UTC)) is None


def test_every_declared_schedule_is_read() -> None:
    began = datetime(2020, 10, 27, tzinfo=UTC)
    deadlines = [find_deadline(source.schedule, began) for source in load_sources() if source.schedule]
    assert deadlines
    assert all(deadline is not None and deadline > began for deadline in deadlines)
