"""Ten days of scheduled runs over a newsroom that edits, deletes, brings back, moves, redesigns and goes dead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.alarms import AlarmSettings, watch
from pipeline.declarations import Discovery, Expect, Politeness, Source
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.running import derive, load
from pipeline.run.read.judging import RunVerdict, judge_run
from pipeline.stages.sameness.presence import judge_move
from storage.database.archive import open_reader
from storage.model import NOT_ASKED, Alarm, EffectiveStatus, Sighting, Tally
from storage.model.identity import canonical_url, document_id
from storage.reading.sightings import read_sightings
from tests.loopback.ministry import list_by_page, make_source
from tests.loopback.newsroom import Item, Newsroom, TravelClock, at
from tests.loopback.server import LoopbackServer

EVERY_H = 6
DAYS = 10
NEW_A_DAY = 8
FIRST = 120


@dataclass
class Life:
    """The newsroom's ten days as they went: what was done when, and each run's Tally with the requests it made."""

    home: Home
    server: LoopbackServer
    newsroom: Newsroom
    source: Source
    done: dict[str, tuple[datetime, Item]] = field(default_factory=dict)
    runs: list[tuple[datetime, Tally, list[str]]] = field(default_factory=list)
    verdicts: dict[datetime, RunVerdict] = field(default_factory=dict)
    alarms: list[Alarm] = field(default_factory=list)

    def run(self, *, since: datetime | None = None) -> Tally:
        clock = self.newsroom.clock
        started, before = clock.at, len(self.newsroom.asked)
        settings = FetchSettings(state=self.home.root / "state", allowed=LOOPBACK, attempts=2, clock=clock.read())
        ticket = capture_live(
            self.home, self.source, since=since.date() if since else None, due_only=since is None, settings=settings
        )
        tally = load(self.home, derive(self.home, ticket))
        retries_joined = [path for path, _ in groupby(path for _, path in self.newsroom.asked[before:])]
        self.runs.append((started, tally, retries_joined))
        self.verdicts[started] = judge_run(self.home, tally, now=clock.at, sources=[self.source])
        self.alarms += watch(self.home, now=clock.at, settings=AlarmSettings(), sources=[self.source]).turned
        return tally

    def document(self, item: Item) -> str:
        return document_id(url=canonical_url(self.server.url(item.path)))

    def looks(self, item: Item) -> list[Sighting]:
        db = open_reader(self.home.archive)
        try:
            return read_sightings(db, self.document(item), judge_move)
        finally:
            db.close()

    def texts(self, item: Item) -> list[tuple[str, str]]:
        """Give the texts of a document, each with when it was captured first."""
        db = open_reader(self.home.archive)
        try:
            return db.execute(
                "SELECT r.text, min(o.captured_at) FROM observations o JOIN derivations v ON v.seq = o.derivation "
                "JOIN revisions r ON r.seq = v.revision JOIN documents d ON d.seq = o.document WHERE d.id = ? "
                "GROUP BY r.text ORDER BY 2",
                (self.document(item),),
            ).fetchall()
        finally:
            db.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    folder: Path = tmp_path_factory.mktemp("ten-days")
    newsroom = Newsroom(clock=TravelClock(at(0)))
    for number in range(FIRST):
        newsroom.publish(at(0) - timedelta(hours=6 * (FIRST - number)))
    with LoopbackServer(newsroom.programs()) as server:
        lists = list_by_page(server, pages=server.url("/en/news?page={page}"), item="li.item", link="a", date=".date")
        lived = Life(home=Home(root=folder), server=server, newsroom=newsroom, source=_declare(server, lists))
        lived.run(since=at(0) - timedelta(days=40))
        for tick in range(0, DAYS * 24, EVERY_H):
            newsroom.clock.at = at(0, tick)
            _happen(lived, tick)
            lived.run()
        yield lived


def _happen(life: Life, tick: int) -> None:
    """Let happen what happens before a run."""
    newsroom = life.newsroom
    now, day, hour = newsroom.clock.at, tick // 24, tick % 24
    if not newsroom.dead:
        for _ in range(NEW_A_DAY * EVERY_H // 24):
            newsroom.publish(now - timedelta(minutes=20))
    of_the_day = sorted(newsroom.items.values(), key=lambda item: item.published)
    doings: dict[tuple[int, int], tuple[str, Any, Callable[[Any], None]]] = {
        (1, 6): ("edited young", of_the_day[-4], lambda item: newsroom.edit(item, item.text.replace("thanks", "blames"))),
        (1, 12): ("edited old", of_the_day[110], lambda item: newsroom.edit(item, item.text.replace("spring", "autumn"))),
        (2, 6): ("deleted", of_the_day[-6], lambda item: setattr(item, "deleted", True)),
        (3, 0): ("moved", of_the_day[-7], lambda item: _move(newsroom, item)),
    }
    if (day, hour) in doings:
        name, item, act = doings[day, hour]
        act(item)
        life.done[name] = (now, item)
    if (day, hour) == (4, 12):
        life.done["deleted"][1].deleted = False
        life.done["returned"] = (now, life.done["deleted"][1])
    if (day, hour) == (2, 12):
        newsroom.busy_once = True
    newsroom.dead = day in (6, 7)
    newsroom.template = int(day >= 9)


def _declare(server: LoopbackServer, lists: Discovery) -> Source:
    schedule = f"0 */{EVERY_H} * * *"
    expect = Expect(leads_min=1, silence_days=5, fill={"title": 1.0, "published": 0.98, "body": 0.98})
    gentle = Politeness(delay_s=0.0, deadline_s=60.0)
    return make_source(server, lists, id="am_mfa", schedule=schedule, expect=expect, politeness=gentle)


def _move(newsroom: Newsroom, item: Item) -> None:
    target = Item(number=9000, published=item.published, text=item.text)
    newsroom.items[target.path] = target
    item.moved_to = target.path


def test_an_edit_of_a_young_page_is_in_the_archive_with_the_runs_between_which_it_was_made(life: Life) -> None:
    when, item = life.done["edited young"]
    [(_, first), (text, second)] = life.texts(item)
    assert "blames" in text
    assert datetime.fromisoformat(first) < when <= datetime.fromisoformat(second) <= when + timedelta(hours=24)


def test_an_edit_of_an_old_page_is_found_by_the_policy_s_next_look(life: Life) -> None:
    when, item = life.done["edited old"]
    [_, (text, found)] = life.texts(item)
    assert "autumn" in text
    assert when <= datetime.fromisoformat(found) <= when + timedelta(days=1, hours=EVERY_H)


def test_a_deletion_and_a_return_are_seen_with_their_bounds(life: Life) -> None:
    (deleted, item), (returned, _) = life.done["deleted"], life.done["returned"]
    looks = life.looks(item)
    states = [(look.status, look.at) for look in looks]
    gone = [at_ for status, at_ in states if status is EffectiveStatus.GONE]
    assert gone
    assert all(deleted <= at_ < returned for at_ in gone)
    assert max(at_ for status, at_ in states if status is EffectiveStatus.CONTENT and at_ < gone[0]) < deleted
    assert any(status is EffectiveStatus.CONTENT and at_ >= returned for status, at_ in states)


def test_a_moved_page_is_held_under_its_new_address_and_its_move_is_no_failure(life: Life) -> None:
    when, item = life.done["moved"]
    moved = life.newsroom.items[str(item.moved_to)]
    assert life.texts(moved)
    after = [tally for started, tally, _ in life.runs if when <= started < at(6)]
    assert sum(tally.failed for tally in after) == 0
    assert any(item.moved_to in look.why for look in life.looks(item) if item.moved_to and look.at >= when)


def test_every_published_page_is_in_the_archive(life: Life) -> None:
    missing = [item.path for item in life.newsroom.items.values() if not item.moved_to and not life.texts(item)]
    assert missing == []


def test_the_redesign_makes_no_false_edits(life: Life) -> None:
    revised = Counter(started for started, tally, _ in life.runs for _ in range(tally.revised) if started >= at(9))
    assert not revised


def test_each_tally_equals_what_the_server_was_asked(life: Life) -> None:
    for started, tally, asked in life.runs:
        not_asked = sum(count for reason, count in tally.reasons if reason in NOT_ASKED)
        pages = [path for path in asked if path.startswith("/en/statements/")]
        moved = life.done["moved"][1]
        hops = sum(pair == (moved.path, moved.moved_to) for pair in pairwise(pages))
        lists = len(asked) - len(pages)
        failed_lists = lists if tally.listed == 0 else 0
        assert tally.leads - not_asked == len(pages) - hops + failed_lists, (started, tally, asked)


def test_nothing_is_counted_as_unchanged_that_was_not_asked_for(life: Life) -> None:
    for _, tally, asked in life.runs:
        assert tally.unchanged <= len([path for path in asked if path.startswith("/en/statements/")])


def test_no_page_is_asked_for_more_often_than_the_policy_says(life: Life) -> None:
    looks: dict[str, list[datetime]] = {}
    for started, _, asked in life.runs[1:]:
        for path in asked:
            looks.setdefault(path, []).append(started)
    for path, times in looks.items():
        item = life.newsroom.items.get(path)
        if item is None or item.number == 9000:
            continue  # the target of a redirect is asked for on the way, too
        old = [time for time in times if time - item.published > timedelta(days=1)]
        apart = [later - earlier for earlier, later in pairwise(old)]
        assert all(gap >= timedelta(hours=23) for gap, time in zip(apart, old, strict=False) if time < at(6)), (path, times)


def test_a_dead_newsroom_costs_few_requests_and_every_run_says_so(life: Life) -> None:
    for started, tally, asked in life.runs:
        if at(6) <= started < at(8):
            assert tally.listed == 0
            assert tally.failed >= 1
            assert tally.new == tally.unchanged == 0
            assert len(asked) <= 10


def test_the_runs_of_the_dead_days_and_since_the_redesign_fail_with_their_reason_and_no_others(life: Life) -> None:
    failed = {started for started, verdict in life.verdicts.items() if verdict.failed}
    assert failed == {started for started, _, _ in life.runs if at(6) <= started < at(8) or started >= at(9)}
    why = {started: verdict.why for started, verdict in life.verdicts.items() if verdict.failed and verdict.advice}
    assert "connection broken" in why[at(6)][0]
    assert all("failed" in why[started][0] for started in failed if started < at(8))
    assert "stopped matching" in why[at(9)][0]


def test_alarms_ring_once_when_the_newsroom_goes_dead_when_it_is_back_and_when_it_is_redesigned(life: Life) -> None:
    told = [(alarm.kind.value, alarm.noticed_at.replace(minute=0, second=0, microsecond=0)) for alarm in life.alarms]
    assert told == [("broken", at(6)), ("well", at(8)), ("broken", at(9))]


def test_the_budget_of_a_run_holds(life: Life) -> None:
    for _, tally, asked in life.runs[1:]:
        assert len(asked) <= 3 + tally.new + life.source.revisit.budget
