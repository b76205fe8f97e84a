"""Expectations kept in files beside their tests: what is missing is written, and the test fails until someone has read it.

They hold all that is read from some material, also what is read wrongly, so that each change of it is seen and judged.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

_MOST: Final = 60
"""At most this many lines of a difference are shown. Chosen by hand: about a screen."""


def expect(file: Path, lines: Iterable[str]) -> None:
    """Compare lines with those of a file; one that is missing is written, and the test fails."""
    found = [line.replace("\n", "\\n") for line in lines]
    if not file.is_file():
        file.write_text("".join(f"{line}\n" for line in found), "utf-8")
        pytest.fail(f"{file.name} was missing and is written now. Read it, correct the code, commit it.")
    kept = file.read_text("utf-8").splitlines()
    if found != kept:
        changes = list(difflib.unified_diff(kept, found, f"expected: {file.name}", "found", lineterm="", n=0))
        more = [f"... and {len(changes) - _MOST} lines more"] if len(changes) > _MOST else []
        advice = f"If what is found now is right, remove {file.name}, run the test twice and commit the file."
        pytest.fail("\n".join([*changes[:_MOST], *more, advice]), pytrace=False)
