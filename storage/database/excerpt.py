"""Write an excerpt of an archive: what collecting asks it, without texts and quotes, as one small file for other machines.

It answers which captures, payloads, pages and outcomes are known. It is a copy as of one moment, made to be read only.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pysqlite3 import dbapi2 as sqlite3

from storage.database.archive import open_reader
from storage.errors import StorageError

_TABLES: Final = {
    "_sqlite_migrations": "",
    "index_versions": "",
    "runs": "",
    "loads": "",
    "unfinished_loads": "",
    "warc_files": "",
    "warc_records": "WHERE (path, offset) IN (SELECT path, offset FROM whole.captures)",
    "captures": "",
    "judgements": "",
    "documents": "",
    "outcomes": "",
    "redactions": "",
    "pages": "",
}
"""The tables of an excerpt, each with what of it is taken. Of the ledger only the records that hold captures are needed."""

_VIEWS: Final = ("unredacted_captures",)
"""The views that finding captures asks."""


def write_excerpt(archive: Path, to: Path) -> int:
    """Write an excerpt of an archive to a file, which appears whole and synced; returns the number of its newest load.

    Raises StorageError if there is no archive, or it cannot be read.
    """
    passing = to.with_name(to.name + ".open")
    passing.parent.mkdir(parents=True, exist_ok=True)
    passing.unlink(missing_ok=True)
    open_reader(archive).close()
    copy = sqlite3.connect(f"file:{quote(str(passing.absolute()))}", uri=True, isolation_level=None)
    try:
        newest = _copy_tables(copy, archive)
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"{archive}: no excerpt can be made ({error}). `onrecord doctor` looks for what is wrong."
        ) from error
    finally:
        copy.close()
    with passing.open("rb") as stream:
        os.fsync(stream.fileno())
    passing.replace(to)
    return newest


def _copy_tables(copy: Any, archive: Path) -> int:
    """Copy the tables as of one moment, then make their indexes."""
    copy.execute("PRAGMA journal_mode = OFF")
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("ATTACH ? AS whole", (f"file:{quote(str(archive.absolute()))}?mode=ro",))
    copy.execute("BEGIN")
    [(newest,)] = copy.execute(
        "SELECT coalesce(max(seq), 0) FROM whole.loads WHERE seq NOT IN (SELECT load FROM whole.unfinished_loads)"
    ).fetchall()
    for kind in ("table", "index"):
        for table, where in _TABLES.items():
            for (definition,) in _read_definitions(copy, kind, table):
                copy.execute(definition)
                if kind == "table":
                    copy.execute(f"INSERT INTO main.{table} SELECT * FROM whole.{table} {where}")
    for view in _VIEWS:
        for (definition,) in _read_definitions(copy, "view", view):
            copy.execute(definition)
    copy.execute("COMMIT")
    return int(newest)


def _read_definitions(copy: Any, kind: str, table: str) -> list[tuple[str]]:
    rows = copy.execute(
        "SELECT sql FROM whole.sqlite_master WHERE (type, tbl_name) = (?, ?) AND sql IS NOT NULL ORDER BY name", (kind, table)
    )
    found: list[tuple[str]] = rows.fetchall()
    return found
