"""Make one change in a copy of the project and see whether its tests notice it. Each trial is a process of its own.

A server imports the project and collects its tests once, as a plugin of pytest. For each change it forks: the fork makes the
change and runs the tests that reach it, up to the first failure.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

from mutation.changes import Change
from mutation.covering import Tests
from mutation.patching import Patches
from mutation.uses import Uses

_QUIET: Final = ("-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""What is imported before pytest starts cannot be rewritten by it, which is no matter here."""

_POLL_S: Final = 0.02
_SLOWER: Final = 5
"""A change may make tests this many times slower, in CPU seconds, before it is taken for an endless loop. Chosen by hand: a
larger number wastes time on each endless loop, a smaller one takes slow changes for noticed ones."""
_START_S: Final = 20.0
"""CPU seconds that any trial may take. Chosen by hand, so that the project can be imported anew within them."""
_WAIT: Final = 8
"""A trial is stopped after this many times the seconds that it may compute, without a result: it waits for something, or the
machine for others. Chosen so that a trial ends that gets an eighth of a core."""
_MEMORY: Final = 6 << 30
"""Bytes that a trial may take: an endless loop that collects things ends here. Chosen by hand, far above
what tests take, below what a machine has."""


class Result(StrEnum):
    """How a trial ended."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"
    """It computed for longer than its tests ever take; how busy the machine is makes no difference."""
    STALLED = "stalled"
    """It was neither done nor out of its CPU seconds in a time that others may have taken: nothing is known of it."""
    UNCOVERED = "uncovered"


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


class Trials:
    """Trials over one copy of the project, in a process that has collected its tests."""

    def __init__(self, root: Path, session: pytest.Session, tests: Tests, uses: Uses) -> None:
        self._root, self._session, self._tests, self._uses = root, session, tests, uses
        self._items = {item.nodeid: item for item in session.items}
        self._patches = Patches(root, uses)
        self._sound: dict[str, bool] = {}

    def attempt(self, change: Change) -> tuple[Result, str]:
        """Try one change; return how it ended and the test that noticed it."""
        path = self._root / change.path
        statements = {f"{change.path}:{change.statement}"}
        if not change.function:
            statements = self._uses.find_statements(change.path, change.names)
        anew = self._tests.are_on_import(statements)
        reaching = self._tests.of(statements) or (self._tests.of_module(change.path) if anew else [])
        tests = [each for each in reaching if each in self._items and self._sound.get(each, True)]
        source = path.read_bytes()
        while tests:
            with _changed(path, change, source):
                result, noticed = self._run(tests, lambda: not anew and self._patches.apply(change, source))
            if not noticed or self._is_sound(noticed):
                return result, noticed
            tests.remove(noticed)
        return Result.UNCOVERED, ""

    def _is_sound(self, test: str) -> bool:
        """Say whether a test passes by itself without a change; else it notices nothing."""
        if test not in self._sound:
            self._sound[test] = self._run([test], lambda: True)[0] is Result.SURVIVED
        return self._sound[test]

    def _run(self, tests: list[str], change: Callable[[], bool]) -> tuple[Result, str]:
        """Run tests in a fork after a change of its modules; if that is not possible, import everything anew."""
        limit_s = _START_S + _SLOWER * self._tests.count_seconds(tests)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _end(lambda: self._run_here(tests, change, writer), limit_s)
        os.close(writer)
        result = _wait(child, limit_s * _WAIT)
        with os.fdopen(reader, encoding="utf-8") as told:
            noticed = told.read()
        shutil.rmtree(os.environ["PYTEST_DEBUG_TEMPROOT"], ignore_errors=True)
        Path(os.environ["PYTEST_DEBUG_TEMPROOT"]).mkdir(exist_ok=True)
        return result, noticed

    def _run_here(self, tests: list[str], change: Callable[[], bool], writer: int) -> int:
        told = _Teller(writer)
        if not change():
            _forget(self._root)
            code = int(import_module("pytest").main(["-x", *_QUIET, *tests], plugins=[told]))
            if code == pytest.ExitCode.USAGE_ERROR and told.started:
                code = pytest.ExitCode.OK  # a test is no longer there, which no run of all tests would notice
            broken = code == pytest.ExitCode.USAGE_ERROR  # a file of fixtures cannot be imported
            return int(pytest.ExitCode.TESTS_FAILED) if told.failed or broken else code
        self._session.config.pluginmanager.register(told)
        items = [self._items[each] for each in tests]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if told.failed:
                return 1
        return 0


class _Teller:
    """A plugin of pytest that tells which test failed first."""

    def __init__(self, writer: int) -> None:
        self._writer = writer
        self.started = False
        self.failed = False

    def pytest_sessionstart(self) -> None:
        """Note that all files of fixtures were imported."""
        self.started = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell of the first failure."""
        if report.failed and not self.failed:
            self.failed = True
            os.write(self._writer, report.nodeid.encode())

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that a module of tests cannot be imported."""
        self.failed = self.failed or report.failed


class Server:
    """A plugin of pytest that tries changes in place of running the tests."""

    def __init__(self, run: Callable[[pytest.Session], None]) -> None:
        self._run = run
        self.broken: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try the changes."""
        self._run(session)
        return True

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what broke, since pytest would only print it."""
        self.broken = excinfo.value
        return True


def serve(root: Path, tests: list[str], run: Callable[[pytest.Session], None], temporary: Path) -> None:
    """Collect tests in this process, which is not to have imported the project, and hand the session to ``run``."""
    temporary.mkdir(exist_ok=True)
    os.environ |= {"PYTHONPATH": str(root), "PYTEST_DEBUG_TEMPROOT": str(temporary)}
    os.environ.pop("CI", None)  # the shared material is not beside the copy
    os.chdir(root)
    sys.path = [str(root), *(each for each in sys.path[1:] if each)]
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    server = Server(run)
    code = pytest.main([*_QUIET, "-s", *tests], plugins=[server])
    if server.broken:
        raise server.broken
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise RuntimeError(f"pytest ended with the exit code {code}")


@contextlib.contextmanager
def _changed(path: Path, change: Change, source: bytes) -> Iterator[None]:
    """Change a file, for processes that tests start, and take the change back."""
    before = path.stat()
    try:
        path.write_bytes(source[: change.start] + change.text.encode() + source[change.end :])
        # Another second of change than the original's, so that no compiled copy is taken for this text.
        os.utime(path, (before.st_mtime + 7, before.st_mtime + 7))
        yield
    finally:
        path.write_bytes(source)
        os.utime(path, (before.st_mtime, before.st_mtime))


def _forget(root: Path) -> None:
    """Forget the modules of the project, so that they are imported anew."""
    for name, each in list(sys.modules.items()):
        if str(getattr(each, "__file__", None) or "").startswith(f"{root}/") or name.split(".")[0] in (
            "pipeline",
            "storage",
            "tests",
        ):
            del sys.modules[name]


def _wait(child: int, limit_s: float) -> Result:
    ends = time.monotonic() + limit_s
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return _judge(os.waitstatus_to_exitcode(status))
        time.sleep(_POLL_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Result.STALLED


def _judge(code: int) -> Result:
    """Judge how a trial's process ended: tests that fail, cannot be imported or crash notice the change."""
    if code == -signal.SIGXCPU:
        return Result.TIMED_OUT
    if code == pytest.ExitCode.OK:
        return Result.SURVIVED
    if code < 0 or code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
        return Result.KILLED
    raise RuntimeError(f"a trial ended with the exit code {code}, which says nothing of its tests")


def _end(run: Callable[[], int], limit_s: float) -> None:
    """Run something in this process, which is a fork, within limits, and end it."""
    code: int = pytest.ExitCode.INTERNAL_ERROR
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit_s), int(limit_s) + 5))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        sys.dont_write_bytecode = True
        code = run()
    finally:
        os._exit(code)
