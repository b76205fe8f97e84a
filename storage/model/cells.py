"""Cells of a table that a spreadsheet shows and does not run."""

from __future__ import annotations

from typing import Final

FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes a cell that begins with it for, spaces before it aside: a formula (OWASP, CSV Injection)."""


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run a cell; an apostrophe before it prevents that."""
    return cell.lstrip(" \u00a0").startswith(FORMULA_MARKS)
