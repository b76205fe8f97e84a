"""The verdicts on a source, worst first, and what to do about each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

FEWEST: Final = 3
"""The least number of leads, documents or runs from which a share is judged. Chosen by hand."""


class Verdict(StrEnum):
    """The state of a source. If several apply, the first in this order is its verdict."""

    BLOCKED = "blocked"
    BROKEN = "broken"
    LATE = "late"
    SILENT = "silent"
    THINNING = "thinning"
    HEALTHY = "healthy"
    UNTRIED = "untried"


FAILED: Final = frozenset({Verdict.BLOCKED, Verdict.BROKEN})
"""The verdicts that fail a run; the others are warnings at most."""

Findings = dict[Verdict, list[str]]
"""The findings on a source: reasons, as sentences with figures, by the verdict that they support."""

_ADVICE: Mapping[Verdict, str] = {
    Verdict.BLOCKED: (
        "Open the address in a browser. If it answers there, write to the publisher, or ask more slowly (`delay_s` under "
        "[politeness] in its file in pipeline/sources/). Do not try to get around the block; see docs/operating.md."
    ),
    Verdict.BROKEN: (
        "If other sources fail as well, check this machine's network first. Else open the address in a browser, run "
        "`onrecord try {source}` to see what each selector finds, and correct its file in pipeline/sources/. Afterwards "
        "`onrecord run {source}` catches up."
    ),
    Verdict.LATE: (
        "Check that the service runs (`make up`) and that the DAG source_{source} is not paused, or that cron calls "
        "`onrecord run`. `onrecord run {source}` catches up at once."
    ),
    Verdict.SILENT: (
        "Open the publisher's list in a browser. If it holds newer items, its address or its markup changed: run "
        "`onrecord try {source}`. If it does not, raise `silence_days` in its file in pipeline/sources/."
    ),
    Verdict.THINNING: (
        "Compare the last runs with what is expected by `onrecord sources {source}`, and look at one page by "
        "`onrecord try {source}`. If the publisher changed, correct [expect] in its file in pipeline/sources/."
    ),
    Verdict.HEALTHY: "",
    Verdict.UNTRIED: "`onrecord run {source}` tries it.",
}


def advise(source: str, verdict: Verdict) -> str:
    """Return the advice on a verdict for a source; empty if nothing is to be done."""
    return _ADVICE[verdict].format(source=source)


def find_verdict(findings: Findings) -> Verdict:
    """Return the worst verdict with a finding; healthy if there is none."""
    return next((verdict for verdict in Verdict if findings.get(verdict)), Verdict.HEALTHY)


def list_reasons(findings: Findings) -> tuple[str, ...]:
    """List the reasons, those of the worst verdict first."""
    return tuple(reason for verdict in Verdict for reason in findings.get(verdict, ()))
