"""Verdicts on runs of all figures: each figure of the last run, and of those before, at many values, alone and in pairs.

See `tests.expected` for ``whole/*.expected.txt``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.declarations import Expect
from pipeline.health.figures import RunFigures, merge_figures
from pipeline.health.judge import judge_health
from pipeline.health.source_verdicts import Verdict, advise
from tests.expected import expect
from tests.health.test_judge import BODY, FULL, GOOD, NOW, PAGE, QUIET, SOURCE, history

FOLDER = Path(__file__).parent / "whole"
COUNTS = (0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 19, 20, 21, 40, 41, 80, 100)


def judge(runs: list[RunFigures], **more: Any) -> str:
    health = judge_health(replace(SOURCE, **more), runs, now=NOW)
    day = health.since.isoformat()[:10] if health.since else None
    return f"{health.verdict} since {day}, followed {health.followed}, stopped {health.stopped}: {'; '.join(health.why)}"


def tell(name: str, said: Iterator[tuple[object, str]]) -> Iterator[str]:
    """Tell neighbours that are judged alike in one line."""
    for result, alike in itertools.groupby(said, key=lambda each: each[1]):
        values = [str(value) for value, _ in alike]
        yield f"{name} {values[0]}{f' to {values[-1]}' * (len(values) > 1)}: {result}"


FIELDS: dict[str, list[dict[str, Any]]] = {
    "leads": [{"leads": count, "new": count} for count in COUNTS],
    "leads without documents": [{"leads": count, "new": 0, "documents": 0, "quotes": 0, "filled": {}} for count in COUNTS],
    "listed": [{"listed": count} for count in COUNTS],
    "nothing listed": [{"listed": count, "leads": 0, "new": 0, "documents": 0, "quotes": 0, "filled": {}} for count in COUNTS],
    "documents": [{"documents": count, "filled": dict.fromkeys(FULL, count)} for count in COUNTS],
    "quotes": [{"quotes": count} for count in COUNTS],
    "failed": [
        {"failed": count, "failures": {"timeout": count}, "reasons": {"timeout": count}, "leads": 20} for count in range(21)
    ],
    "blocked": [
        {
            "failed": count,
            "failures": {"blocked": count},
            "reasons": {"blocked": count},
            "examples": {"blocked": PAGE},
            "leads": 20,
        }
        for count in range(21)
    ],
    "skipped": [{"skipped": count, "reasons": {"soft_404": count}, "leads": 20} for count in range(21)],
    "not asked": [
        {"failed": count, "failures": {"deferred": count}, "reasons": {"deferred": count}, "leads": 20} for count in range(21)
    ],
    "robots": [{"skipped": count, "reasons": {"robots.txt": count}, "leads": 20} for count in range(0, 21, 4)],
    "missed": [{"missed": {BODY: count}} for count in range(11)],
    "stops": [{"stops": stops} for stops in ((), ("walk: no end",), ("a", "b"))],
    **{part: [{"filled": FULL | {part: count}} for count in range(11)] for part in FULL},
    "newest": [{"newest": NOW - timedelta(days=days)} for days in (0, 4, 5, 6, 10, 30)],
    "began": [{"started_at": NOW - timedelta(hours=hours)} for hours in (0, 1, 24, 25, 48, 49, 72, 200)],
    "regular": [{"regular": flag} for flag in (True, False)],
}


@pytest.mark.parametrize("days", [1, 2, 3, 5])
def test_each_figure_of_the_last_run_is_judged_by_what_was_usual(days: int) -> None:
    def tell_all() -> Iterator[str]:
        before = history(days)
        for name, values in FIELDS.items():
            yield from tell(name, ((next(iter(each.values())), judge([*before, replace(GOOD, **each)])) for each in values))

    expect(FOLDER / f"last-{days}.expected.txt", tell_all())


EXPECTED = {
    "nothing": Expect(),
    "leads": Expect(leads_min=5, leads_max=15),
    "quotes": Expect(quotes_min=2),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_figure_is_judged_by_what_is_declared(name: str) -> None:
    def tell_all() -> Iterator[str]:
        for figure, values in FIELDS.items():
            said = (
                (next(iter(each.values())), judge([*history(), replace(GOOD, **each)], expect=EXPECTED[name]))
                for each in values
            )
            yield from tell(figure, said)

    expect(FOLDER / f"declared-{name}.expected.txt", tell_all())


def test_a_loss_stays_a_loss_and_a_return_ends_it() -> None:
    def tell_all() -> Iterator[str]:
        bad: dict[str, dict[str, Any]] = {
            "empty": {"leads": 0, "new": 0, "documents": 0, "quotes": 0, "filled": {}, "listed": 0},
            "bodiless": {"filled": FULL | {"body": 0}},
            "few": {"leads": 3, "new": 3, "documents": 3, "filled": dict.fromkeys(FULL, 3)},
            "failing": {"failed": 9, "failures": {"timeout": 9}, "reasons": {"timeout": 9}},
        }
        for name, figures in bad.items():
            for good, lost, back in itertools.product((0, 1, 3, 5), (1, 2, 4), (0, 1, 2)):
                kinds = [GOOD] * good + [replace(GOOD, **figures)] * lost + [GOOD] * back
                runs = [
                    replace(each, run=f"r{number}", started_at=NOW - timedelta(days=len(kinds) - number))
                    for number, each in enumerate(kinds)
                ]
                yield f"{name} {good} {lost} {back}: {judge(runs)}"

    expect(FOLDER / "losses.expected.txt", tell_all())


def test_quiet_and_late_and_silent_sources_are_told() -> None:
    def tell_all() -> Iterator[str]:
        for schedule, hours, count in itertools.product(
            (None, "0 5 * * *", "0 5 * * 1", "*/30 * * * *"), (1, 25, 49, 200), (1, 3, 8)
        ):
            runs = [replace(QUIET, run=f"r{n}", started_at=NOW - timedelta(hours=hours + 24 * n)) for n in range(count)]
            yield f"{schedule} {hours} {count}: {judge(runs, schedule=schedule)}"
            good = [replace(GOOD, run=each.run, started_at=each.started_at) for each in runs]
            yield f"  good: {judge(good, schedule=schedule)}"
        yield f"none: {judge([])}"
        yield from (f"{verdict}: {advise('xx', verdict)}" for verdict in Verdict)
        yield f"merged: {merge_figures([GOOD, replace(GOOD, documents=3, missed={BODY: 2}), QUIET])}"
        yield from (
            f"{run.run}: {run.asked} {run.reached} {run.rate('title')} {run.rate('x')}"
            for run in (GOOD, QUIET, replace(GOOD, failed=2, skipped=3))
        )

    expect(FOLDER / "quiet.expected.txt", tell_all())
