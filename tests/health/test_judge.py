"""Health: a source that fails without an error is noticed, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pipeline.declarations import Expect, Source
from pipeline.health.figures import RunFigures, name_selector
from pipeline.health.judge import Health, judge_health
from pipeline.health.source_verdicts import Verdict, advise
from storage.model import DocumentKind

NOW = datetime(2020, 11, 1, tzinfo=UTC)
SOURCE = Source(
    id="xx_sample",
    title="Sample ministry",
    publisher="Ministry of Samples",
    kind=DocumentKind.STATEMENT,
    url="https://ministry.example/news",
    country="xx",
    languages=("en",),
    timezone="Asia/Yerevan",
    hosts=("ministry.example",),
    expect=Expect(leads_min=2, leads_max=40, fill={"title": 1.0, "published": 0.95}, silence_days=5),
)
FULL = {"title": 10, "published": 10, "body": 10, "issuer": 10, "speaker": 5, "language": 10}
GOOD = RunFigures(
    run="r", started_at=NOW, leads=10, new=10, documents=10, quotes=30, filled=FULL, newest=NOW - timedelta(days=1)
)
QUIET = RunFigures(run="r", started_at=NOW, listed=10)
"""A scheduled run that read its lists and had nothing to ask for."""

BODY = "article: body: 'div.text'"
PAGE = "https://ministry.example/news/1"


def history(days: int = 5, like: RunFigures = GOOD) -> list[RunFigures]:
    return [
        replace(like, run=f"r{day}", started_at=NOW - timedelta(days=day), newest=NOW - timedelta(days=day + 1))
        for day in range(1, days)
    ]


def look(last: RunFigures, before: list[RunFigures] | None = None, **more: Any) -> Health:
    return judge_health(replace(SOURCE, **more), [*(history() if before is None else before), last], now=NOW)


def judge(last: RunFigures, before: list[RunFigures] | None = None, **more: Any) -> tuple[Verdict, str]:
    health = look(last, before, **more)
    return health.verdict, "; ".join(health.why)


def fail(failed: int, leads: int = 100, reason: str = "timeout", **more: Any) -> RunFigures:
    """Make a run of which some leads failed; its lists held a hundred."""
    found = RunFigures(
        run="r", started_at=NOW, leads=leads, failed=failed, listed=100, failures={reason: failed}, reasons={reason: failed}
    )
    return replace(found, examples={reason: PAGE}, new=leads - failed, **more)


def test_a_run_like_those_before_is_healthy() -> None:
    assert judge(GOOD) == (Verdict.HEALTHY, "10 leads, 10 documents in the last run")


def test_a_source_that_never_ran_is_untried() -> None:
    assert judge_health(SOURCE, [], now=NOW).verdict is Verdict.UNTRIED


# Leads that failed


@pytest.mark.parametrize(
    ("failed", "verdict"),
    [(4, Verdict.HEALTHY), (5, Verdict.THINNING), (49, Verdict.THINNING), (50, Verdict.BROKEN), (100, Verdict.BROKEN)],
)
def test_the_share_of_failed_leads_decides_between_well_a_warning_and_broken(failed: int, verdict: Verdict) -> None:
    assert judge(fail(failed), [], expect=Expect())[0] is verdict


@pytest.mark.parametrize(("leads", "verdict"), [(1, Verdict.THINNING), (2, Verdict.THINNING), (3, Verdict.BROKEN)])
def test_one_or_two_pages_that_fail_beside_lists_that_were_read_are_a_warning(leads: int, verdict: Verdict) -> None:
    assert judge(fail(leads, leads), [], expect=Expect())[0] is verdict


def test_the_only_lead_that_failed_where_no_list_was_read_is_broken() -> None:
    assert judge(fail(1, 1, listed=0), [], expect=Expect())[0] is Verdict.BROKEN


def test_one_of_two_leads_that_failed_without_a_list_is_a_warning() -> None:
    assert judge(fail(1, 2, listed=None), [], expect=Expect())[0] is Verdict.THINNING


def test_failed_leads_are_told_with_share_reason_and_an_example() -> None:
    assert judge(fail(5), [], expect=Expect())[1] == f"5 of 100 leads (5%) failed, most often: timeout, such as {PAGE}"


def test_that_the_host_was_left_alone_is_not_named_as_the_cause() -> None:
    last = fail(100, failures={"timeout": 6, "host failing": 94}, reasons={"timeout": 6, "host failing": 94})
    assert "most often: timeout" in judge(last, [])[1]


def test_why_leads_ended_well_is_not_named_as_why_they_failed() -> None:
    assert "most often: timeout" in judge(fail(60, reasons={"timeout": 60, "not modified": 40, "x": 90}), [])[1]


@pytest.mark.parametrize(("walled", "verdict"), [(29, Verdict.BROKEN), (30, Verdict.BLOCKED), (60, Verdict.BLOCKED)])
def test_most_failures_decide_between_blocked_and_broken(walled: int, verdict: Verdict) -> None:
    failures = {"blocked": walled, "timeout": 60 - walled}
    assert judge(fail(60, failures=failures, reasons=failures), [])[0] is verdict


def test_a_block_is_named_as_one_with_share_and_example() -> None:
    verdict, why = judge(fail(9, 10, "blocked"), [], expect=Expect())
    assert (verdict, why) == (Verdict.BLOCKED, f"9 of 10 leads (90%) were blocked, such as {PAGE}")


def test_a_login_page_is_named_as_one() -> None:
    verdict, why = judge(fail(9, 10, "login"), [], expect=Expect())
    assert (verdict, why) == (Verdict.BLOCKED, f"9 of 10 leads (90%) led to a login page, such as {PAGE}")


def test_leads_that_were_not_asked_for_are_no_part_of_the_share() -> None:
    last = fail(5, 105, reasons={"timeout": 5, "outside the days asked for": 96}, skipped=96)
    assert judge(last, [], expect=Expect())[0] is Verdict.BROKEN


# Lists, and nothing captured


def test_a_run_with_nothing_new_is_healthy_if_its_lists_held_leads() -> None:
    assert judge(QUIET, history(like=replace(QUIET, new=1))) == (
        Verdict.HEALTHY,
        "10 leads listed, 0 documents in the last run",
    )


def test_lists_without_leads_are_broken_with_what_was_found_instead() -> None:
    last = replace(QUIET, listed=0, stops=("https://ministry.example/news: no list of leads",))
    verdict, why = judge(last)
    assert (verdict, why) == (
        Verdict.BROKEN,
        "no list could be read that held leads: https://ministry.example/news: no list of leads",
    )


def test_lists_that_may_be_empty_are_not_broken() -> None:
    assert judge(replace(QUIET, listed=0), [], expect=Expect(leads_min=0))[0] is Verdict.HEALTHY


def test_lists_that_may_be_empty_are_broken_where_they_could_not_be_read() -> None:
    assert judge(fail(1, 1, listed=0), [], expect=Expect(leads_min=0))[0] is Verdict.BROKEN


def test_a_list_that_holds_its_items_itself_needs_no_leads() -> None:
    last = replace(GOOD, listed=0, stops=("https://ministry.example/feed holds the items themselves",))
    assert judge(last, [], expect=Expect())[0] is Verdict.HEALTHY


def test_lists_that_failed_are_broken_however_many_known_pages_were_reached() -> None:
    assert judge(fail(1, 60, "timeout", listed=0), [], expect=Expect())[0] is Verdict.BROKEN


def test_a_list_that_is_blocked_is_blocked_however_many_known_pages_were_reached() -> None:
    assert judge(fail(1, 60, "blocked", listed=0), [], expect=Expect())[0] is Verdict.BLOCKED


def test_one_list_of_several_that_held_no_leads_is_a_warning() -> None:
    last = fail(1, 60, "no leads")
    assert judge(last, [], expect=Expect()) == (Verdict.THINNING, f"1 list held no leads, such as {PAGE}")


def test_pages_that_were_all_skipped_without_a_list_are_broken() -> None:
    last = RunFigures(run="r", started_at=NOW, leads=4, skipped=4, reasons={"soft_404": 4}, examples={"soft_404": PAGE})
    verdict, why = judge(last, [], expect=Expect())
    assert (verdict, why) == (Verdict.BROKEN, f"none of 4 leads brought anything, most often: soft_404, such as {PAGE}")


def test_pages_that_are_gone_are_no_fault_where_the_lists_were_read() -> None:
    last = RunFigures(run="r", started_at=NOW, leads=4, skipped=4, listed=20, reasons={"gone": 4})
    assert judge(last, [], expect=Expect())[0] is Verdict.HEALTHY


def test_a_list_that_robots_txt_forbids_is_blocked() -> None:
    last = RunFigures(run="r", started_at=NOW, leads=1, skipped=1, listed=0, reasons={"robots.txt forbids": 1})
    assert judge(last, [])[0] is Verdict.BLOCKED


def test_days_without_a_document_are_no_fault_of_a_backfill() -> None:
    last = RunFigures(
        run="r", started_at=NOW, leads=4, skipped=4, listed=0, reasons={"outside the days asked for": 4}, regular=False
    )
    assert judge(last, [])[0] is Verdict.HEALTHY


# Fewer leads


@pytest.mark.parametrize(("listed", "why"), [(1, "at least 2 expected"), (2, ""), (40, ""), (41, "at most 40 expected")])
def test_what_the_lists_held_is_compared_with_what_is_declared(listed: int, why: str) -> None:
    said = judge(replace(GOOD, listed=listed), [])[1]
    assert why in said
    assert bool(why) == ("expected" in said)


def test_few_leads_that_were_asked_for_do_not_matter_where_the_lists_held_enough() -> None:
    assert judge(replace(GOOD, leads=1, documents=1, listed=10), history(like=replace(GOOD, listed=10)))[0] is Verdict.HEALTHY


@pytest.mark.parametrize(("listed", "verdict"), [(9, Verdict.THINNING), (10, Verdict.HEALTHY)])
def test_less_than_half_of_its_own_median_is_thinning(listed: int, verdict: Verdict) -> None:
    before = history(like=replace(GOOD, listed=20))
    assert judge(replace(GOOD, listed=listed), before)[0] is verdict


@pytest.mark.parametrize(("runs", "verdict"), [(2, Verdict.HEALTHY), (3, Verdict.THINNING)])
def test_two_runs_are_no_history(runs: int, verdict: Verdict) -> None:
    assert judge(replace(GOOD, leads=4), history(runs + 1))[0] is verdict


def test_runs_whose_lists_were_not_counted_say_nothing_of_those_that_were() -> None:
    assert judge(replace(GOOD, listed=4), history())[0] is Verdict.HEALTHY


def test_what_was_lost_is_not_usual_however_many_runs_ago() -> None:
    short = [replace(GOOD, run=f"s{hour}", started_at=NOW + timedelta(hours=hour), leads=4) for hour in range(1, 40)]
    redesigned = [replace(run, leads=10, missed={BODY: 10}) for run in short]
    assert judge_health(SOURCE, [*history(), *short], now=NOW).verdict is Verdict.THINNING
    assert judge_health(SOURCE, [*history(), *redesigned], now=NOW).verdict is Verdict.BROKEN


def test_runs_that_failed_are_no_history_of_what_lists_hold() -> None:
    dead = [replace(fail(1, 1), listed=0, run=f"d{hour}", started_at=NOW - timedelta(hours=hour)) for hour in range(1, 20)]
    before = [replace(run, listed=10) for run in history()]
    assert judge(replace(GOOD, listed=4), [*before, *dead])[0] is Verdict.THINNING


def test_pages_that_often_fail_do_not_keep_a_run_from_being_history() -> None:
    before = [replace(run, listed=10, failed=1, failures={"timeout": 1}) for run in history()]
    assert "10 are usual" in judge(replace(GOOD, listed=4), before)[1]


def test_the_last_run_is_the_one_that_began_last() -> None:
    health = judge_health(SOURCE, [fail(100), *history()], now=NOW)
    assert health.last is not None
    assert (health.verdict, health.last.failed) == (Verdict.BROKEN, 100)


def test_a_backfill_may_bring_any_number_of_leads() -> None:
    assert judge(replace(GOOD, leads=500, regular=False))[0] is Verdict.HEALTHY


def test_a_backfill_does_not_change_what_is_usual() -> None:
    backfills = [replace(run, leads=500, regular=False) for run in history(9)]
    assert judge_health(SOURCE, [*backfills, GOOD], now=NOW).verdict is Verdict.HEALTHY


def test_a_backfill_that_went_well_does_not_make_a_dead_source_well() -> None:
    later = replace(GOOD, run="backfill", started_at=NOW + timedelta(hours=1), regular=False)
    assert judge_health(SOURCE, [*history(), fail(100), later], now=NOW).verdict is Verdict.BROKEN


def test_a_source_that_was_only_imported_is_judged_by_that() -> None:
    assert judge(fail(100, listed=None, regular=False), [])[0] is Verdict.BROKEN


# Documents, their parts and their quotes


@pytest.mark.parametrize(("misses", "stopped"), [(4, ()), (5, (BODY,))])
def test_a_selector_that_misses_half_of_the_documents_stopped_matching(misses: int, stopped: tuple[str, ...]) -> None:
    health = look(replace(GOOD, missed={BODY: misses}))
    assert health.stopped == stopped
    assert (health.verdict is Verdict.BROKEN) == bool(stopped)


@pytest.mark.parametrize(("misses", "stopped"), [(1, (BODY,)), (2, ())])
def test_a_selector_that_missed_more_than_a_tenth_before_did_not_stop(misses: int, stopped: tuple[str, ...]) -> None:
    before = [replace(run, missed={BODY: misses}) for run in history()]
    assert look(replace(GOOD, missed={BODY: 9}), before).stopped == stopped


@pytest.mark.parametrize(("documents", "stopped"), [(2, ()), (3, (BODY,))])
def test_two_documents_say_nothing_about_a_selector(documents: int, stopped: tuple[str, ...]) -> None:
    last = replace(GOOD, documents=documents, filled={}, missed={BODY: documents})
    assert look(last, [], expect=Expect()).stopped == stopped


def test_a_list_whose_items_are_no_longer_found_by_their_selector_is_broken_by_its_name() -> None:
    reason = "discover: item: 'ul.news li' found nothing that leads on"
    health = look(replace(GOOD, reasons={reason: 1}))
    assert (health.verdict, health.stopped) == (Verdict.BROKEN, (reason,))


@pytest.mark.parametrize(
    ("dated", "verdict"), [(4, Verdict.BROKEN), (5, Verdict.THINNING), (8, Verdict.THINNING), (9, Verdict.HEALTHY)]
)
def test_how_many_documents_lost_a_part_decides_between_thinning_and_broken(dated: int, verdict: Verdict) -> None:
    assert judge(replace(GOOD, filled={**FULL, "published": dated}))[0] is verdict


def test_a_part_that_documents_lost_is_named_with_both_rates() -> None:
    assert judge(replace(GOOD, filled={**FULL, "published": 3}))[1] == "published: 30% of documents have one, 100% should"
    assert judge(replace(GOOD, filled={**FULL, "title": 8}))[1] == "title: 80% of documents have one, 100% usually do"


def test_its_own_history_counts_where_nothing_is_declared() -> None:
    verdict, why = judge(replace(GOOD, filled={**FULL, "speaker": 1}))
    assert (verdict, why) == (Verdict.BROKEN, "speaker: 10% of documents have one, 50% should")


@pytest.mark.parametrize(("speakers", "verdict"), [(1, Verdict.BROKEN), (2, Verdict.HEALTHY)])
def test_what_chance_explains_is_no_loss(speakers: int, verdict: Verdict) -> None:
    """Of ten documents, usually five name a speaker: two may be chance (two standard deviations reach to 1.8)."""
    assert judge(replace(GOOD, filled={**FULL, "speaker": speakers}))[0] is verdict


@pytest.mark.parametrize(("documents", "verdict"), [(2, Verdict.HEALTHY), (3, Verdict.BROKEN)])
def test_two_documents_say_nothing_about_a_share(documents: int, verdict: Verdict) -> None:
    last = replace(GOOD, documents=documents, filled={})
    assert judge(last, [], expect=Expect(fill={"title": 1.0}))[0] is verdict


def test_single_documents_of_several_runs_are_judged_together() -> None:
    single = replace(GOOD, listed=10, leads=1, new=1, documents=1, filled={"title": 1, "body": 1})
    lost = [replace(single, run=f"l{hour}", started_at=NOW - timedelta(hours=hour), filled={"body": 1}) for hour in range(3)]
    whole = history(30, like=single)
    expect = Expect(fill={"title": 1.0})
    assert judge_health(replace(SOURCE, expect=expect), [*whole, *lost[2:]], now=NOW).verdict is Verdict.THINNING
    assert judge_health(replace(SOURCE, expect=expect), [*whole, *lost], now=NOW).verdict is Verdict.BROKEN


@pytest.mark.parametrize(("quotes", "verdict"), [(29, Verdict.THINNING), (30, Verdict.HEALTHY)])
def test_fewer_quotes_than_declared_are_thinning(quotes: int, verdict: Verdict) -> None:
    assert judge(replace(GOOD, quotes=quotes), expect=Expect(quotes_min=3))[0] is verdict


# Silence


@pytest.mark.parametrize(("hours", "verdict"), [(0, Verdict.HEALTHY), (1, Verdict.SILENT)])
def test_silence_begins_after_the_days_that_are_usual(hours: int, verdict: Verdict) -> None:
    newest = NOW - timedelta(days=5, hours=hours)
    last = replace(GOOD, newest=newest)
    assert judge(last, [])[0] is verdict


def test_silence_is_told_with_its_days_and_since_when_it_lasts() -> None:
    health = judge_health(SOURCE, history(), now=NOW + timedelta(days=20))
    assert (health.verdict, health.why) == (Verdict.SILENT, ("nothing new for 22 days, 5 are usual",))
    assert health.since == NOW - timedelta(days=2)


def test_news_of_a_run_long_ago_counts_where_the_newest_runs_found_none() -> None:
    runs = history(22, like=QUIET)
    assert judge_health(SOURCE, runs, now=NOW, news=NOW - timedelta(days=4)).verdict is Verdict.HEALTHY
    assert judge_health(SOURCE, runs, now=NOW, news=NOW - timedelta(days=6)).verdict is Verdict.SILENT


@pytest.mark.parametrize(("runs", "verdict"), [(2, Verdict.HEALTHY), (3, Verdict.SILENT)])
def test_three_runs_that_never_brought_anything_are_silence(runs: int, verdict: Verdict) -> None:
    assert judge_health(SOURCE, history(runs + 1, like=QUIET), now=NOW).verdict is verdict


def test_known_pages_that_were_asked_for_again_are_no_news() -> None:
    again = replace(GOOD, listed=10, new=0, newest=None)
    assert judge_health(SOURCE, [again], now=NOW, news=NOW - timedelta(days=6)).verdict is Verdict.SILENT


def test_a_date_in_the_future_is_no_news_of_the_future() -> None:
    runs = [replace(GOOD, newest=NOW + timedelta(days=900))]
    assert judge_health(SOURCE, runs, now=NOW + timedelta(days=6)).verdict is Verdict.SILENT


def test_a_frozen_archive_is_never_silent() -> None:
    frozen = replace(SOURCE, end=date(2017, 1, 20))
    assert judge_health(frozen, history(), now=NOW + timedelta(days=900)).verdict is Verdict.HEALTHY


def test_an_import_of_old_documents_is_no_silence_of_the_publisher() -> None:
    imported = replace(GOOD, newest=NOW - timedelta(days=900), regular=False)
    health = judge_health(SOURCE, [imported], now=NOW)
    assert (health.verdict, health.followed) == (Verdict.HEALTHY, False)


# Late


@pytest.mark.parametrize(("minutes", "verdict"), [(0, Verdict.HEALTHY), (1, Verdict.LATE)])
def test_a_run_older_than_two_intervals_is_late(minutes: int, verdict: Verdict) -> None:
    last = replace(GOOD, started_at=NOW - timedelta(hours=6, minutes=minutes))
    assert judge(last, [], schedule="0 */3 * * *")[0] is verdict


def test_late_is_told_with_when_the_last_run_began_and_since_when_it_is_late() -> None:
    health = look(replace(GOOD, started_at=NOW - timedelta(hours=12)), [], schedule="0 */3 * * *")
    assert health.why == ("its last run began at 2020-10-31 12:00 UTC, 12 hours ago; its schedule is 0 */3 * * *",)
    assert health.since == NOW - timedelta(hours=6)


def test_an_import_is_no_scheduled_run() -> None:
    last = replace(GOOD, started_at=NOW - timedelta(hours=12))
    imported = replace(GOOD, run="i", regular=False)
    assert judge_health(replace(SOURCE, schedule="0 */3 * * *"), [last, imported], now=NOW).verdict is Verdict.LATE


def test_a_source_that_only_a_backfill_fetched_is_not_late() -> None:
    last = replace(GOOD, started_at=NOW - timedelta(days=3), regular=False)
    assert judge(last, [], schedule="0 */3 * * *")[0] is Verdict.HEALTHY


# What holds for every verdict


def test_a_verdict_holds_since_the_first_run_of_its_kind() -> None:
    broken = [replace(fail(100), run=f"b{hour}", started_at=NOW - timedelta(hours=hour)) for hour in range(6)]
    assert look(broken[0], [*history(), *broken[1:]]).since == NOW - timedelta(hours=5)


def test_the_worst_verdict_is_given_and_its_reasons_come_first() -> None:
    health = judge_health(replace(SOURCE, schedule="0 */3 * * *"), [fail(100, started_at=NOW)], now=NOW + timedelta(days=9))
    assert health.verdict is Verdict.BROKEN
    assert [word for why in health.why for word in ("failed", "last run began") if word in why] == ["failed", "last run began"]


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.HEALTHY}))
def test_every_verdict_but_healthy_says_what_to_do(verdict: Verdict) -> None:
    assert "xx_sample" in advise("xx_sample", verdict) or verdict is Verdict.BLOCKED
    assert advise("xx_sample", verdict)


def test_a_problem_is_named_without_its_counts() -> None:
    assert name_selector(f"{BODY} found 0, expected 1 to 1") == BODY
