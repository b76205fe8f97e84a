"""Record which test files call which functions, and how long each takes: the tests of a function are those that call it."""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest


class Recorder:
    """A plugin of pytest that notes, for each test file, the functions of the project that it calls, as ``path:line``."""

    def __init__(self, root: Path, to: Path) -> None:
        self._root, self._to = f"{root}/", to
        self._seen: set[CodeType] = set()
        self._calls: defaultdict[str, set[str]] = defaultdict(set)
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Note what a test calls."""
        name = item.location[0]
        self._seen = set()
        began = time.monotonic()
        sys.settrace(self._note)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self._seconds[name] += time.monotonic() - began
            calls = self._calls[name]
            for code in self._seen:
                if code.co_filename.startswith(self._root):
                    calls.add(f"{code.co_filename.removeprefix(self._root)}:{code.co_firstlineno}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails before anything is changed: such a file notices nothing."""
        if report.failed:
            self._failed.add(report.location[0])

    def pytest_sessionfinish(self) -> None:
        """Write what was noted."""
        known = {
            name: {"seconds": round(self._seconds[name], 2), "calls": sorted(calls)}
            for name, calls in self._calls.items()
            if name not in self._failed
        }
        self._to.write_text(json.dumps(known), encoding="utf-8")

    def _note(self, frame: FrameType, event: str, _: object) -> None:  # noqa: ARG002 - lines are not traced: all are calls
        self._seen.add(frame.f_code)


class Tests:
    """The test files of each function, the quickest first."""

    def __init__(self, known: dict[str, Any], *, budget_s: float) -> None:
        self._known, self._budget_s = known, budget_s
        self._of: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(known, key=lambda name: known[name]["seconds"]):
            for call in known[name]["calls"]:
                self._of[call].append(name)

    def of(self, path: str, function: int) -> list[str]:
        """List the test files that call a function, up to the budget in seconds; of code outside functions, those that call
        any function of its module."""
        if function:
            names = self._of.get(f"{path}:{function}", [])
        else:
            names = [name for name, each in self._known.items() if any(call.startswith(f"{path}:") for call in each["calls"])]
            names.sort(key=lambda name: self._known[name]["seconds"])
        chosen: list[str] = []
        spent = 0.0
        for name in names:
            spent += self._known[name]["seconds"]
            if chosen and spent > self._budget_s:
                break
            chosen.append(name)
        return chosen
