"""Find failures of a run's leads and lists: blocked, failed, nothing reached, lists without leads."""

from __future__ import annotations

from typing import Final

from pipeline.declarations import Expect
from pipeline.health.figures import WALLS, RunFigures
from pipeline.health.source_verdicts import FEWEST, Findings, Verdict
from storage.model import HOST_LEFT_ALONE, EffectiveStatus, LeadReason

MOST_FAILED: Final = 0.5
"""The share of failed leads from which on the run counts as failed. Chosen by hand."""

SOME_FAILED: Final = 0.05
"""The share of failed leads from which on a warning is given. Chosen by hand: a page or two of a list may be gone."""

_EMPTY_LIST = "no leads"
_WHOLE_LIST = "holds the items themselves"  # how the reason of a list ends whose entries are the documents
_FORBIDDEN = LeadReason.ROBOTS_FORBID
_LED_TO = {EffectiveStatus.BLOCKED.value: "were blocked", EffectiveStatus.LOGIN.value: "led to a login page"}


def find_failures(last: RunFigures) -> Findings:
    """Report the share of the requested leads that failed.

    Too few leads say nothing about a share, unless none was reached: then they may be the lists themselves.
    """
    share = last.failed / last.asked if last.asked > 0 else 0.0
    if share < SOME_FAILED:
        return {}
    telling = last.asked >= FEWEST or (not last.listed and last.reached <= 0)
    failed = share >= MOST_FAILED and telling
    worst = Verdict.BLOCKED if _is_walled(last) else Verdict.BROKEN
    return {worst if failed else Verdict.THINNING: _describe_failures(last)}


def find_nothing(last: RunFigures) -> Findings:
    """Report that leads were requested, none of them succeeded, and no list was read either."""
    if last.asked <= 0 or last.reached > 0 or last.listed or last.failed >= last.asked * MOST_FAILED:
        return {}
    reason = max(last.reasons, key=lambda each: last.reasons[each], default="no reason given")
    verdict = Verdict.BLOCKED if reason == _FORBIDDEN else Verdict.BROKEN
    return {verdict: [f"none of {_count(last.asked)} brought anything, most often: {reason}{_for_example(last, reason)}"]}


def find_lists(expect: Expect, last: RunFigures) -> Findings:
    """Report that no list held a lead, or that one of several did not. A source may declare that no leads are normal."""
    if not last.regular or last.listed is None:
        return {}
    if last.listed > 0:
        empty = last.reasons.get(_EMPTY_LIST, 0)
        held = f"{empty} {'list' if empty == 1 else 'lists'} held no leads{_for_example(last, _EMPTY_LIST)}"
        return {Verdict.THINNING: [held]} if empty else {}
    if any(stop.endswith(_WHOLE_LIST) for stop in last.stops) or (expect.leads_min == 0 and not last.failed):
        return {}
    verdict = Verdict.BLOCKED if last.failed and _is_walled(last) else Verdict.BROKEN
    return {verdict: [f"no list could be read that held leads{''.join(f': {stop}' for stop in last.stops[:1])}"]}


def _is_walled(last: RunFigures) -> bool:
    """Say whether at least half of the failures are blocks or login pages."""
    return _count_walled(last) * 2 >= last.failed


def _count_walled(last: RunFigures) -> int:
    return sum(last.failures.get(reason, 0) for reason in WALLS)


def _describe_failures(last: RunFigures) -> list[str]:
    found = [
        f"{number} of {_count(last.asked)} ({number / last.asked:.0%}) {led_to}{_for_example(last, reason)}"
        for reason, led_to in _LED_TO.items()
        if (number := last.failures.get(reason, 0))
    ]
    others = last.failed - _count_walled(last)
    if others > 0:
        reason = _find_cause(last)
        share = f"{others} of {_count(last.asked)} ({others / last.asked:.0%}) failed"
        found.append(f"{share}, most often: {reason}{_for_example(last, reason)}")
    return found


def _find_cause(last: RunFigures) -> str:
    """Find the most frequent reason, other than that the host's circuit was open after earlier failures."""
    others = {reason: count for reason, count in last.failures.items() if reason not in WALLS}
    causes = {reason: count for reason, count in others.items() if reason not in HOST_LEFT_ALONE} or others
    return max(causes, key=lambda reason: causes[reason], default="no reason given")


def _count(leads: int) -> str:
    return "1 lead" if leads == 1 else f"{leads} leads"


def _for_example(last: RunFigures, reason: str) -> str:
    example = last.examples.get(reason)
    return f", such as {example}" if example else ""
