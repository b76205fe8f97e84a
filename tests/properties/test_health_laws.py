"""Laws of health: every history has a verdict with a reason, and only what happened counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.declarations import Expect, Source
from pipeline.health.figures import RunFigures
from pipeline.health.judge import judge_health
from pipeline.health.source_verdicts import FAILED, Verdict
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
    expect=Expect(leads_min=2, leads_max=40, quotes_min=1, fill={"title": 1.0, "published": 0.95}, silence_days=5),
)
counts = st.integers(0, 50)
parts = st.dictionaries(st.sampled_from(["title", "published", "body", "speaker"]), counts, max_size=4)
runs = st.builds(
    RunFigures,
    run=st.text(max_size=3),
    started_at=st.integers(0, 900).map(lambda days: NOW - timedelta(days=days)),
    leads=counts,
    new=counts,
    failed=counts,
    skipped=counts,
    listed=st.none() | counts,
    documents=counts,
    quotes=counts,
    filled=parts,
    missed=st.dictionaries(st.sampled_from(["a: title: 'h1'", "a: body: '.text'"]), counts, max_size=2),
    reasons=st.dictionaries(st.sampled_from(["blocked", "timeout", "captured before"]), counts, max_size=2),
    failures=st.dictionaries(st.sampled_from(["blocked", "timeout"]), counts, max_size=2),
    regular=st.booleans(),
    newest=st.none() | st.integers(0, 900).map(lambda days: NOW - timedelta(days=days)),
)
histories = st.lists(runs, min_size=1, max_size=6, unique_by=lambda run: run.started_at)


@given(histories)
def test_every_history_has_a_verdict_with_a_reason(history: list[RunFigures]) -> None:
    health = judge_health(SOURCE, history, now=NOW)
    assert health.verdict is not Verdict.UNTRIED
    assert health.why


@given(histories, st.randoms())
def test_the_order_in_which_runs_are_told_does_not_matter(history: list[RunFigures], random: object) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge_health(SOURCE, shuffled, now=NOW) == judge_health(SOURCE, history, now=NOW)


@given(histories)
def test_a_stopped_selector_always_fails_and_is_one_that_missed(history: list[RunFigures]) -> None:
    health = judge_health(SOURCE, history, now=NOW)
    assert not health.stopped or health.verdict in FAILED
    assert set(health.stopped) <= {name for run in history for name in run.missed}


@given(histories)
def test_a_verdict_holds_since_an_instant_that_is_past(history: list[RunFigures]) -> None:
    health = judge_health(replace(SOURCE, schedule="0 */3 * * *"), history, now=NOW)
    assert health.since is None or health.since <= NOW
    assert health.since is not None or health.verdict is Verdict.SILENT


@given(histories)
def test_a_source_that_expects_nothing_and_lost_nothing_is_healthy(history: list[RunFigures]) -> None:
    whole = [
        replace(
            run,
            leads=5,
            failed=0,
            skipped=0,
            listed=None,
            documents=5,
            missed={},
            reasons={},
            failures={},
            filled=dict.fromkeys(run.filled, 5),
            newest=NOW,
        )
        for run in history
    ]
    same = [replace(run, filled=whole[0].filled) for run in whole]
    assert judge_health(replace(SOURCE, expect=Expect()), same, now=NOW).verdict is Verdict.HEALTHY
