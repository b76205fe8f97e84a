"""Every file that decides how bytes are understood is under the version that derivations keep."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import grimp
import pytest

from pipeline.home import PROJECT
from pipeline.run.collect.version import list_files

DOORS: Final = (
    "pipeline.stages.derive",
    "pipeline.stages.imported",
    "pipeline.stages.sameness",
    "pipeline.registry.reading_background",
)
"""Where runs enter: deriving, importing, comparing, and what they know of languages, people and sources."""

READ = """
import json, sys
read = set()
sys.addaudithook(lambda event, args: read.add(str(args[0])) if event == "open" and "r" in str(args[1] or "r") else None)
from pipeline.registry.reading_background import load_knowledge
from pipeline.registry.declared_sources import load_sources
load_knowledge(), load_sources()
print(json.dumps(sorted(read)))
"""


def list_modules() -> set[str]:
    """List the modules that the doors and the hooks of sources import, directly or not."""
    graph = grimp.build_graph("pipeline", "storage")
    doors = [*DOORS, *graph.find_descendants("pipeline.sources")]
    return {*doors, *(module for door in doors for module in graph.find_upstream_modules(door))}


def list_missing(modules: Iterable[str], covered: Iterable[Path]) -> list[str]:
    known = set(covered)
    files = {module: find_spec(module) for module in modules}
    return sorted(module for module, spec in files.items() if spec and spec.origin and Path(spec.origin) not in known)


def test_the_version_covers_every_module_that_understanding_imports() -> None:
    modules = list_modules()
    assert {"storage.text.encodings", "storage.model.identity", "pipeline.registry.owners"} <= modules
    assert list_missing(modules, list_files()) == []


@pytest.mark.parametrize("forgotten", ["storage/text/encodings.py", "storage/model/identity.py", "pipeline/stages/derive.py"])
def test_a_module_outside_the_version_is_found(forgotten: str) -> None:
    covered = [path for path in list_files() if path != PROJECT / forgotten]
    assert list_missing(list_modules(), covered) == [forgotten.removesuffix(".py").replace("/", ".")]


def test_the_version_covers_every_file_that_the_registry_reads() -> None:
    run = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True, cwd=PROJECT)
    read = {Path(name) for name in json.loads(run.stdout)}
    data = {path for path in read if path.is_relative_to(PROJECT / "pipeline") and path.suffix not in {".py", ".pyc"}}
    assert PROJECT / "pipeline" / "publishers.toml" in data
    assert {path.suffix for path in data} == {".toml", ".json"}
    assert sorted(data - set(list_files())) == []


def test_a_change_of_a_citation_style_asks_for_no_new_derivation() -> None:
    assert not [path for path in list_files() if "cite" in path.parts]
