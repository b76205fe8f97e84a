"""Judge a source's health: what its last run yielded against what it declares and against its own history.

A source can fail without an error: a wall answers for the publisher, a redesign empties a selector, a feed stands still. So the
leads, the documents and the filled parts of each run are counted, and a run is compared with those before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from pipeline.declarations import Source
from storage.model import Derived, Document, EffectiveStatus, Outcome

_FEWEST = 3  # fewer documents than this say nothing about a share
_HISTORY = 20  # runs before the last that count as history
_HALF = 0.5
_LISTED = "discover: "  # how the reason of a list begins whose declared items were not found
_WORSE = 0.1
_DAY = timedelta(days=1)
_COUNTS = re.compile(r" found \d+, expected .*$| holds no date.*$")


class Verdict(StrEnum):
    """How a source does. The worst that applies is said."""

    HEALTHY = "healthy"
    THINNING = "thinning"
    SILENT = "silent"
    BROKEN = "broken"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """What one run of one source yielded. ``filled`` counts the documents that have a part; ``missed`` the selectors that
    found nothing; ``newest`` is when the newest document was published, as far as is known. A backfill, a replay or an
    import is not ``regular``: how much it brings says nothing of the usual."""

    run: str
    started_at: datetime
    leads: int = 0
    failed: int = 0
    documents: int = 0
    quotes: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    newest: datetime | None = None
    regular: bool = True

    def rate(self, part: str) -> float:
        """Give the share of documents that have a part."""
        return self.filled.get(part, 0) / self.documents if self.documents else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A verdict with its reasons, and the declared selectors that stopped matching."""

    source: str
    verdict: Verdict
    why: tuple[str, ...]
    stopped: tuple[str, ...] = ()
    last: RunFigures | None = None


PARTS: Mapping[str, Callable[[Document], object]] = {
    "title": lambda document: document.title,
    "published": lambda document: document.published,
    "speaker": lambda document: document.speakers,
    "issuer": lambda document: document.issuers,
    "body": lambda document: document.text.strip(),
    "language": lambda document: document.language,
}
"""The parts whose share among a run's documents is counted, and how each is told."""


def figure_run(run: str, started_at: datetime, lines: Iterable[Derived]) -> RunFigures:
    """Count what a run yielded from its derived lines."""
    filled: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    newest: datetime | None = None
    for line in lines:
        counts["leads"] += line.lead is not None
        counts["failed"] += _is_failure(line)
        if line.reason:
            reasons[line.reason] += 1
        missed.update({name_selector(problem) for problem in line.problems})
        for document in line.documents:
            counts["documents"] += 1
            counts["quotes"] += len(document.quotes)
            filled.update(part for part, has in PARTS.items() if has(document))
            if document.published and document.published.earliest and (newest is None or document.published.earliest > newest):
                newest = document.published.earliest
    return RunFigures(
        run=run,
        started_at=started_at,
        leads=counts["leads"],
        failed=counts["failed"],
        documents=counts["documents"],
        quotes=counts["quotes"],
        filled=dict(filled),
        missed=dict(missed),
        reasons=dict(reasons),
        newest=newest,
    )


def name_selector(problem: str) -> str:
    """Give a parser's problem without its counts, so that the same selector is the same on every page."""
    return _COUNTS.sub("", problem)


def judge_health(source: Source, runs: Iterable[RunFigures], *, now: datetime) -> Health:
    """Judge a source by its runs, in any order; ``now`` is an aware instant that the caller gives."""
    ordered = sorted(runs, key=lambda each: each.started_at)
    if not ordered:
        return Health(source=source.id, verdict=Verdict.UNTRIED, why=("it has not run yet",))
    last, before = ordered[-1], ordered[:-1][-_HISTORY:]
    stopped = _find_stopped(last, before)
    findings = {
        Verdict.BROKEN: [
            *_find_walls(last),
            *(f"{name} stopped matching" for name in stopped),
            *_find_empty(source, last, before),
        ],
        Verdict.SILENT: _find_silence(source, ordered, now),
        Verdict.THINNING: [*_find_fewer(source, last, before), *_find_thinner(source, last, before)],
    }
    verdict = next((verdict for verdict, why in findings.items() if why), Verdict.HEALTHY)
    why = tuple(reason for reasons in findings.values() for reason in reasons) or (_say_well(last),)
    return Health(source=source.id, verdict=verdict, why=why, stopped=stopped, last=last)


