"""Write CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence

from pipeline.cli.visible import show_controls
from storage.model.cells import is_formula


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises."""
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([_defuse(cell) for cell in row] for row in rows)


def _defuse(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    shown = show_controls(cell)
    return f"'{shown}" if is_formula(cell) else shown
