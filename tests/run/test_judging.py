"""The verdict on a run that was just loaded: a dead source fails, a quiet one is well, some failures are a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.declarations import Expect, Source
from pipeline.fetch.http.fetch_settings import LOOPBACK, FetchSettings
from pipeline.health.source_verdicts import Verdict
from pipeline.home import Home
from pipeline.run.collect.fetching import capture_live
from pipeline.run.collect.running import derive, import_files, load
from pipeline.run.collect.running import run as run_sources
from pipeline.run.read.judging import RunVerdict, judge_run
from pipeline.sample import SAMPLE_WARC
from pipeline.stages.imported import ImportOptions
from storage.errors import StorageError
from storage.model import Tally
from tests.loopback.clients import LeapingClock
from tests.loopback.ministry import list_by_page, listing, make_source
from tests.loopback.server import LoopbackServer, Program, Visit

DAY = "27 October 2020"
NOW = datetime(2020, 10, 28, tzinfo=UTC)
WORDS = "The Ministry calls for restraint and dialogue, and notes that the talks at the lake continue as agreed. " * 4


def article(number: int) -> Program:
    """Answer an article in the anatomy that am_mfa declares."""
    day = f'<div class="date">{DAY}</div>'
    html = (
        f"<html><body><h1>Statement {number}</h1>{day}<div class='static-content'><p>{number}. {WORDS}</p></div></body></html>"
    )
    return lambda visit: visit.reply(html.encode(), Content_Type="text/html; charset=utf-8")


def refuse(visit: Visit) -> None:
    visit.reply(b"<title>Access Denied</title>", "403 Forbidden", Content_Type="text/html")


def log_in(visit: Visit) -> None:
    visit.reply(b"<title>Log in</title><form><input type=password></form>", "401 Unauthorized", Content_Type="text/html")


def break_down(visit: Visit) -> None:
    visit.reply(b"<title>Error</title>", "500 Internal Server Error", Content_Type="text/html")


class Publisher:
    """A ministry on loopback whose pages and list may be replaced; ``visit`` runs its source once and judges the run."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.expect = Expect()

    def visit(self, items: int, *, front: Program | None = None, runs: int = 1, **bad: Program) -> tuple[RunVerdict, Tally]:
        """Run over a list of items and judge the last run; ``bad`` are programs by the numbers of the items they replace."""
        pages = {f"/{number}": bad.get(f"n{number}", article(number)) for number in range(1, items + 1)}
        with LoopbackServer({"/news?page=1": front or listing(*((path, DAY) for path in pages)), **pages}) as server:
            source = make_source(server, list_by_page(server), id="am_mfa", expect=self.expect)
            return [self.run(source) for _ in range(runs)][-1]

    def visit_nowhere(self) -> tuple[RunVerdict, Tally]:
        """Run where nothing answers: the server is gone."""
        with LoopbackServer({}) as server:
            source = make_source(server, list_by_page(server), id="am_mfa", expect=self.expect)
        return self.run(source)

    def run(self, source: Source) -> tuple[RunVerdict, Tally]:
        settings = FetchSettings(state=self.home.state, allowed=LOOPBACK, attempts=1, clock=LeapingClock().read())
        ticket = capture_live(self.home, source, settings=settings)
        tally = load(self.home, derive(self.home, ticket))
        return judge_run(self.home, tally, now=NOW, sources=[source]), tally


@pytest.fixture
def publisher(home: Home) -> Publisher:
    return Publisher(home)