def _is_failure(line: Derived) -> bool:
    walls = (EffectiveStatus.BLOCKED, EffectiveStatus.LOGIN, EffectiveStatus.ERROR)
    return line.lead is not None and (line.outcome is Outcome.FAILED or line.status in walls)


def _find_walls(last: RunFigures) -> list[str]:
    """Name the case in which most leads came to nothing."""
    if not last.leads or last.failed < last.leads * _HALF:
        return []
    reason = max(last.reasons, key=lambda each: last.reasons[each], default="no reason given")
    return [f"{last.failed} of {last.leads} leads failed, most often: {reason}"]


def _find_stopped(last: RunFigures, before: Sequence[RunFigures]) -> tuple[str, ...]:
    """Name the selectors that miss on half of the last documents and hardly ever did before."""
    documents = sum(run.documents for run in before)
    stopped = []
    for name, misses in last.missed.items():
        once = sum(run.missed.get(name, 0) for run in before)
        if last.documents and misses >= last.documents * _HALF and (not documents or once <= documents * _WORSE):
            stopped.append(name)
    lists = [
        reason for reason in last.reasons if reason.startswith(_LISTED) and not any(reason in run.reasons for run in before)
    ]
    return (*lists, *stopped)


def _find_empty(source: Source, last: RunFigures, before: Sequence[RunFigures]) -> list[str]:
    """Name the parts that less than half as many documents have as should."""
    if last.documents < _FEWEST:
        return []
    wanted = {part: _usual_rate(source, part, before) for part in PARTS}
    return [
        f"{part}: {last.rate(part):.0%} of documents have one, {usual:.0%} should"
        for part, usual in wanted.items()
        if usual is not None and last.rate(part) < usual * _HALF
    ]


def _find_silence(source: Source, runs: Sequence[RunFigures], now: datetime) -> list[str]:
    """Say how long nothing new came, where that is longer than the source allows; a frozen archive is never silent."""
    if source.end is not None or source.expect.silence_days is None:
        return []
    news = [run.newest or run.started_at for run in runs if run.documents]
    since = max(news, default=None)
    if since is None:
        return [f"none of its {len(runs)} runs brought a document"] if len(runs) >= _FEWEST else []
    days = (now - since) / _DAY
    allowed = source.expect.silence_days
    return [f"nothing new for {days:.0f} days, {allowed} are usual"] if days > allowed else []


def _find_fewer(source: Source, last: RunFigures, before: Sequence[RunFigures]) -> list[str]:
    """Compare the leads and quotes with the declared bounds and with half and twice the source's own median."""
    expect, found = source.expect, []
    if not last.regular:
        return []
    before = [run for run in before if run.regular]
    if expect.leads_min is not None and last.leads < expect.leads_min:
        found.append(f"{_leads(last)}, at least {expect.leads_min} expected")
    if expect.leads_max is not None and last.leads > expect.leads_max:
        found.append(f"{_leads(last)}, at most {expect.leads_max} expected")
    if expect.quotes_min is not None and last.documents >= _FEWEST and last.quotes < expect.quotes_min * last.documents:
        found.append(f"{last.quotes / last.documents:.1f} quotes a document, at least {expect.quotes_min} expected")
    usual = median(run.leads for run in before) if len(before) >= _FEWEST else 0
    if last.leads < usual * _HALF:
        found.append(f"{_leads(last)}, {usual:g} are usual")
    return found


def _find_thinner(source: Source, last: RunFigures, before: Sequence[RunFigures]) -> list[str]:
    """Name the parts that fewer documents have than should, by a tenth and more."""
    if last.documents < _FEWEST:
        return []
    wanted = {part: _usual_rate(source, part, before) for part in PARTS}
    return [
        f"{part}: {last.rate(part):.0%} of documents have one, {usual:.0%} are usual"
        for part, usual in wanted.items()
        if usual is not None and usual * _HALF <= last.rate(part) < usual - _WORSE
    ]


def _usual_rate(source: Source, part: str, before: Sequence[RunFigures]) -> float | None:
    """Give the declared rate of a part, or the one of the source's own history, whichever asks for more."""
    documents = sum(run.documents for run in before)
    own = sum(run.filled.get(part, 0) for run in before) / documents if documents >= _FEWEST else None
    return max((rate for rate in (source.expect.fill.get(part), own) if rate is not None), default=None)


def _say_well(last: RunFigures) -> str:
    documents = "1 document" if last.documents == 1 else f"{last.documents} documents"
    return f"{_leads(last)}, {documents} in the last run"


def _leads(run: RunFigures) -> str:
    return "1 lead" if run.leads == 1 else f"{run.leads} leads"
