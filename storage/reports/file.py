"""Open the file of what readers leave, which is no part of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite3

from storage.errors import StorageError


def ask(path: Path, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a question; none if there is no file yet, or it was begun before it had such a table."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True, timeout=10)) as db:
        try:
            rows: list[tuple[Any, ...]] = db.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return []
        return rows


@contextmanager
def writing(path: Path, schema: str) -> Iterator[Any]:
    """Write to the file, all of a block or nothing. Raises StorageError if it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(str(path), timeout=10)) as db, db:
            db.executescript(schema)
            yield db
    except sqlite3.Error as error:
        raise StorageError(f"{path} cannot be written: {error}. Look at its permissions.") from error
