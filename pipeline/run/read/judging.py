"""Judge a run that was just loaded: did it fail, or is there something to warn of, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from pipeline.declarations import Expect, Source
from pipeline.health.figures import RunFigures
from pipeline.health.judge import describe_well, find_silence, judge_runs
from pipeline.health.source_verdicts import FAILED, Verdict, advise, find_verdict, list_reasons
from pipeline.home import Home
from pipeline.registry.declared_sources import load_sources
from pipeline.run.opening import reading
from pipeline.run.read.source_health import find_news, make_figures, read_figures
from storage.errors import StorageError
from storage.health.yields import read_yield
from storage.model import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class RunVerdict:
    """The verdict on one run: ``failed`` where it must not end as a success, ``why`` in sentences with figures, and what to do
    about it (empty if nothing is to be done)."""

    verdict: Verdict
    failed: bool
    why: tuple[str, ...]
    advice: str


def judge_run(home: Home, tally: Tally, *, now: datetime | None = None, sources: Iterable[Source] | None = None) -> RunVerdict:
    """Judge the run of a Tally by what the archive holds of it and of the runs before it, as of an instant (None: this one).

    ``sources`` are the declared ones, unless others are given.

    A run that brought nothing new is healthy if its lists were read and held leads. Raises StorageError for a Tally without a
    run, or of one that the archive does not hold.
    """
    with reading(home) as db:
        found = read_yield(db, tally.run, tally.source) if tally.run else None
        if found is None:
            raise StorageError(f"The archive holds no run {tally.run} over {tally.source}; load it before it is judged.")
        declared = {source.id: source for source in (load_sources() if sources is None else sources)}
        return _judge(db, declared.get(tally.source), tally.source, make_figures(found), now or datetime.now(UTC))


def _judge(db: Database, source: Source | None, name: str, last: RunFigures, now: datetime) -> RunVerdict:
    before = [run for run in read_figures(db, name) if run.regular and _began(run) < _began(last)]
    findings = judge_runs(source.expect if source else Expect(), [*reversed(before), last])[-1].findings
    if source is not None and last.regular:
        findings[Verdict.SILENT] = find_silence(source, find_news(db, name), runs=len(before) + 1, now=now)
    verdict = find_verdict(findings)
    return RunVerdict(
        verdict=verdict,
        failed=verdict in FAILED,
        why=list_reasons(findings) or (describe_well(last),),
        advice=advise(name, verdict),
    )


def _began(run: RunFigures) -> tuple[datetime, str]:
    return run.started_at, run.run
