"""Expectations kept in files beside their tests: what is missing is written, and the test fails until someone has read it.

They hold all that is read from some material, also what is read wrongly, so that each change of it is seen and judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest


def expect(file: Path, lines: Iterable[str]) -> None:
    """Compare lines with those of a file; one that is missing is written, and the test fails."""
    found = [line.replace("\n", "\\n") for line in lines]
    if not file.is_file():
        file.write_text("".join(f"{line}\n" for line in found), "utf-8")
        pytest.fail(f"{file.name} was missing and is written now. Read it, correct the code, commit it.")
    assert found == file.read_text("utf-8").splitlines()
