"""Sample changes of the pure stages and the storage, try each, and print the score: ``python -m mutation --help``."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from mutation.changes import Change, list_changes
from mutation.constants import list_constant_changes
from mutation.covering import Tests
from mutation.recording import list_modules, record
from mutation.sharing import Trial, share
from mutation.trying import Result, Trials, copy_project, serve
from mutation.uses import Uses

ROOT: Final = Path(__file__).resolve().parents[1]
CODE: Final = ("pipeline/stages", "pipeline/health", "storage")
MARKED: Final = ("pipeline", "storage", "dags")
LEFT_ALONE: Final = ("storage/database/schema/",)
"""Applied migrations are frozen by their digest: every change of them is noticed."""
TESTS: Final = ("tests",)
_BUDGET_S: Final = 20.0
"""The tests of a change are chosen, the nearest first, to take about this long."""
_SCORE_EVERY: Final = 25
"""The score is printed after this many changes."""
_STDOUT: Final = os.dup(1)
"""Where lines are printed; pytest and the tests print elsewhere."""


def main() -> int:
    """Run it; 1 if the score is below the least that was asked for."""
    asked = _read_arguments()
    until = time.monotonic() + asked.minutes * 60
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        root = Path(folder) / "project"
        copy_project(asked.root.absolute(), root)
        kept: Path = (asked.covering or Path(folder) / "covering.json").absolute()
        _say("finding out which tests reach which statements ...")
        tests = Tests(record(root, kept, tuple(asked.tests), MARKED), budget_s=asked.budget)
        sample = _choose(root, asked)
        uses = Uses(dict(_read(root, (*MARKED, "tests"))))

        roots = [root, *(Path(folder) / f"project-{number}" for number in range(1, asked.jobs))]
        for other in roots[1:]:
            shutil.copytree(root, other)

        def attempt(number: int, tell: Callable[[Trial], None]) -> None:
            """Try the changes of one of several processes, each over its own copy."""
            own = roots[number]

            def run(session: pytest.Session) -> None:
                trials = Trials(own, session, tests, uses)
                for place in range(number, len(sample), asked.jobs):
                    if time.monotonic() > until:
                        break
                    began = time.monotonic()
                    result, noticed = trials.attempt(sample[place])
                    tell(Trial(place=place, result=result, seconds=time.monotonic() - began, noticed=noticed))

            serve(own, asked.tests, run, Path(folder) / f"temporary-{number}")

        ended = _follow(sample, share(asked.jobs, attempt))
    return _conclude(ended, least=asked.least)


def _follow(sample: list[Change], trials: Iterator[Trial]) -> dict[Change, Result]:
    """Say how each trial ends, and the score from time to time."""
    ended: dict[Change, Result] = {}
    for number, trial in enumerate(trials, 1):
        change = sample[trial.place]
        ended[change] = trial.result
        _say(f"{number:4} {trial.result:9} {trial.seconds:5.1f} s  {change}  {trial.noticed}".rstrip())
        if number % _SCORE_EVERY == 0:
            _say(_score(ended)[1])
    return ended


def _choose(root: Path, asked: argparse.Namespace) -> list[Change]:
    """Choose the changes to try."""
    listing = list_constant_changes if asked.constants else list_changes
    files = dict(_read(root, asked.code or (MARKED if asked.constants else CODE)))
    changes = [each for name, text in sorted(files.items()) if not name.startswith(LEFT_ALONE) for each in listing(name, text)]
    if asked.only:
        return [each for each in changes if f"{each.path}:{each.line}" in asked.only]
    sample = random.Random(asked.seed).sample(changes, min(asked.sample, len(changes)))  # noqa: S311 - a seeded sample
    _say(f"{len(changes)} changes can be made; {len(sample)} are tried, seed {asked.seed}")
    return sample


def _read(root: Path, places: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for path in list_modules(root, places):
        yield path, (root / path).read_bytes()


def _read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    reader.add_argument("code", nargs="*", help=f"folders or files to change; else {', '.join(CODE)}")
    reader.add_argument("--sample", type=int, default=300, help="how many changes are tried at most (300)")
    reader.add_argument("--seed", type=int, default=1, help="the same seed tries the same changes (1)")
    reader.add_argument("--minutes", type=float, default=90.0, help="when to stop, in minutes from the beginning (90)")
    reader.add_argument("--least", type=float, default=0.0, help="the score in %% below which it fails (0)")
    reader.add_argument("--root", type=Path, default=ROOT, help="the folder of the project, under git (this project)")
    reader.add_argument("--only", nargs="+", help="try all changes of these lines alone, named as FILE:LINE")
    reader.add_argument(
        "--constants", action="store_true", help="change numbers bound outside functions alone: +1, half, double"
    )
    reader.add_argument(
        "--tests", nargs="+", default=TESTS, help=f"folders of the tests that should notice; else {', '.join(TESTS)}"
    )
    reader.add_argument(
        "--budget", type=float, default=_BUDGET_S, help=f"the seconds of tests that a change is tried with ({_BUDGET_S:g})"
    )
    reader.add_argument("--jobs", type=int, default=1, help="how many processes share the changes (1)")
    reader.add_argument("--covering", type=Path, help="a file that keeps which tests reach which statements between runs")
    return reader.parse_args()


def _conclude(ended: dict[Change, Result], *, least: float) -> int:
    score, said = _score(ended)
    _say("\nNot noticed:")
    for change, result in sorted(ended.items()):
        if result in (Result.SURVIVED, Result.UNCOVERED):
            _say(f"  {change}" + (" (no test reaches it)" if result is Result.UNCOVERED else ""))
    _say(f"\n{said}")
    return int(score < least)


def _score(ended: dict[Change, Result]) -> tuple[float, str]:
    """Return the percentage of changes that were noticed, of those of which this is known, and say it."""
    counts = Counter(ended.values())
    noticed = counts[Result.KILLED] + counts[Result.TIMED_OUT]
    judged = len(ended) - counts[Result.STALLED]
    score = 100 * noticed / (judged or 1)
    return (
        score,
        f"{noticed} of {judged} changes noticed: {score:.1f} % ({', '.join(f'{n} {each}' for each, n in counts.items())})",
    )


def _say(line: str) -> None:
    os.write(_STDOUT, f"{line}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
