"""Judge a source's health: compare the yield of its last run with what it declares and with its own history.

A source can fail without an error: a firewall answers in place of the publisher, a redesign empties a selector, a feed is no
longer updated, the scheduler is down. So the leads, documents and filled parts of each run are counted and compared with those
of earlier runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.declarations import Expect, Source
from pipeline.health.failures import find_failures, find_lists, find_nothing
from pipeline.health.figures import RunFigures, merge_figures
from pipeline.health.schedules import find_deadline
from pipeline.health.source_verdicts import FAILED, FEWEST, Findings, Verdict, find_verdict, list_reasons
from pipeline.health.yielding import describe_leads, find_fewer, find_fewer_quotes, find_lost_parts, find_stopped

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A verdict with its reasons, the instant from which it holds, and the declared selectors that stopped matching.

    ``followed``: the verdict is based on regular runs, not only on imports, replays and backfills.
    """

    source: str
    verdict: Verdict
    why: tuple[str, ...]
    followed: bool = False
    since: datetime | None = None
    stopped: tuple[str, ...] = ()
    last: RunFigures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRun:
    """A run with its findings, and whether its lists and its documents were as usual.

    An unusual run is not used as history for later runs: otherwise a loss would become usual after a few runs, and the source
    would count as healthy again.
    """

    figures: RunFigures
    findings: Findings
    stopped: tuple[str, ...]
    usual_lists: bool
    usual_documents: bool


def judge_health(source: Source, runs: Iterable[RunFigures], *, now: datetime, news: datetime | None = None) -> Health:
    """Judge a source by its runs, in any order; ``now`` is an aware instant.

    Runs that are not regular are judged only if there are no others. ``news`` is when an earlier run than these last found
    something new.
    """
    ordered = sorted(runs, key=lambda each: (each.started_at, each.run))
    regular = [run for run in ordered if run.regular]
    if not ordered:
        return Health(source=source.id, verdict=Verdict.UNTRIED, why=("it has not run yet",))
    judged = judge_runs(source.expect, regular or ordered)
    last = judged[-1]
    overdue = _find_overdue(source, regular[-1] if regular else None, now)
    since = _find_news(ordered, news)
    late = [] if overdue is None else [_describe_late(source, last.figures, now)]
    silent = find_silence(source, since, runs=len(regular), now=now) if regular else []
    findings = {**last.findings, Verdict.LATE: late, Verdict.SILENT: silent}
    verdict = find_verdict(findings)
    turned = {Verdict.LATE: overdue, Verdict.SILENT: since}
    return Health(
        source=source.id,
        verdict=verdict,
        why=list_reasons(findings) or (describe_well(last.figures),),
        followed=bool(regular),
        since=turned[verdict] if verdict in turned else _find_beginning(judged, verdict),
        stopped=last.stopped,
        last=last.figures,
    )


def judge_runs(expect: Expect, runs: Sequence[RunFigures]) -> list[JudgedRun]:
    """Judge each run, in order, by what was usual in the runs before it."""
    judged: list[JudgedRun] = []
    for number in range(len(runs)):
        recent, together = _gather_recent(runs[: number + 1])
        lists = [each.figures for each in judged if each.usual_lists]
        documents = [each.figures for each in judged[: number + 1 - together] if each.usual_documents]
        judged.append(_judge(expect, runs[number], recent, lists=lists, documents=documents))
    return judged


def _judge(
    expect: Expect, last: RunFigures, recent: RunFigures, *, lists: Sequence[RunFigures], documents: Sequence[RunFigures]
) -> JudgedRun:
    """Judge one run; ``recent`` is the sum of the newest runs up to it, the other arguments are what was usual before."""
    stopped = find_stopped(last, recent, documents)
    fewer = find_fewer(expect, last, lists)
    lost = find_lost_parts(expect, recent, documents)
    asked = _add(find_failures(last), find_nothing(last), find_lists(expect, last))
    of_documents = _add({Verdict.BROKEN: [f"{name} stopped matching" for name in stopped]}, lost)
    known = sum(run.documents for run in documents) >= FEWEST  # otherwise a selector that misses may never have matched
    return JudgedRun(
        figures=last,
        findings=_add(asked, of_documents, {Verdict.THINNING: [*fewer, *find_fewer_quotes(expect, recent)]}),
        stopped=stopped,
        usual_lists=not fewer and find_verdict(asked) not in FAILED,
        usual_documents=not lost and not (stopped and known),
    )


def _add(*found: Findings) -> Findings:
    added: Findings = {}
    for findings in found:
        for verdict, why in findings.items():
            added.setdefault(verdict, []).extend(why)
    return added


def find_silence(source: Source, since: datetime | None, *, runs: int, now: datetime) -> list[str]:
    """Report how long nothing new came, if that is longer than the source allows; a frozen archive is never silent."""
    allowed = source.expect.silence_days
    if source.end is not None or allowed is None:
        return []
    if since is None:
        return [f"none of its {runs} runs brought a document"] if runs >= FEWEST else []
    days = (now - since) / _DAY
    return [f"nothing new for {days:.0f} days, {allowed} are usual"] if days > allowed else []


def describe_well(last: RunFigures) -> str:
    """Describe a run without findings."""
    documents = "1 document" if last.documents == 1 else f"{last.documents} documents"
    return f"{describe_leads(last)}, {documents} in the last run"


def _gather_recent(runs: Sequence[RunFigures]) -> tuple[RunFigures, int]:
    """Add up the newest runs until they hold enough documents to judge a share; returns also the number of runs.

    A scheduled run requests only what is new or due, so a single run often holds one document or none.
    """
    number, documents = 1, runs[-1].documents
    while documents < FEWEST and number < len(runs) and runs[-1].regular:
        number += 1
        documents += runs[-number].documents
    return merge_figures(runs[: -number - 1 : -1]), number


def _find_overdue(source: Source, last: RunFigures | None, now: datetime) -> datetime | None:
    """Return since when a scheduled source is late; None if it is not."""
    if source.schedule is None or source.end is not None or last is None:
        return None
    deadline = find_deadline(source.schedule, last.started_at)
    return deadline if deadline is not None and now > deadline else None


def _describe_late(source: Source, last: RunFigures, now: datetime) -> str:
    began = f"{last.started_at:%Y-%m-%d %H:%M} UTC"
    ago = (now - last.started_at) / timedelta(hours=1)
    return f"its last run began at {began}, {ago:.0f} hours ago; its schedule is {source.schedule}"


def _find_news(runs: Iterable[RunFigures], earlier: datetime | None) -> datetime | None:
    """Return when the newest document that was new to the archive was published or, if unknown, found."""
    found = [min(run.newest or run.started_at, run.started_at) for run in runs if run.new and (run.newest or run.regular)]
    return max((*found, *([earlier] if earlier else [])), default=None)


def _find_beginning(judged: Sequence[JudgedRun], verdict: Verdict) -> datetime:
    """Return when the first of the latest consecutive runs with the same verdict began."""
    count = len(judged)
    while count > 1 and find_verdict(judged[count - 2].findings) is verdict:
        count -= 1
    return judged[count - 1].figures.started_at
