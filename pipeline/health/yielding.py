"""Find losses in a source's documents: selectors that stopped matching, parts that fewer have, fewer leads, fewer quotes."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median
from typing import Final

from pipeline.declarations import Expect
from pipeline.health.figures import PARTS, RunFigures
from pipeline.health.source_verdicts import FEWEST, Findings, Verdict

HALF: Final = 0.5
"""Below this share of the usual, a part is lost and a list short; a selector that misses on this share has stopped matching.
Chosen by hand. Chosen by hand."""

WORSE: Final = 0.1
"""A rate counts as lower if the difference exceeds this and what chance explains. Chosen by hand."""

_DEVIATIONS = 2  # what chance explains, in standard deviations of a share
_LISTED = "discover: "  # how the reason of a list begins whose declared items were not found


def find_stopped(last: RunFigures, recent: RunFigures, before: Sequence[RunFigures]) -> tuple[str, ...]:
    """Name the selectors that miss on half of the recent documents and rarely did before."""
    lists = (reason for reason in last.reasons if reason.startswith(_LISTED))
    new = [reason for reason in lists if not any(reason in run.reasons for run in before)]
    if recent.documents < FEWEST:
        return tuple(new)
    documents = sum(run.documents for run in before)
    stopped = [
        name
        for name, misses in recent.missed.items()
        if misses >= recent.documents * HALF and sum(run.missed.get(name, 0) for run in before) <= documents * WORSE
    ]
    return (*new, *stopped)


def find_lost_parts(expect: Expect, recent: RunFigures, before: Sequence[RunFigures]) -> Findings:
    """Find the parts that fewer documents have than should: lost if below half of the usual, otherwise thinning."""
    if recent.documents < FEWEST:
        return {}
    found: Findings = {}
    for part in PARTS:
        usual, rate = _find_usual(expect, part, before), recent.rate(part)
        if usual is None or not _is_lower(rate, usual, recent.documents):
            continue
        verdict, wanted = (Verdict.BROKEN, "should") if rate < usual * HALF else (Verdict.THINNING, "usually do")
        found.setdefault(verdict, []).append(f"{part}: {rate:.0%} of documents have one, {usual:.0%} {wanted}")
    return found


def find_fewer(expect: Expect, last: RunFigures, before: Sequence[RunFigures]) -> list[str]:
    """Compare the number of listed leads with the declared bounds and with half of the source's own median."""
    if not last.regular or last.listed == 0:  # lists without a lead are a finding of their own
        return []
    held, found = _count_held(last), []
    if expect.leads_min is not None and held < expect.leads_min:
        found.append(f"{describe_leads(last)}, at least {expect.leads_min} expected")
    if expect.leads_max is not None and held > expect.leads_max:
        found.append(f"{describe_leads(last)}, at most {expect.leads_max} expected")
    alike = [_count_held(run) for run in before if run.regular and (run.listed is None) == (last.listed is None)]
    usual = median(alike) if len(alike) >= FEWEST else 0
    if held < usual * HALF:
        found.append(f"{describe_leads(last)}, {usual:g} are usual")
    return found


def find_fewer_quotes(expect: Expect, recent: RunFigures) -> list[str]:
    """Compare the quotes of a document with what is declared."""
    if expect.quotes_min is None or recent.documents < FEWEST or recent.quotes >= expect.quotes_min * recent.documents:
        return []
    return [f"{recent.quotes / recent.documents:.1f} quotes a document, at least {expect.quotes_min} expected"]


def describe_leads(run: RunFigures) -> str:
    """Return how many leads a run's lists held or, if that was not counted, how many leads it had."""
    held = _count_held(run)
    counted = "1 lead" if held == 1 else f"{held} leads"
    return counted if run.listed is None else f"{counted} listed"


def _count_held(run: RunFigures) -> int:
    return run.leads if run.listed is None else run.listed


def _find_usual(expect: Expect, part: str, before: Sequence[RunFigures]) -> float | None:
    """Return the declared rate of a part or the one of the source's own history, whichever is higher."""
    documents = sum(run.documents for run in before)
    own = sum(run.filled.get(part, 0) for run in before) / documents if documents >= FEWEST else None
    return max((rate for rate in (expect.fill.get(part), own) if rate is not None), default=None)


def _is_lower(rate: float, usual: float, documents: int) -> bool:
    """Say whether a rate is lower than usual by more than a tenth and more than chance explains in that many documents."""
    chance = _DEVIATIONS * sqrt(max(usual * (1 - usual), 0.0) / documents)
    return rate < usual - max(WORSE, chance)
