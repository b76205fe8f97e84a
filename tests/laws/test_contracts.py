"""The import contracts of pyproject.toml fail when an import breaks them: held on a copy with one line more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.home import PROJECT

FLOORS = ("dags", "pipeline", "storage")


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for floor in FLOORS:
        shutil.copytree(PROJECT / floor, root / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", root)
    return root


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipeline/cli/document_places.py", "from storage.reading.show import show"),
        ("dags/dag_names.py", "from storage.database.archive import open_reader"),
        ("dags/tasks/windows.py", "from pipeline.run.opening import reading"),
        ("pipeline/stages/imported.py", "from storage.database.rows import read_when"),
        ("pipeline/stages/imported.py", "from storage.reports.reader_reports import add_report"),
        ("pipeline/stages/imported.py", "from pipeline.shared import open_shared"),
        ("storage/model/dates.py", "from storage.database.rows import read_when"),
    ],
)
def test_a_forbidden_import_is_found(copy: Path, module: str, line: str) -> None:
    path = copy / module
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}\n{line}\n", encoding="utf-8")
    try:
        found = lint(copy)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert found.returncode == 1, found.stdout
    assert module.removesuffix(".py").replace("/", ".") in found.stdout


def test_the_contracts_hold_as_the_code_is(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout
