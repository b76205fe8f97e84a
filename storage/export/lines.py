"""Write quotes as JSON Lines and as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from storage.export.columns import COLUMNS, Cell, list_cells
from storage.model.cells import is_formula
from storage.model.codec import to_json
from storage.model.findings import Cited

_ROWS_AT_ONCE = 200
"""Rows of CSV handed on at once: a piece of some 100 kB. Chosen by hand."""


def write_json_lines(rows: Iterable[Cited]) -> Iterator[str]:
    """Yield one JSON object a line; ``from_json(Cited, object)`` returns the record."""
    for cited in rows:
        yield json.dumps(to_json(cited), ensure_ascii=False, separators=(",", ":")) + "\n"


def write_csv(rows: Iterable[Cited]) -> Iterator[str]:
    """Yield CSV with a heading; a cell that a spreadsheet would take for a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, cited in enumerate(rows, 1):
        writer.writerow([defuse(cell) for cell in list_cells(cited)])
        if number % _ROWS_AT_ONCE == 0:
            yield _take(out)
    yield _take(out)


def defuse(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: an apostrophe before a formula, U+FFFD for NUL, which CSV cannot hold."""
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\0", "\ufffd")
    return f"'{cell}" if is_formula(cell) else cell


def _take(out: io.StringIO) -> str:
    written = out.getvalue()
    out.seek(0)
    out.truncate()
    return written
