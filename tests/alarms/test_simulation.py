"""A source over a hundred runs that goes dead, thin, blocked, silent, late and back: exactly the due messages are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alarms import read_settings, watch
from pipeline.alarms.alarm_settings import WEBHOOK
from pipeline.alarms.findings import read_health
from pipeline.alarms.turning import find_turns
from pipeline.declarations import Expect
from pipeline.health.figures import RunFigures
from pipeline.health.judge import judge_health
from pipeline.health.source_verdicts import advise
from pipeline.home import Home
from pipeline.run.read.source_health import SourceHealth
from storage.model import Alarm
from tests.alarms.samples import HOUR, NOW, SOURCE, Archive
from tests.loopback.hook import Hook
from tests.loopback.server import LoopbackServer

EVERY = 6 * HOUR
SILENCE = timedelta(days=2)
WATCHED = replace(SOURCE, expect=Expect(leads_min=5, silence_days=2))
RUNS = 100


class Day(StrEnum):
    """How the publisher, or our scheduler, does at one tick."""

    WELL = "well"
    QUIET = "quiet"
    DEAD = "dead"
    BLOCKED = "blocked"
    THIN = "thin"
    ABSENT = "absent"


YIELDS: dict[Day, dict[str, Any]] = {
    Day.WELL: {"new": 3},
    Day.QUIET: {"new": 0, "known": 3},
    Day.DEAD: {"new": 0, "failed": 3, "reason": "unreachable"},
    Day.BLOCKED: {"new": 0, "failed": 3, "reason": "blocked"},
}


@dataclass(frozen=True)
class Tick:
    """One tick of the schedule, and what must be known of the source right after it."""

    at: datetime
    day: Day
    kind: str


def expect_kinds(days: list[Day]) -> Iterator[Tick]:
    """Say by the documented rules alone how the source must be judged after each tick."""
    began = news = NOW
    last = Day.WELL
    for number, day in enumerate(days):
        at = NOW + number * EVERY
        if day is not Day.ABSENT:
            began, last = at, day
        if day in (Day.WELL, Day.THIN):
            news = at
        looked = at + HOUR
        if last in (Day.DEAD, Day.BLOCKED):
            kind = {Day.DEAD: "broken", Day.BLOCKED: "blocked"}[last]
        elif looked - began > 2 * EVERY:
            kind = "late"
        elif looked - news > SILENCE:
            kind = "silent"
        else:
            kind = "thinning" if last is Day.THIN else "well"
        yield Tick(at, day, kind)


def expect_messages(ticks: list[Tick]) -> list[str]:
    return [now.kind for before, now in pairwise([Tick(NOW, Day.WELL, "well"), *ticks]) if before.kind != now.kind]


def make_run(number: int, tick: Tick) -> RunFigures:
    figures = RunFigures(run=f"r{number:03}", started_at=tick.at, listed=10)
    reason = "blocked" if tick.day is Day.BLOCKED else "unreachable"
    made = {
        Day.WELL: replace(figures, leads=1, new=1),
        Day.QUIET: figures,
        Day.THIN: replace(figures, leads=1, new=1, listed=4),
    }
    failed = replace(figures, listed=0, leads=1, failed=1, failures={reason: 1}, reasons={reason: 1})
    return made.get(tick.day, failed)


phases = st.tuples(st.sampled_from(Day), st.integers(1, 15)).map(lambda phase: [phase[0]] * phase[1])
histories = st.lists(phases, min_size=RUNS // 4, max_size=RUNS // 4).map(
    lambda found: [Day.WELL, *(day for phase in found for day in phase)][:RUNS]
)


@settings(max_examples=20)
@given(histories)
def test_a_hundred_runs_of_any_kind_give_exactly_the_due_messages(days: list[Day]) -> None:
    ticks = list(expect_kinds(days))
    runs: list[RunFigures] = []
    latest: dict[str, Alarm] = {}
    told: list[str] = []
    for number, tick in enumerate(ticks):
        runs += [] if tick.day is Day.ABSENT else [make_run(number, tick)]
        now = tick.at + HOUR
        news = max(run.started_at for run in runs if run.new)
        found = judge_health(WATCHED, runs[-21:], now=now, news=news)
        health = SourceHealth(
            verdict=found.verdict, why=found.why, advice=advise(WATCHED.id, found.verdict), since=found.since,
            followed=True, stopped=(), last_good=None, documents=0,
        )  # fmt: skip
        finding = read_health(WATCHED, health, now=now)
        assert finding is not None
        assert finding.since <= now
        for alarm in find_turns([finding], latest, now=now):
            latest[alarm.subject] = alarm
            told.append(alarm.kind.value)
    assert told == expect_messages(ticks)


@pytest.mark.slow
def test_a_hundred_runs_in_an_archive_tell_a_webhook_exactly_the_due_messages(home: Home) -> None:
    weeks = [(Day.WELL, 12), (Day.DEAD, 9), (Day.WELL, 8), (Day.BLOCKED, 7), (Day.DEAD, 3), (Day.WELL, 10), (Day.QUIET, 14)]
    back = [(Day.WELL, 6), (Day.ABSENT, 5), (Day.WELL, 9), (Day.QUIET, 4), (Day.ABSENT, 6), (Day.DEAD, 2), (Day.WELL, 5)]
    ticks = list(expect_kinds([day for day, number in [*weeks, *back] for _ in range(number)]))
    assert len(ticks) == RUNS
    archive, hook, source = Archive(home), Hook(), replace(SOURCE, expect=Expect(silence_days=2))
    with LoopbackServer({"*": hook}) as server:
        where = read_settings({WEBHOOK: server.url("/hush")}, allow_loopback=True)
        for tick in ticks:
            if tick.day is not Day.ABSENT:
                archive.run(tick.at, **YIELDS[tick.day])
            for _ in range(2):
                watch(home, now=tick.at + HOUR, settings=where, sources=[source])
    assert [posted["kind"] for posted in hook.posted] == expect_messages(ticks)
    assert {"broken", "blocked", "silent", "late", "well"} == {posted["kind"] for posted in hook.posted}
