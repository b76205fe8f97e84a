"""Judge the health of the declared sources from what the archive holds of their runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from pipeline.declarations import Source
from pipeline.fetch.http.masking_secrets import mask_url
from pipeline.health.figures import RunFigures, is_missed_selector, name_selector
from pipeline.health.judge import Health, judge_health
from pipeline.health.source_verdicts import Verdict, advise
from pipeline.home import Home
from pipeline.run.collect.known import open_known
from pipeline.run.remote.primary_machine import require_archive
from storage.health.yields import Yield, iterate_news, list_yields
from storage.model.findings import Coverage
from storage.reading.source_coverage import coverage

_SHOWN = 5
"""The runs that `sources ID` and its page show. Chosen by hand."""
_SCHEDULED = (("via", "live"), ("due_only", True))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source's verdict with its reasons and since when it holds, what to do about it, its last good run, the number of its
    documents and what its newest runs yielded. ``followed``: it was run for what is new, and not only imported."""

    verdict: Verdict
    why: tuple[str, ...]
    advice: str
    since: datetime | None
    followed: bool
    stopped: tuple[str, ...]
    last_good: datetime | None
    documents: int
    runs: tuple[RunFigures, ...] = ()


def judge_sources(home: Home, sources: Iterable[Source], *, now: datetime | None = None) -> Mapping[str, SourceHealth]:
    """Judge sources by their runs, by id, as of an instant (None: this one); without an archive all are untried."""
    instant = now or datetime.now(UTC)
    require_archive(home)
    with open_known(home) as known:
        covered = {each.source: each for each in coverage(known.db)} if known.db is not None else {}
        return {source.id: _judge(known.db, source, covered.get(source.id), instant) for source in sources}


def read_figures(db: Database, source: str) -> list[RunFigures]:
    """Read the figures of a source's newest runs, the last begun first."""
    return [make_figures(each) for each in list_yields(db, source)]


def find_news(db: Database, source: str) -> datetime | None:
    """Find when the newest document was published that the last fruitful regular run found, however long ago it ran."""
    for found in iterate_news(db, source):
        if is_regular(found.parameters):
            return min(found.newest or found.started_at, found.started_at)
    return None


def make_figures(found: Yield) -> RunFigures:
    """Return the figures of a run as health is judged by; addresses in them show no secrets."""
    missed: Counter[str] = Counter()
    for problem, count in found.problems.items():
        if is_missed_selector(problem):
            missed[name_selector(problem)] += count
    return RunFigures(
        run=found.run,
        started_at=found.started_at,
        leads=found.leads,
        new=found.new,
        failed=found.failed,
        skipped=found.skipped,
        listed=found.listed,
        documents=found.documents,
        quotes=found.quotes,
        filled=found.filled,
        missed=missed,
        reasons=found.reasons,
        failures=found.failures,
        examples={reason: mask_url(url) for reason, url in found.examples.items()},
        stops=tuple(mask_url(stop) for stop in found.stops),
        newest=found.newest,
        regular=is_regular(found.parameters),
    )


def is_regular(parameters: Mapping[str, Any]) -> bool:
    """Return whether a run was asked for what is new only, as scheduled runs are: no days, no replay, no import."""
    return all(asked in _SCHEDULED for asked in parameters.items() if asked[1])


def _judge(db: Database | None, source: Source, covered: Coverage | None, now: datetime) -> SourceHealth:
    figures = read_figures(db, source.id) if db is not None else []
    news = find_news(db, source.id) if db is not None else None
    health: Health = judge_health(source, figures, now=now, news=news)
    return SourceHealth(
        verdict=health.verdict,
        why=health.why,
        advice=advise(source.id, health.verdict),
        since=health.since,
        followed=health.followed,
        stopped=health.stopped,
        last_good=covered.last_good if covered else None,
        documents=covered.documents if covered else 0,
        runs=tuple(figures[:_SHOWN]),
    )
