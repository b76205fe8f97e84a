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
_INDENT: Final = "  "
"""What the lines of a part begin with; its name stands above them without it."""


def expect(file: Path, lines: Iterable[str]) -> None:
    """Compare lines with those of a file; one that is missing is written, and the test fails."""
    found = list(map(_escape, lines))
    if not file.is_file():
        file.write_text("".join(f"{line}\n" for line in found), "utf-8")
        pytest.fail(f"{file.name} was missing and is written now. Read it, correct the code, commit it.")
    _compare(file, file.read_text("utf-8").splitlines(), found)


def expect_part(file: Path, name: str, lines: Iterable[str]) -> None:
    """Compare lines with the part of a file that bears a name; a part that is missing is added, and the test fails.

    A test of its own for each text tells which one is read otherwise, and a change of the code is tried with those that it
    touches."""
    found = list(map(_escape, lines))
    parts = _read_parts(file)
    if (kept := parts.get(_escape(name))) is None:
        with file.open("a", encoding="utf-8") as opened:
            opened.write("".join(f"{line}\n" for line in (_escape(name), *(f"{_INDENT}{line}" for line in found))))
        pytest.fail(f"{file.name} lacked this part, which is written now. Read it, correct the code, commit it.")
    _compare(file, kept, found)


def expect_names(file: Path, names: Iterable[str]) -> None:
    """Compare the names of a file's parts with those that it should have: a text that is gone takes its part along."""
    _compare(file, list(_read_parts(file)), list(map(_escape, names)))


def _read_parts(file: Path) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    last: list[str] = []
    for line in file.read_text("utf-8").splitlines() if file.is_file() else ():
        if line.startswith(_INDENT):
            last.append(line.removeprefix(_INDENT))
        else:
            last = parts[line] = []
    return parts


def _escape(line: str) -> str:
    return line.replace("\n", "\\n")


def _compare(file: Path, kept: list[str], found: list[str]) -> None:
    if found != kept:
        changes = list(difflib.unified_diff(kept, found, f"expected: {file.name}", "found", lineterm="", n=0))
        more = [f"... and {len(changes) - _MOST} lines more"] if len(changes) > _MOST else []
        advice = f"If what is found now is right, remove {file.name}, run the test twice and commit the file."
        pytest.fail("\n".join([*changes[:_MOST], *more, advice]), pytrace=False)
