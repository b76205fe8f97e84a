"""A source's health over several real runs: a redesign, a wall, fewer leads and silence are told apart, by what stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from pipeline.declarations import Expect, Source
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.running import derive, load
from pipeline.run.read.source_health import SourceHealth, judge_sources
from tests.loopback.clients import LeapingClock
from tests.loopback.ministry import list_by_page, listing, make_source
from tests.loopback.server import LoopbackServer, Program, Visit

DAY = "27 October 2020"
SOON = datetime(2020, 10, 28, tzinfo=UTC)
WORDS = "The Ministry calls for restraint and dialogue, and notes that the talks at the lake go on as agreed. " * 4


def article(number: int, *, body: str = "static-content", dated: bool = True) -> Program:
    """Answer an article in the anatomy that am_mfa declares."""
    day = f'<div class="date">{DAY}</div>' if dated else ""
    html = f"<html><body><h1>Statement {number}</h1>{day}<div class='{body}'><p>{number}. {WORDS}</p></div></body></html>"
    return lambda visit: visit.reply(html.encode(), Content_Type="text/html; charset=utf-8")


def wall(visit: Visit) -> None:
    visit.reply(b"<title>Access Denied</title>", "403 Forbidden", Content_Type="text/html")


class Ministry:
    """Runs of one source against a site that changes between them; every run publishes new items."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.numbers: Iterator[int] = count(1)
        self.expect = replace(get_source("am_mfa").expect, leads_min=2, leads_max=20, silence_days=5)

    def run(self, items: int = 4, *, walled: bool = False, **how: object) -> None:
        numbers = [next(self.numbers) for _ in range(items)]
        pages = {f"/{number}": wall if walled else article(number, **how) for number in numbers}  # type: ignore[arg-type]
        with LoopbackServer({"/news?page=1": listing(*((path, DAY) for path in pages)), **pages}) as server:
            source = make_source(server, list_by_page(server), id="am_mfa")
            settings = FetchSettings(state=self.home.state, allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
            ticket = capture_live(self.home, source, settings=settings)
        began = ticket.started_at + timedelta(minutes=numbers[0])  # runs of one second would have no order
        load(self.home, derive(self.home, replace(ticket, started_at=began)))

    def judge(self, now: datetime = SOON, expect: Expect | None = None) -> SourceHealth:
        declared: Source = replace(get_source("am_mfa"), expect=expect or self.expect)
        return judge_sources(self.home, [declared], now=now)["am_mfa"]


@pytest.fixture
def ministry(home: Home) -> Ministry:
    found = Ministry(home)
    for _ in range(3):
        found.run()
    return found


def test_runs_that_yield_what_is_expected_are_healthy(ministry: Ministry) -> None:
    health = ministry.judge()
    assert (health.verdict, health.documents) == ("healthy", 12)
    assert [(run.leads, run.documents, run.rate("body"), run.rate("published")) for run in health.runs] == [
        (4, 4, 1.0, 1.0)
    ] * 3


def test_a_redesign_is_broken_by_the_selector_that_stopped_matching(ministry: Ministry) -> None:
    ministry.run(body="redesigned")
    health = ministry.judge()
    assert health.verdict == "broken"
    assert any("div.static-content" in selector for selector in health.stopped)
    assert any("div.static-content" in why for why in health.why)


def test_a_wall_before_every_page_is_blocked(ministry: Ministry) -> None:
    ministry.run(walled=True)
    health = ministry.judge()
    assert health.verdict == "blocked"
    assert any("4 of 4 leads (100%) were blocked, such as http://127.0.0.1:" in why for why in health.why)


def test_far_fewer_leads_than_usual_are_thinning(ministry: Ministry) -> None:
    ministry.run(items=1)
    health = ministry.judge()
    assert health.verdict == "thinning"
    assert any("1 lead listed," in why for why in health.why)


def test_no_news_for_longer_than_usual_is_silence(ministry: Ministry) -> None:
    assert ministry.judge(now=SOON + timedelta(days=30)).verdict == "silent"


def test_dates_that_documents_lose_are_named(ministry: Ministry) -> None:
    ministry.run(dated=False)
    health = ministry.judge()
    assert health.verdict == "broken"
    assert any("published" in why for why in health.why)
