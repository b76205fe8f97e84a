"""Ten days of scheduled runs over a newsroom that refuses once, goes dead and is redesigned: only the due alarms are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.alarms import watch
from pipeline.declarations import Expect
from pipeline.home import Home
from pipeline.run.judging import RunVerdict, judge_run
from storage.model import Alarm
from tests.alarms.samples import QUIET
from tests.loopback.ministry import list_by_page, make_source
from tests.loopback.newsroom import Newsroom, TravelClock, at
from tests.loopback.server import LoopbackServer
from tests.loopback.test_ten_days import DAYS, EVERY_H, FIRST, Life, _happen

pytestmark = pytest.mark.slow
REFUSED = at(2, 12)
"""The run whose list is answered by 429, once."""

EXPECT = Expect(leads_min=10, silence_days=3, fill={"title": 1.0, "published": 0.95, "body": 1.0})


@dataclass
class Watched:
    """What was said of the ten days: each run's verdict, and the alarms told."""

    verdicts: list[tuple[datetime, RunVerdict]] = field(default_factory=list)
    told: list[tuple[datetime, Alarm]] = field(default_factory=list)

    def between(self, first: datetime, end: datetime) -> set[str]:
        return {verdict.verdict.value for started, verdict in self.verdicts if first <= started < end}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder: Path = tmp_path_factory.mktemp("watched-days")
    newsroom = Newsroom(clock=TravelClock(at(0)))
    for number in range(FIRST):
        newsroom.publish(at(0) - timedelta(hours=6 * (FIRST - number)))
    with LoopbackServer(newsroom.programs()) as server:
        lists = list_by_page(server, pages=server.url("/en/news?page={page}"), item="li.item", link="a", date=".date")
        source = make_source(server, lists, id="am_mfa", expect=EXPECT, schedule=f"0 */{EVERY_H} * * *")
        life, seen = Life(home=Home(root=folder), server=server, newsroom=newsroom, source=source), Watched()
        life.run(since=at(0) - timedelta(days=40))
        for tick in range(0, DAYS * 24, EVERY_H):
            started = newsroom.clock.at = at(0, tick)
            _happen(life, tick)
            tally = life.run()
            now = started + timedelta(hours=1)
            seen.verdicts.append((started, judge_run(life.home, tally, now=now, sources=[source])))
            looked = watch(life.home, now=now, settings=QUIET, sources=[source])
            seen.told += [(started, alarm) for alarm in looked.turned]
        yield seen


def test_runs_over_a_publisher_that_answers_are_well_whatever_it_edits_deletes_and_moves(watched: Watched) -> None:
    assert watched.between(at(0), REFUSED) == {"healthy"}
    assert watched.between(REFUSED + timedelta(hours=EVERY_H), at(6)) == {"healthy"}


def test_a_run_whose_list_was_refused_is_blocked(watched: Watched) -> None:
    [verdict] = [verdict for started, verdict in watched.verdicts if started == REFUSED]
    assert (verdict.verdict, verdict.failed) == ("blocked", True)
    assert "rate limited (429)" in verdict.why[0]


def test_every_run_over_a_dead_publisher_fails_and_says_what_to_do(watched: Watched) -> None:
    assert watched.between(at(6), at(8)) == {"broken"}
    assert all(verdict.failed and verdict.advice for started, verdict in watched.verdicts if at(6) <= started < at(8))


def test_every_run_after_a_redesign_is_broken_by_the_selectors_that_stopped_matching(watched: Watched) -> None:
    after = [verdict for started, verdict in watched.verdicts if started >= at(8)]
    assert len(after) == 2 * 24 // EVERY_H
    assert all(verdict.failed and any("stopped matching" in why for why in verdict.why) for verdict in after)


def test_only_what_turned_was_told(watched: Watched) -> None:
    """The redesign comes while the newsroom is dead: broken it was, and broken it stays."""
    assert [(started, alarm.kind.value) for started, alarm in watched.told] == [
        (REFUSED, "blocked"),
        (REFUSED + timedelta(hours=EVERY_H), "well"),
        (at(6), "broken"),
    ]
