"""Make one change in a copy of the project and see whether its tests notice it. Each trial is a process of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

from mutation.changes import Change

_HEAVY: Final = (
    "hypothesis",
    "pysqlite3",
    "sqlite_utils",
    "selectolax.lexbor",
    "rapidfuzz",
    "dateparser",
    "trafilatura",
    "requests",
)
"""Imported once, before any trial; nothing of the project is."""

_QUIET: Final = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Preloaded plugins of pytest cannot be rewritten, which is no matter here."""

_POLL_S = 0.02


class Result(StrEnum):
    """How a trial ended."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    UNCOVERED = "uncovered"
    UNSOUND = "unsound"
    """The tests fail without the change too, and say nothing."""


def copy_project(root: Path, to: Path) -> None:
    """Copy the files under version control, those that are not committed yet included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - git is where the user has it
        cwd=root,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)


def preload() -> None:
    """Import what every trial needs of other projects, so that a fork has it."""
    for name in _HEAVY:
        import_module(name)


class Trials:
    """Trials over one copy of the project. Whether tests pass without a change is found out once for each set of them."""

    def __init__(self, root: Path, *, limit_s: float) -> None:
        self._root, self._limit_s = root, limit_s
        self._sound: dict[tuple[str, ...], bool] = {}

    def attempt(self, change: Change, tests: list[str]) -> Result:
        """Try one change."""
        key = tuple(tests)
        if tests and key not in self._sound:
            self._sound[key] = run_tests(self._root, tests, limit_s=self._limit_s) is Result.SURVIVED
        if tests and not self._sound[key]:
            return Result.UNSOUND
        return attempt(self._root, change, tests, limit_s=self._limit_s)


def attempt(root: Path, change: Change, tests: list[str], *, limit_s: float) -> Result:
    """Make a change, run tests until one fails, and take the change back. What runs longer than ``limit_s`` is taken for an
    endless loop, which is noticed."""
    if not tests:
        return Result.UNCOVERED
    path = root / change.path
    whole, before = path.read_bytes(), path.stat()
    try:
        path.write_bytes(whole[: change.start] + change.text.encode() + whole[change.end :])
        # Another second of change than the original's, so that no compiled copy is taken for this text.
        os.utime(path, (before.st_mtime + 7, before.st_mtime + 7))
        return run_tests(root, tests, limit_s=limit_s)
    finally:
        path.write_bytes(whole)
        os.utime(path, (before.st_mtime, before.st_mtime))


def run_tests(root: Path, tests: list[str], *, limit_s: float) -> Result:
    """Run test files in a fork, up to the first failure."""
    child = os.fork()
    if child == 0:
        _run(root, tests)
    ends = time.monotonic() + limit_s
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return Result.SURVIVED if os.waitstatus_to_exitcode(status) == 0 else Result.KILLED
        time.sleep(_POLL_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Result.TIMED_OUT


def _run(root: Path, tests: list[str]) -> None:
    """Run pytest in this process, which is a fork, and end it."""
    code = 1
    try:
        os.setpgid(0, 0)
        os.chdir(root)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        sys.dont_write_bytecode = True
        sys.path.insert(0, str(root))
        os.environ["PYTHONPATH"] = str(root)
        os.environ.pop("CI", None)  # the shared material is not beside the copy
        code = int(import_module("pytest").main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *_QUIET, *tests]))
    finally:
        os._exit(code)
