"""A copy of the set-up in a folder of its own, on a machine of fake interpreters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.home import PROJECT
from tests.setup.machine import UV, Machine

TOOLS = ("bash", "env", "make", "cat", "sha256sum", "cut", "grep", "rm", "mkdir", "cp", "chmod", "dirname")
FILES = ("Makefile", ".ci/install", "pyproject.toml", "requirements.txt", "requirements-uv.txt", "requirements-cluster.txt")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.bin.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None, tool
        (made.bin / tool).symlink_to(found)
    for name in FILES:
        target = made.project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, target)
    uv = tmp_path / "uv"
    uv.write_text(UV.format(calls=tmp_path / "calls", broken=tmp_path / "broken"), "utf-8")
    uv.chmod(0o755)
    return made
