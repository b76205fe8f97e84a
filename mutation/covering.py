"""Record which tests reach which statements, and how long each takes: a change is tried with the tests that reach it.

Each statement of a function notes that it was reached, by a call put before it while the module is compiled; the files stay as
they are. That costs about as much as the statement, and unlike a trace function it is not paid in other projects' code.
"""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import importlib.machinery
import json
import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import pytest

REACHED: Final = "_reached_statement_"
"""The built-in function that statements call while tests are recorded."""

ON_IMPORT: Final = ""
"""The name under which the record keeps what is reached before the first test: while modules are imported."""


class Marker(ast.NodeTransformer):
    """Put a call before each statement of each function."""

    def __init__(self, path: str) -> None:
        self._path, self._functions = path, 0

    def visit(self, node: ast.AST) -> Any:
        """Mark a statement of a function; walk what it holds."""
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        marked = self._functions and not _is_said(node)
        self._functions += is_function
        self.generic_visit(node)
        self._functions -= is_function
        return [self._call(node), node] if marked and isinstance(node, ast.stmt) else node

    def _call(self, node: ast.stmt) -> ast.stmt:
        name = ast.Name(REACHED, ast.Load())
        call = ast.Expr(ast.Call(name, [ast.Constant(f"{self._path}:{node.lineno}")], []))
        return ast.fix_missing_locations(ast.copy_location(call, node))


class Recorder:
    """A plugin of pytest that notes which statements of the project each test reaches, as ``path:line``."""

    def __init__(self, root: Path, to: Path, folders: tuple[str, ...], files: frozenset[str]) -> None:
        self._root, self._to, self._files = root, to, files
        self._reached: set[str] = set()
        self._known: dict[str, tuple[float, list[str]]] = {}
        self._failed: set[str] = set()
        self._file = ""
        setattr(builtins, REACHED, self._reached.add)
        _mark_on_import(root, folders)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave the files of tests alone that are not to be recorded; of the others the project decides."""
        is_other = collection_path.suffix == ".py" and str(collection_path.relative_to(self._root)) not in self._files
        return True if is_other else None

    def pytest_collection_finish(self) -> None:
        """Note what modules reach while they are imported."""
        self._known[ON_IMPORT] = (0.0, sorted(self._reached))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Note what a test reaches; the first of a file finds no result of an earlier file kept."""
        if item.location[0] != self._file:
            self._file = item.location[0]
            _forget_results()
        self._reached.clear()
        began = _count_cpu_s()
        try:
            return (yield)
        finally:
            seconds = round(_count_cpu_s() - began, 3)
            self._known[item.nodeid] = (seconds, sorted(self._reached))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what fails or is skipped before anything is changed: it notices nothing."""
        if report.failed or report.skipped:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        """Write what was noted."""
        kept = {name: each for name, each in self._known.items() if name not in self._failed}
        numbers = {
            each: number for number, each in enumerate(sorted({each for _, reached in kept.values() for each in reached}))
        }
        tests = {name: (seconds, [numbers[each] for each in reached]) for name, (seconds, reached) in kept.items()}
        self._to.write_text(json.dumps({"statements": list(numbers), "tests": tests}), encoding="utf-8")


def _is_said(node: ast.AST) -> bool:
    """Say whether a statement does nothing when it is reached: a docstring, a declaration."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, ast.Global | ast.Nonlocal)


def _mark_on_import(root: Path, folders: tuple[str, ...]) -> None:
    """Mark the statements of each module below some folders when it is imported from now on."""
    inside = tuple(f"{root / folder}/" for folder in folders)
    plain = importlib.machinery.SourceFileLoader.source_to_code

    def compile_marked(self: Any, data: Any, path: Any, *, _optimize: int = -1) -> Any:
        if not str(path).startswith(inside):
            return plain(self, data, path, _optimize=_optimize)
        tree = Marker(str(Path(path).relative_to(root))).visit(ast.parse(data))
        return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)

    importlib.machinery.SourceFileLoader.source_to_code = compile_marked  # type: ignore[method-assign]
    # Compiled copies hold no marks; those of this process are neither read nor kept.
    sys.dont_write_bytecode = True
    sys.pycache_prefix = tempfile.mkdtemp(prefix="no-bytecode-")


def _count_cpu_s() -> float:
    """Count the CPU seconds of this process and those it waited for, which a busy machine does not change."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _forget_results() -> None:
    for each in gc.get_objects():  # by type(): asking a proxy for its class may raise
        if type(each) is functools._lru_cache_wrapper and str(each.__module__).startswith(("pipeline", "storage")):
            each.cache_clear()


class Tests:
    """The tests that reach each statement, those nearest to its module first."""

    def __init__(self, known: dict[str, Any], *, budget_s: float) -> None:
        self._seconds: dict[str, float] = {name: seconds for name, (seconds, _) in known["tests"].items()}
        self._place = {name: number for number, name in enumerate(self._seconds)}
        self._budget_s = budget_s
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        for name, (_, reached) in known["tests"].items():
            for number in reached:
                self._of[known["statements"][number]].add(name)

    def of(self, statements: set[str]) -> list[str]:
        """List the tests that reach any of some statements, up to the budget in seconds, in the order in which to run them.

        The module's own tests come first, then those of its folder, then all others. Of those each file has the same share of
        the seconds, its quickest tests first: a file of a thousand quick tests leaves room for others."""
        names = {name for each in statements for name in self._of.get(each, ()) if name != ON_IMPORT}
        modules = {each.rpartition(":")[0] for each in statements}
        near = {name: min(_count_distance(name, module) for module in modules) for name in names}
        ends = self._share(names)
        chosen: list[str] = []
        spent = 0.0
        for name in sorted(names, key=lambda name: (near[name], ends[name], name)):
            if chosen and spent + self._seconds[name] > self._budget_s:
                continue
            spent += self._seconds[name]
            chosen.append(name)
        return sorted(chosen, key=lambda name: (near[name], self._place[name]))

    def _share(self, names: set[str]) -> dict[str, float]:
        """Return after how many seconds each test ends, if those of its file run alone, the quickest first."""
        spent: defaultdict[str, float] = defaultdict(float)
        ends = {}
        for name in sorted(names, key=lambda name: (self._seconds[name], name)):
            file = name.partition("::")[0]
            spent[file] += self._seconds[name]
            ends[name] = spent[file]
        return ends

    def of_module(self, path: str) -> list[str]:
        """List the tests that reach anything of a module, up to the budget: they import it."""
        return self.of({each for each in self._of if each.startswith(f"{path}:")})

    def are_on_import(self, statements: set[str]) -> bool:
        """Say whether any of some statements is reached while modules are imported."""
        return any(ON_IMPORT in self._of.get(each, ()) for each in statements)

    def count_seconds(self, tests: list[str]) -> float:
        """Count the seconds that some tests took."""
        return sum(self._seconds[name] for name in tests)


def _count_distance(test: str, module: str) -> int:
    """Return how far a test is from a module: 0 in its own file of tests, 1 in its folder of tests, 2 elsewhere."""
    folder, _, file = module.removeprefix("pipeline/").rpartition("/")
    if test.startswith((f"tests/{folder}/test_{file}::", f"tests/{folder}/{file[:-3]}/")):
        return 0
    return 1 if test.startswith(f"tests/{folder}/") else 2
