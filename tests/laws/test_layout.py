"""The layout that docs/architecture.md draws is that of the folders, and a contract places each package."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from pipeline.home import PROJECT

DRAWN = ("dags", "pipeline", "pipeline/run", "pipeline/fetch", "pipeline/stages", "storage", "storage/model")
"""The folders whose own folders docs/architecture.md names."""
SHARED_NAMES = {"__init__", "__main__", "errors"}
"""What modules of several packages may be called: Python asks for two of them, and each layer has its tree of errors."""
LAYERED = ("pipeline", "pipeline/run", "pipeline/fetch", "storage")
"""The packages whose own packages a contract puts into layers."""


def find_repeated(paths: Iterable[PurePath]) -> set[str]:
    """Find the names that several modules go by."""
    counts = Counter(path.stem for path in paths)
    return {name for name, count in counts.items() if count > 1} - SHARED_NAMES


def list_folders(place: str) -> set[str]:
    return {each.name for each in (PROJECT / place).iterdir() if each.is_dir() and each.name != "__pycache__"}


def list_packages(place: str) -> set[str]:
    return {name for name in list_folders(place) if (PROJECT / place / name / "__init__.py").exists()}


def read_drawn(page: str) -> set[str]:
    """Read the folders that the table of the floors names, by their last name."""
    table = page.partition("## Three floors")[2].partition("\n## ")[0]
    return {name.rstrip("/").rpartition("/")[2] for name in re.findall(r"`([\w/]+/)`", table)}


def read_layered(contracts: Iterable[dict[str, object]]) -> set[str]:
    """Read the packages that contracts of layers place, by their whole name."""
    layers = [layer for each in contracts if each["type"] == "layers" for layer in each["layers"]]  # type: ignore[attr-defined]
    return {name for layer in layers for name in re.findall(r"[\w.]+", layer)}


def test_every_folder_is_drawn_and_every_drawn_folder_exists() -> None:
    page = (PROJECT / "docs/architecture.md").read_text(encoding="utf-8")
    drawn = read_drawn(page)
    assert {name for place in DRAWN for name in list_folders(place)} - drawn == set()
    assert drawn - {path.name for place in ("dags", "pipeline", "storage") for path in (PROJECT / place).rglob("*/")} == {
        "dags",
        "storage",
    }


def test_every_package_is_placed_by_a_contract() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    packages = {f"{place}/{name}".replace("/", ".") for place in LAYERED for name in list_packages(place)}
    assert packages - read_layered(contracts) == set()


def test_stages_and_the_site_may_import_no_package_of_the_storage_that_is_not_named() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    closed = {
        each["name"].partition(":")[0].partition(" ask")[0]: set(each["forbidden_modules"])
        for each in contracts
        if each["type"] == "forbidden"
    }
    open_to = {"Stages are pure": {"model", "text"}, "The site": {"model"}, "Commands and DAGs": {"model"}}
    for name, allowed in open_to.items():
        assert {f"storage.{each}" for each in list_packages("storage") - allowed} - closed[name] == set(), name


def test_a_folder_left_out_of_the_page_and_one_that_is_gone_are_found() -> None:
    page = "## Three floors\n| `dags/` | `tasks/`, `service/` |\n| `gone/` | nothing |\n## Laws\n`other/`"
    assert read_drawn(page) == {"dags", "tasks", "service", "gone"}


def test_a_package_that_no_contract_places_is_found() -> None:
    contracts: list[dict[str, object]] = [
        {"type": "layers", "layers": ["pipeline.cli", "(pipeline.run) | (pipeline.fetch)"]},
        {"type": "forbidden"},
    ]
    assert read_layered(contracts) == {"pipeline.cli", "pipeline.run", "pipeline.fetch"}


def test_every_module_that_a_page_names_exists() -> None:
    pages = [*(PROJECT / "docs").rglob("*.md"), PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"]
    named = {(page.name, path) for page in pages for path in find_modules(page.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert {(page, path) for page, path in named if not (PROJECT / path).exists()} == set()


def find_modules(text: str) -> set[str]:
    """Find the modules and folders of the code that a page names by their whole path."""
    return set(re.findall(r"`((?:dags|pipeline|storage|tests|benchmarks|training|mutation|fuzzing)/[\w/.]*\w)`", text))


def test_a_path_is_found_in_a_page() -> None:
    text = "See `pipeline/stages/parse/kinds.py` and `storage/model`, not pipeline/x.py nor `onrecord run`."
    assert find_modules(text) == {"pipeline/stages/parse/kinds.py", "storage/model"}


def test_a_name_is_that_of_one_module() -> None:
    assert find_repeated(path for place in ("dags", "pipeline", "storage") for path in (PROJECT / place).rglob("*.py")) == set()


def test_a_name_of_two_modules_is_found() -> None:
    paths = [PurePath(path) for path in ("a/names.py", "b/names.py", "a/errors.py", "b/errors.py", "b/name.py")]
    assert find_repeated(paths) == {"names"}
