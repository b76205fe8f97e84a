"""Keep the searches that readers froze on the site, until the archive takes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from storage.database.rows import load_cell, write_json
from storage.errors import StorageError
from storage.export.frozen_searches import from_row, to_row
from storage.model.findings import ResultSet
from storage.reports.file import ask, writing

MOST_QUOTES: Final = 20_000
"""Quotes of a set that a reader may freeze; an archivist's may have any number. Chosen by hand."""

MOST_SETS: Final = 500
"""Sets that may wait for the archive to take them; more are refused until it has. At MOST_QUOTES each they have 250 MB. Chosen
by hand."""

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS sets (
        id TEXT PRIMARY KEY, query TEXT NOT NULL, digest TEXT NOT NULL, described TEXT NOT NULL, ids TEXT NOT NULL
    ) STRICT;
"""
_COLUMNS: Final = "described, ids"


def add_set(path: Path, frozen: ResultSet, ids: Sequence[str]) -> ResultSet:
    """Store a set; where the same search is stored already that found the same of the same archive, that one is returned.

    Raises StorageError if it has too many quotes, or too many sets wait.
    """
    if frozen.total > MOST_QUOTES:
        raise StorageError(
            f"This search finds {frozen.total:,} quotes; a reader can freeze at most {MOST_QUOTES:,}. Narrow it down, or ask "
            "the archivists for `onrecord freeze`."
        )
    with writing(path, _SCHEMA) as db:
        sql = f"SELECT {_COLUMNS} FROM sets WHERE query = ? AND digest = ?"
        for row in db.execute(sql, (frozen.query, frozen.digest)):
            known, _ = _read(row)
            if (known.filters, known.observation) == (frozen.filters, frozen.observation):
                return known
        if db.execute("SELECT count(*) FROM sets").fetchone()[0] >= MOST_SETS:
            raise StorageError(f"{MOST_SETS} frozen searches wait to be taken into the archive. Please do it again tomorrow.")
        row = (frozen.id, frozen.query, frozen.digest, write_json(to_row(frozen)), write_json(list(ids)))
        db.execute("INSERT OR IGNORE INTO sets VALUES (?, ?, ?, ?, ?)", row)
    return frozen


def find_set(path: Path, id: str) -> tuple[ResultSet, tuple[str, ...]] | None:  # noqa: A002 - the word of the field
    """Find a set with the ids of its quotes; None if it is not, or no longer, here."""
    rows = ask(path, f"SELECT {_COLUMNS} FROM sets WHERE id = ?", (id,))
    return _read(rows[0]) if rows else None


def list_ids(path: Path) -> list[str]:
    """List the ids of the sets that wait."""
    return [id_ for (id_,) in ask(path, "SELECT id FROM sets ORDER BY rowid")]


def drop_set(path: Path, id: str) -> None:  # noqa: A002 - as above
    """Drop a set that the archive has taken."""
    with writing(path, _SCHEMA) as db:
        db.execute("DELETE FROM sets WHERE id = ?", (id,))


def _read(row: tuple[str, str]) -> tuple[ResultSet, tuple[str, ...]]:
    return from_row(load_cell(row[0])), tuple(load_cell(row[1]))
