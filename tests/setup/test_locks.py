"""The locks hold every declared library, with hashes and without the address of an index."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pipeline.home import PROJECT

LOCKS = {
    "requirements.txt": ("requirements.in",),
    "requirements-cluster.txt": ("requirements.in", "requirements-cluster.in"),
    "requirements-browser.txt": ("requirements-browser.in",),
    "requirements-uv.txt": (),
}
PINNED = re.compile(r"(?m)^(\S+)==(\S+)(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
NOT_IMPORTED = {
    "datasette": "mounted beside the search site",
    "tzdata": "read by zoneinfo",
    "ftfy": "repairs garbled text",
    "pytest-xdist": "a plugin of pytest",
    "ruff": "a program of the checks",
    "mypy": "a program of the checks",
    "import-linter": "a program of the checks",
    "types-requests": "read by mypy",
    "types-psutil": "read by mypy",
    "lxml-stubs": "read by mypy",
    "hatchling": "builds the editable install",
    "editables": "builds the editable install",
}


def list_pins(lock: str) -> list[tuple[str, str]]:
    """Return names and versions; a library has two versions if the newer one has left the oldest Python."""
    return [(name, version) for name, version, _ in PINNED.findall((PROJECT / lock).read_text("utf-8"))]


def read_declared(path: str) -> set[str]:
    lines = (line.split("#")[0].strip() for line in (PROJECT / path).read_text("utf-8").splitlines())
    return {canonicalize_name(Requirement(line).name) for line in lines if line}


def list_imports(*folders: str) -> set[str]:
    names: set[str] = set()
    for path in (path for folder in folders for path in sorted((PROJECT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock: str) -> None:
    text = (PROJECT / lock).read_text("utf-8")
    names = re.findall(r"(?m)^([^\s#]\S*)==", text)
    assert names
    assert names == [name for name, _ in list_pins(lock)]
    assert re.findall(r"(?m)^[^\s#](?![^\n]*==)[^\n]*", text) == []


@pytest.mark.parametrize("path", [*LOCKS, "requirements.in", "requirements-cluster.in", "requirements-browser.in"])
def test_no_requirement_file_names_an_index(path: str) -> None:
    text = (PROJECT / path).read_text("utf-8")
    assert re.findall(r"(?m)://|^--.*$", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_all_that_is_declared(lock: str) -> None:
    declared = set().union(*(read_declared(path) for path in LOCKS[lock]))
    assert declared - {name for name, _ in list_pins(lock)} == set()


def test_the_browser_is_installed_beside_the_first_lock_without_changing_it() -> None:
    first, added = dict(list_pins("requirements.txt")), dict(list_pins("requirements-browser.txt"))
    assert added.items() & first.items() == {(name, added[name]) for name in added.keys() & first.keys()}


def test_every_declared_library_is_imported_or_has_another_use() -> None:
    homes = packages_distributions()
    imported = list_imports("dags", "pipeline", "storage", "tests", "benchmarks")
    used: set[str] = {canonicalize_name(name) for module in imported for name in homes.get(module, ())}
    if "airflow" in imported:
        used.add(canonicalize_name("apache-airflow"))  # a namespace: its modules lie in packages of other names
    assert read_declared("requirements.in") - used - set(NOT_IMPORTED) == set()


def test_the_project_and_the_set_up_name_the_same_versions_of_python() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    [tried] = re.findall(r'(?m)^SUPPORTED="([^"]+)"', Path(PROJECT / ".ci" / "install").read_text("utf-8"))
    allowed = SpecifierSet(project["requires-python"])
    versions = [f"3.{minor}" for minor in range(8, 20)]
    assert [version for version in versions if version in allowed] == sorted(tried.split())
