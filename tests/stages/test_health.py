"""Health: a source that fails without an error is noticed, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pipeline.declarations import Expect, Source
from pipeline.stages.dates import day_when
from pipeline.stages.health import RunFigures, Verdict, figure_run, judge_health, name_selector
from storage.model import Basis, Derived, Document, DocumentKind, EffectiveStatus, Outcome

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
GOOD = RunFigures(run="r", started_at=NOW, leads=10, documents=10, quotes=30, filled=FULL, newest=NOW - timedelta(days=1))
BODY = "article: body: 'div.text'"


def history(days: int = 5) -> list[RunFigures]:
    return [
        replace(GOOD, run=f"r{day}", started_at=NOW - timedelta(days=day), newest=NOW - timedelta(days=day + 1))
        for day in range(1, days)
    ]


def judge(last: RunFigures, **more: object) -> tuple[Verdict, str]:
    health = judge_health(replace(SOURCE, **more), [*history(), last], now=NOW)  # type: ignore[arg-type]
    return health.verdict, "; ".join(health.why)


def test_a_run_like_those_before_is_healthy() -> None:
    assert judge(GOOD) == (Verdict.HEALTHY, "10 leads, 10 documents in the last run")


def test_a_source_that_never_ran_is_untried() -> None:
    assert judge_health(SOURCE, [], now=NOW).verdict is Verdict.UNTRIED


def test_a_wall_in_front_of_the_publisher_is_broken_with_its_reason() -> None:
    verdict, why = judge(replace(GOOD, failed=9, documents=1, reasons={"blocked": 8, "timeout": 1}))
    assert verdict is Verdict.BROKEN
    assert "9 of 10 leads failed, most often: blocked" in why


def test_a_selector_that_stopped_matching_is_named() -> None:
    health = judge_health(SOURCE, [*history(), replace(GOOD, missed={BODY: 9})], now=NOW)
    assert (health.verdict, health.stopped) == (Verdict.BROKEN, (BODY,))


def test_a_selector_that_never_matched_did_not_stop() -> None:
    before = [replace(run, missed={BODY: 9}) for run in history()]
    assert judge_health(SOURCE, [*before, replace(GOOD, missed={BODY: 9})], now=NOW).stopped == ()


def test_a_part_that_most_documents_lost_is_broken() -> None:
    verdict, why = judge(replace(GOOD, filled={**FULL, "published": 3}))
    assert verdict is Verdict.BROKEN
    assert "published: 30% of documents have one, 100% should" in why


def test_a_part_that_some_documents_lost_is_thinning() -> None:
    verdict, why = judge(replace(GOOD, filled={**FULL, "title": 8}))
    assert (verdict, why) == (Verdict.THINNING, "title: 80% of documents have one, 100% are usual")


def test_its_own_history_counts_where_nothing_is_declared() -> None:
    verdict, why = judge(replace(GOOD, filled={**FULL, "speaker": 1}))
    assert (verdict, why) == (Verdict.BROKEN, "speaker: 10% of documents have one, 50% should")


def test_too_long_without_news_is_silent() -> None:
    health = judge_health(SOURCE, history(), now=NOW + timedelta(days=20))
    assert (health.verdict, health.why) == (Verdict.SILENT, ("nothing new for 22 days, 5 are usual",))


def test_a_frozen_archive_is_never_silent() -> None:
    frozen = replace(SOURCE, end=date(2017, 1, 20))
    assert judge_health(frozen, history(), now=NOW + timedelta(days=900)).verdict is Verdict.HEALTHY


@pytest.mark.parametrize(("leads", "why"), [(1, "at least 2 expected"), (60, "at most 40 expected"), (4, "10 are usual")])
def test_leads_outside_what_is_usual_are_thinning(leads: int, why: str) -> None:
    verdict, said = judge(replace(GOOD, leads=leads))
    assert verdict is Verdict.THINNING
    assert why in said


def test_a_backfill_may_bring_any_number_of_leads() -> None:
    assert judge(replace(GOOD, leads=500, regular=False))[0] is Verdict.HEALTHY


def test_a_backfill_does_not_change_what_is_usual() -> None:
    backfills = [replace(run, leads=500, regular=False) for run in history(9)]
    assert judge_health(SOURCE, [*backfills, GOOD], now=NOW).verdict is Verdict.HEALTHY


def test_fewer_quotes_than_declared_are_thinning() -> None:
    assert judge(GOOD, expect=Expect(quotes_min=5))[0] is Verdict.THINNING


def test_one_document_says_nothing_about_a_share() -> None:
    assert judge(replace(GOOD, documents=1, filled={}))[0] is Verdict.HEALTHY


def test_the_lines_of_a_run_add_up() -> None:
    published = day_when(date(2020, 10, 27), "27 October 2020", Basis.TEXT, "Asia/Yerevan")
    document = Document(
        id="d_1", kind=DocumentKind.STATEMENT, url=None, title="T", language="en", published=published,
        issuers=("Ministry of Samples",), speakers=(), via=(), text="Words.",
    )  # fmt: skip
    lines = [
        Derived(
            code_version="1",
            lead="https://ministry.example/1",
            documents=(document,),
            problems=(f"{BODY} found 0, expected 1 to any",),
        ),
        Derived(
            code_version="1",
            lead="https://ministry.example/2",
            status=EffectiveStatus.BLOCKED,
            outcome=Outcome.FAILED,
            reason="blocked",
        ),
        Derived(code_version="1"),
    ]
    figures = figure_run("r", NOW, lines)
    assert (figures.leads, figures.failed, figures.documents) == (2, 1, 1)
    assert figures.filled == {"title": 1, "published": 1, "issuer": 1, "body": 1, "language": 1}
    assert (figures.missed, figures.reasons, figures.newest) == ({BODY: 1}, {"blocked": 1}, published.earliest)


def test_a_problem_is_named_without_its_counts() -> None:
    assert name_selector(f"{BODY} found 0, expected 1 to 1") == BODY


def test_a_list_whose_items_are_no_longer_found_by_their_selector_is_broken_by_its_name() -> None:
    reason = "discover: item: 'ul.news li' found nothing that leads on"
    last = replace(GOOD, run="last", started_at=NOW + timedelta(hours=1), reasons={reason: 1})
    health = judge_health(SOURCE, [*history(), last], now=NOW)
    assert (health.verdict, health.stopped) == (Verdict.BROKEN, (reason,))
