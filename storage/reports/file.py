"""Open the file of what readers leave, which is no part of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite3

from storage.database.archive import name_file
from storage.errors import StorageError
from storage.model.findings import Check

_REMEDY = (
    "Look at its permissions and its disk; if it is damaged, move it away: a new one is begun, without the reports that wait. "
    "The archive is not affected."
)


def ask(path: Path, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a question; none if there is no file yet, or it was begun before it had such a table.

    Raises StorageError if it cannot be read.
    """
    if not path.exists():
        return []
    with _naming(path, "read"), closing(sqlite3.connect(name_file(path, "ro"), uri=True, timeout=10)) as db:
        try:
            rows: list[tuple[Any, ...]] = db.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return []
        return rows


def check(path: Path) -> Check:
    """Say whether the file is whole; one that is not there is."""
    try:
        found = [str(line) for (line,) in ask(path, "PRAGMA quick_check(1)")] or ["ok"]
    except StorageError as error:
        found = [str(error)]
    holds = found == ["ok"]
    return Check(name="reports", holds=holds, detail="ok" if holds else found[0], remedy="" if holds else _REMEDY)


@contextmanager
def writing(path: Path, schema: str) -> Iterator[Any]:
    """Write to the file, all of a block or nothing. Raises StorageError if it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _naming(path, "written"), closing(sqlite3.connect(str(path), timeout=10)) as db, db:
        db.executescript(schema)
        yield db


@contextmanager
def _naming(path: Path, what: str) -> Iterator[None]:
    """Say in one sentence why the file cannot be read or written."""
    if path.exists() and not path.is_file():  # SQLite would wait for a pipe
        raise StorageError(f"{path} is no file; expected what readers reported, or nothing. Move it away.")
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise StorageError(f"{path} cannot be {what}: {error}. {_REMEDY}") from error
