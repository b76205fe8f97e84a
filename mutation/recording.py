"""Keep the record of which tests reach which statements between runs: only what changed since is recorded again."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from mutation.covering import ON_IMPORT

_RECORD: Final = """
import sys
from pathlib import Path
import pytest
from mutation.covering import Recorder
root, to, marked, files, *tests = sys.argv[1:]
recorder = Recorder(Path(root), Path(to), tuple(marked.split(",")), frozenset(files.split(",")))
sys.exit(int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], plugins=[recorder])))
"""
_OWN: Final = Path(__file__).resolve().parents[1]
"""Where this package is, for the process that records another project."""


def record(root: Path, kept: Path, tests: tuple[str, ...], code: tuple[str, ...]) -> dict[str, Any]:
    """Return which tests below some folders reach which statements, from the file ``kept`` where nothing changed since.

    A file of tests is recorded again if it changed, a module or the material of the tests did that it uses, or a file of the
    code did that its tests reach."""
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else _EMPTY
    material = _list_material(root, tests)
    files = (*list_modules(root, (*tests, *code)), *material)
    digests = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in files}
    changed = {path for path, digest in digests.items() if known["files"].get(path) != digest}
    changed |= _find_near(changed.intersection(material), list_modules(root, tests)) | _find_users(root, tests, changed)
    stale = _find_stale(known, changed, tests)
    if stale:
        to = kept.with_suffix(".new")
        arguments = [sys.executable, "-c", _RECORD, str(root), str(to), ",".join(code), ",".join(stale), *tests]
        environment = {name: value for name, value in os.environ.items() if name != "CI"} | {
            "PYTHONPATH": f"{root}{os.pathsep}{_OWN}"
        }
        ran = subprocess.run(arguments, cwd=root, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own tests
        if ran.returncode not in (0, 1):  # 1 says that tests failed: they are left out
            raise RuntimeError(
                f"recording the tests ended with the exit code {ran.returncode}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}"
            )
        known = _merge(known, json.loads(to.read_text(encoding="utf-8")), stale) | {"files": digests}
        kept.write_text(json.dumps(known), encoding="utf-8")
        to.unlink()
    return known


_EMPTY: Final[dict[str, Any]] = {"files": {}, "statements": [], "tests": {}}


def list_modules(root: Path, places: tuple[str, ...]) -> list[str]:
    """List the modules in some folders, and those named themselves."""
    found = [path for each in places for path in ([root / each] if each.endswith(".py") else (root / each).rglob("*.py"))]
    return sorted({path.relative_to(root).as_posix() for path in found})


def _list_material(root: Path, tests: tuple[str, ...]) -> list[str]:
    """List the files in the folders of tests that are no modules: texts, pages, tables."""
    found = (
        path for each in tests for path in (root / each).rglob("*") if path.suffix not in (".py", ".pyc") and path.is_file()
    )
    return sorted(path.relative_to(root).as_posix() for path in found)


def _find_users(root: Path, tests: tuple[str, ...], changed: set[str]) -> set[str]:
    """Find the modules of tests that import one that changed, or one that does so in turn."""
    imported = {path: _list_imported((root / path).read_bytes()) for path in list_modules(root, tests)}
    found: set[str] = set()
    new = {path for path in changed if path in imported}
    while new:
        names = {path.removesuffix(".py").replace("/", ".") for path in new}
        new = {path for path, used in imported.items() if path not in found and not names.isdisjoint(used)}
        found |= new
    return found


def _list_imported(source: bytes) -> set[str]:
    """List the modules that a module imports, and those that what it imports from a package may be."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found |= {each.name for each in names}
            case ast.ImportFrom(module=str(module), names=names):
                found |= {module, *(f"{module}.{each.name}" for each in names)}
    return found


def _find_near(changed: set[str], modules: list[str]) -> set[str]:
    """Find the modules of tests in the folder of each file that changed, or in the nearest one around it that has some."""
    found: set[str] = set()
    for path in changed:
        near = ({each for each in modules if Path(each).parent == folder} for folder in Path(path).parents)
        found |= next(filter(None, near), set())
    return found


def _find_stale(known: dict[str, Any], changed: set[str], tests: tuple[str, ...]) -> set[str]:
    """Find the files of tests to record again."""
    places = tuple(f"{each}/" for each in tests)
    stale = {
        path for path in changed if path.rpartition("/")[2].startswith("test_") and (path in tests or path.startswith(places))
    }
    numbers = {number for number, each in enumerate(known["statements"]) if each.partition(":")[0] in changed}
    for name, (_, reached) in known["tests"].items():
        if name != ON_IMPORT and not numbers.isdisjoint(reached):
            stale.add(name.partition("::")[0])
    return stale


def _merge(known: dict[str, Any], new: dict[str, Any], stale: set[str]) -> dict[str, Any]:
    """Replace what some files of tests reach; what modules reach on import is added to."""
    reached: dict[str, tuple[float, set[str]]] = {}
    for record in (known, new):
        for name, (seconds, numbers) in record["tests"].items():
            if record is known and name.partition("::")[0] in stale:
                continue
            before = reached.get(name, (0.0, set()))[1]
            reached[name] = seconds, before | {record["statements"][number] for number in numbers}
    statements = sorted({each for _, found in reached.values() for each in found})
    numbered = {each: number for number, each in enumerate(statements)}
    tests = {name: [seconds, sorted(numbered[each] for each in found)] for name, (seconds, found) in reached.items()}
    return {"statements": statements, "tests": tests}
