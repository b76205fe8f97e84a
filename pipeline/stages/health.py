"""Judge a source's health: what its last run yielded against what it declares and against its own history.

A source can fail without an error: a firewall answers for the publisher, a redesign empties a selector, a feed is no longer
updated, the scheduler is down. So the leads, the documents and the filled parts of each run are counted, and a run is compared
with those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.declarations import Expect, Source
from pipeline.stages.failures import find_failures, find_lists, find_nothing
from pipeline.stages.figures import RunFigures, merge_figures
from pipeline.stages.schedules import find_deadline
from pipeline.stages.verdicts import FEWEST, Findings, Verdict, find_verdict, list_reasons
from pipeline.stages.yielding import describe_leads, find_fewer, find_fewer_quotes, find_lost_parts, find_stopped

_HISTORY = 20  # runs before the last that count as history
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A verdict with its reasons, the instant since when it holds, and the declared selectors that stopped matching."""

    source: str
    verdict: Verdict
    why: tuple[str, ...]
    since: datetime | None = None
    stopped: tuple[str, ...] = ()
    last: RunFigures | None = None


def judge_health(source: Source, runs: Iterable[RunFigures], *, now: datetime, news: datetime | None = None) -> Health:
    """Judge a source by its runs, in any order; ``now`` is an aware instant that the caller gives.

    Runs that are not regular are judged only where there are no others. ``news`` is when an earlier run than these last found
    something new.
    """
    ordered = sorted(runs, key=lambda each: (each.started_at, each.run))
    regular = [run for run in ordered if run.regular]
    judged = (regular or ordered)[-_HISTORY - 1 :]
    if not judged:
        return Health(source=source.id, verdict=Verdict.UNTRIED, why=("it has not run yet",))
    last = judged[-1]
    overdue = _find_overdue(source, regular[-1] if regular else None, now)
    since = _find_news(ordered, news)
    findings, stopped = judge_latest(source.expect, judged)
    findings[Verdict.LATE] = [] if overdue is None else [_describe_late(source, last, now)]
    findings[Verdict.SILENT] = find_silence(source, since, runs=len(ordered), now=now)
    verdict = find_verdict(findings)
    turned = {Verdict.LATE: overdue, Verdict.SILENT: since}
    return Health(
        source=source.id,
        verdict=verdict,
        why=list_reasons(findings) or (describe_well(last),),
        since=turned[verdict] if verdict in turned else _find_beginning(source.expect, judged, verdict),
        stopped=stopped,
        last=last,
    )


def judge_latest(expect: Expect, runs: Sequence[RunFigures]) -> tuple[Findings, tuple[str, ...]]:
    """Judge the last of some runs in order by those before it; returns the findings and the selectors that stopped matching."""
    last, recent, before = runs[-1], _gather_recent(runs), runs[:-1]
    older = before[: len(runs) - recent.runs]
    stopped = find_stopped(last, recent.figures, older)
    findings: Findings = {Verdict.BROKEN: [f"{name} stopped matching" for name in stopped]}
    parts = find_lost_parts(expect, recent.figures, older)
    for found in (find_failures(last), find_nothing(last), find_lists(expect, last), parts):
        for verdict, why in found.items():
            findings.setdefault(verdict, []).extend(why)
    fewer = [*find_fewer(expect, last, before), *find_fewer_quotes(expect, recent.figures)]
    findings.setdefault(Verdict.THINNING, []).extend(fewer)
    return findings, stopped


def find_silence(source: Source, since: datetime | None, *, runs: int, now: datetime) -> list[str]:
    """Say how long nothing new came, if that is longer than the source allows; a frozen archive is never silent."""
    allowed = source.expect.silence_days
    if source.end is not None or allowed is None:
        return []
    if since is None:
        return [f"none of its {runs} runs brought a document"] if runs >= FEWEST else []
    days = (now - since) / _DAY
    return [f"nothing new for {days:.0f} days, {allowed} are usual"] if days > allowed else []


def describe_well(last: RunFigures) -> str:
    """Describe a run against which nothing was found."""
    documents = "1 document" if last.documents == 1 else f"{last.documents} documents"
    return f"{describe_leads(last)}, {documents} in the last run"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recent:
    """The newest runs taken together, and how many they are."""

    figures: RunFigures
    runs: int


def _gather_recent(runs: Sequence[RunFigures]) -> _Recent:
    """Take the newest runs together until they hold enough documents to judge a share by.

    A scheduled run asks only for what is new or due, so that a single one often holds a document or none.
    """
    number, documents = 1, runs[-1].documents
    while documents < FEWEST and number < len(runs) and runs[-1].regular:
        number += 1
        documents += runs[-number].documents
    return _Recent(figures=merge_figures(runs[: -number - 1 : -1]), runs=number)


def _find_overdue(source: Source, last: RunFigures | None, now: datetime) -> datetime | None:
    """Return since when a scheduled source is late, None where it is not."""
    if source.schedule is None or source.end is not None or last is None:
        return None
    deadline = find_deadline(source.schedule, last.started_at)
    return deadline if deadline is not None and now > deadline else None


def _describe_late(source: Source, last: RunFigures, now: datetime) -> str:
    began = f"{last.started_at:%Y-%m-%d %H:%M} UTC"
    ago = (now - last.started_at) / timedelta(hours=1)
    return f"its last run began at {began}, {ago:.0f} hours ago; its schedule is {source.schedule}"


def _find_news(runs: Iterable[RunFigures], earlier: datetime | None) -> datetime | None:
    """Return when the newest document that was new to the archive was published, or if unknown, found."""
    found = [min(run.newest or run.started_at, run.started_at) for run in runs if run.new and (run.newest or run.regular)]
    return max((*found, *([earlier] if earlier else [])), default=None)


def _find_beginning(expect: Expect, runs: Sequence[RunFigures], verdict: Verdict) -> datetime:
    """Return when the first of the newest runs began that have the same verdict."""
    count = len(runs)
    while count > 1 and find_verdict(judge_latest(expect, runs[: count - 1])[0]) is verdict:
        count -= 1
    return runs[count - 1].started_at
