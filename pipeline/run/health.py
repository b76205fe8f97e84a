"""Judge the health of the declared sources from what the archive holds of their runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from pipeline.declarations import Source
from pipeline.home import Home
from pipeline.run.known import open_known
from pipeline.stages.health import Health, RunFigures, judge_health, name_selector
from storage.codec import format_instant
from storage.reading import Coverage, coverage
from storage.yields import Yield, list_yields

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source's verdict with its reasons, its last good run, the number of its documents and what its newest runs yielded."""

    verdict: str
    why: tuple[str, ...]
    stopped: tuple[str, ...]
    last_good: str | None
    documents: int
    runs: tuple[RunFigures, ...] = ()


def judge_sources(home: Home, sources: Iterable[Source], *, now: datetime | None = None) -> Mapping[str, SourceHealth]:
    """Judge sources by their runs, by id, as of an instant (None: this one); those of an archive that is not there yet are
    untried."""
    instant = now or datetime.now(UTC)
    with open_known(home.archive) as known:
        covered = {each.source: each for each in coverage(known.db)} if known.db is not None else {}
        return {source.id: _judge(known.db, source, covered.get(source.id), instant) for source in sources}


def _judge(db: Database | None, source: Source, covered: Coverage | None, now: datetime) -> SourceHealth:
    figures = [_figure(each) for each in list_yields(db, source.id)] if db is not None else []
    health: Health = judge_health(source, figures, now=now)
    last_good = covered.last_good if covered else None
    return SourceHealth(
        verdict=health.verdict.value,
        why=health.why,
        stopped=health.stopped,
        last_good=format_instant(last_good) if last_good else None,
        documents=covered.documents if covered else 0,
        runs=tuple(figures[:_SHOWN]),
    )


def _figure(found: Yield) -> RunFigures:
    missed: Counter[str] = Counter()
    for problem, count in found.problems.items():
        missed[name_selector(problem)] += count
    return RunFigures(
        run=found.run,
        started_at=found.started_at,
        leads=found.leads,
        failed=found.failed,
        documents=found.documents,
        quotes=found.quotes,
        filled=found.filled,
        missed=missed,
        reasons=found.reasons,
        newest=found.newest,
        regular=not any(wanted for name, wanted in found.parameters.items() if (name, wanted) != ("via", "live")),
    )