def test_a_run_that_brought_what_was_listed_is_healthy(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(4)
    assert (verdict.verdict, verdict.failed, verdict.advice) == (Verdict.HEALTHY, False, "")
    assert verdict.why == ("4 leads listed, 4 documents in the last run",)


def test_no_network_fails_the_run_with_the_address_and_the_reason(publisher: Publisher) -> None:
    verdict, tally = publisher.visit_nowhere()
    assert (tally.new, tally.failed) == (0, 1)
    assert (verdict.verdict, verdict.failed) == (Verdict.BROKEN, True)
    assert "1 of 1 lead (100%) failed, most often: unreachable, such as http://127.0.0.1:" in verdict.why[0]
    assert "check this machine's network first" in verdict.advice


def test_a_list_without_leads_fails_the_run(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(0)
    assert (verdict.verdict, verdict.failed) == (Verdict.BROKEN, True)
    assert any("no list could be read that held leads" in why for why in verdict.why)


def test_a_blocked_list_is_blocked(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(4, front=refuse)
    assert (verdict.verdict, verdict.failed) == (Verdict.BLOCKED, True)
    assert "1 of 1 lead (100%) were blocked" in verdict.why[0]


def test_blocked_pages_are_blocked_with_share_and_example(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(4, n1=refuse, n2=refuse, n3=refuse)
    assert (verdict.verdict, verdict.failed) == (Verdict.BLOCKED, True)
    assert "3 of 4 leads (75%) were blocked, such as http://127.0.0.1:" in verdict.why[0]
    assert "write to the publisher" in verdict.advice


def test_pages_behind_a_login_are_named_so(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(3, n1=log_in, n2=log_in, n3=log_in)
    assert (verdict.verdict, verdict.why[0].startswith("3 of 3 leads (100%) led to a login page")) == (Verdict.BLOCKED, True)


def test_one_of_twenty_that_failed_warns_and_does_not_fail_the_run(publisher: Publisher) -> None:
    verdict, tally = publisher.visit(20, n7=break_down)
    assert tally.failed == 1
    assert (verdict.verdict, verdict.failed) == (Verdict.THINNING, False)
    assert "1 of 20 leads (5%) failed" in verdict.why[0]


def test_most_pages_that_failed_fail_the_run(publisher: Publisher) -> None:
    verdict, _ = publisher.visit(4, n1=break_down, n2=break_down)
    assert (verdict.verdict, verdict.failed) == (Verdict.BROKEN, True)


def test_a_second_run_over_the_same_list_is_healthy_with_nothing_new(publisher: Publisher) -> None:
    verdict, tally = publisher.visit(4, runs=2)
    assert tally.new == 0
    assert (verdict.verdict, verdict.failed) == (Verdict.HEALTHY, False)


def test_a_busy_run_that_reads_three_pages_of_a_list_is_counted_as_a_quiet_one_that_reads_one(home: Home) -> None:
    pages = {f"/{number}": article(number) for number in range(1, 13)}
    items = [(path, DAY) for path in pages]
    lists = {f"/news?page={page}": listing(*items[4 * page - 4 : 4 * page]) for page in (1, 2, 3)}
    publisher = Publisher(home)
    with LoopbackServer({"/news?page=1": listing(items[0], *items[1:4]), **pages}) as server:
        source = make_source(server, list_by_page(server), id="am_mfa")
        publisher.run(source)
        server.programs.update({**lists, "/news?page=1": listing(("/13", DAY), *items[1:4]), "/13": article(13)})
        busy, quiet = publisher.run(source)[1], publisher.run(source)[1]
    assert (busy.new, quiet.new) == (9, 0)
    assert busy.listed == quiet.listed == 4


@pytest.mark.parametrize(("items", "verdict"), [(2, Verdict.THINNING), (3, Verdict.HEALTHY)])
def test_what_the_lists_held_is_compared_with_what_is_declared(publisher: Publisher, items: int, verdict: Verdict) -> None:
    publisher.expect = Expect(leads_min=3)
    found, _ = publisher.visit(items)
    assert (found.verdict, found.failed) == (verdict, False)


def test_secrets_in_an_address_are_not_told(publisher: Publisher) -> None:
    with LoopbackServer({"/news?token=hush": refuse}) as server:
        discovery = list_by_page(server, pages=server.url("/news?token=hush"))
        verdict, _ = publisher.run(make_source(server, discovery, id="am_mfa"))
    assert verdict.verdict is Verdict.BLOCKED
    assert "hush" not in " ".join(verdict.why)


def test_a_replay_is_judged_by_what_it_brought(home: Home) -> None:
    verdicts = {tally.source: judge_run(home, tally, now=NOW) for tally in run_sources(home, replay=[SAMPLE_WARC])}
    assert not verdicts["us_state"].failed
    assert all(verdict.why for verdict in verdicts.values())


def test_an_import_that_no_source_owns_is_judged_without_a_declaration(home: Home, tmp_path: Any) -> None:
    words = tmp_path / "words.jsonl"
    words.write_text('{"url": "https://nowhere.example/1", "text": "Peace is near.", "published": "2020-10-27"}\n')
    [tally] = import_files(home, [words], ImportOptions())
    verdict = judge_run(home, tally, now=NOW)
    assert (verdict.verdict, verdict.failed) == (Verdict.HEALTHY, False)


@pytest.mark.parametrize("run", [None, "run_20201027T120000Z_00000000"])
def test_a_tally_of_no_known_run_is_refused(publisher: Publisher, run: str | None) -> None:
    _, tally = publisher.visit(1)
    with pytest.raises(StorageError, match="holds no run"):
        judge_run(publisher.home, replace(tally, run=run), now=NOW)
