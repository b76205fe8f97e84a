"""Sample changes of the pure stages and the storage, try each, and print the score: ``python -m mutation --help``."""

from __future__ import annotations

import argparse
import compileall
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from mutation.changes import Change, iterate_changes
from mutation.covering import Tests
from mutation.trying import Result, Trials, copy_project, preload

ROOT: Final = Path(__file__).resolve().parents[1]
CODE: Final = ("pipeline/stages", "pipeline/health", "storage")
LEFT_ALONE: Final = ("storage/database/schema/",)
"""Applied migrations are frozen by their digest: every change of them is noticed."""
TESTS: Final = ("tests/stages", "tests/storage", "tests/properties", "tests/health", "tests/run")
_BUDGET_S = 20.0
"""The tests of a change are chosen, the quickest first, to take about this long."""
_LIMIT_S = 180.0
_RECORD = """
import sys
from pathlib import Path
import pytest
from mutation.covering import Recorder
root, to, *tests = sys.argv[1:]
sys.exit(int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], plugins=[Recorder(Path(root), Path(to))])))
"""


def main() -> int:
    """Run it; 1 if the score is below the least that was asked for."""
    asked = _read_arguments()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        root = Path(folder) / "project"
        copy_project(ROOT, root)
        tests = Tests(_find_covering(root, Path(folder), asked), budget_s=_BUDGET_S)
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for place in asked.code or CODE
            for path in sorted((root / place).rglob("*.py") if (root / place).is_dir() else [root / place])
        }
        changes = list(iterate_changes({name: text for name, text in files.items() if not name.startswith(LEFT_ALONE)}))
        sample = random.Random(asked.seed).sample(changes, min(asked.sample, len(changes)))  # noqa: S311 - a seeded sample
        _say(f"{len(changes)} changes can be made; {len(sample)} are tried, seed {asked.seed}")
        compileall.compile_dir(root, quiet=2)
        preload()
        ended = _try_all(root, sample, tests, until=began + asked.minutes * 60)
    return _conclude(ended, least=asked.least)


def _read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    reader.add_argument("code", nargs="*", help=f"folders or files to change; else {', '.join(CODE)}")
    reader.add_argument("--sample", type=int, default=300, help="how many changes are tried at most (300)")
    reader.add_argument("--seed", type=int, default=1, help="the same seed tries the same changes (1)")
    reader.add_argument("--minutes", type=float, default=90.0, help="when to stop, in minutes from the beginning (90)")
    reader.add_argument("--least", type=float, default=0.0, help="the score in %% below which it fails (0)")
    reader.add_argument(
        "--tests", nargs="+", default=TESTS, help=f"folders of the tests that should notice; else {', '.join(TESTS)}"
    )
    reader.add_argument("--covering", type=Path, help="a file that keeps which tests call which functions between runs")
    return reader.parse_args()


def _find_covering(root: Path, folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    """Run all tests once, unless a file holds what they call."""
    to: Path = (asked.covering or folder / "covering.json").absolute()
    if not to.exists():
        _say("running the tests once to see what each calls ...")
        arguments = [sys.executable, "-c", _RECORD, str(root), str(to), *asked.tests]
        subprocess.run(arguments, cwd=root, env=_environment(root), stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own tests
    found: dict[str, object] = json.loads(to.read_text(encoding="utf-8"))
    return found


def _environment(root: Path) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name != "CI"}, "PYTHONPATH": str(root)}


def _try_all(root: Path, sample: list[Change], tests: Tests, *, until: float) -> dict[Change, Result]:
    ended: dict[Change, Result] = {}
    trials = Trials(root, limit_s=_LIMIT_S)
    for number, change in enumerate(sample, 1):
        if time.monotonic() > until:
            break
        began = time.monotonic()
        ended[change] = trials.attempt(change, tests.of(change.path, change.function))
        _say(f"{number:4} {ended[change]:9} {time.monotonic() - began:5.1f} s  {change}")
    return ended


def _conclude(ended: dict[Change, Result], *, least: float) -> int:
    counts = Counter(ended.values())
    noticed = counts[Result.KILLED] + counts[Result.TIMED_OUT]
    judged = len(ended) - counts[Result.UNSOUND]
    score = 100 * noticed / (judged or 1)
    _say("\nNot noticed:")
    for change, result in sorted(ended.items()):
        if result in (Result.SURVIVED, Result.UNCOVERED):
            _say(f"  {change}" + (" (no test calls it)" if result is Result.UNCOVERED else ""))
    _say(f"\n{noticed} of {judged} changes noticed: {score:.1f} % ({', '.join(f'{n} {each}' for each, n in counts.items())})")
    return int(score < least)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
