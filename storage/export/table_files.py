"""Write quotes as files that hold tables: SQLite, and Parquet through DuckDB, which is installed apart."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pysqlite3 import dbapi2 as sqlite3

from storage.errors import StorageError
from storage.export.columns import COLUMNS, NUMBERS, list_cells
from storage.model.findings import Cited

_BATCH: Final = 1000
"""Rows written by one statement. Chosen by hand."""
_KEY: Final = "id"
_MODEST: Final = {"threads": 1, "memory_limit": "256MB"}
"""DuckDB takes a part of all memory and every core otherwise."""
_ROWS: Final = 20_480
"""Rows of a row group, which DuckDB holds in memory: ten of its vectors of 2,048 rows, a sixth of its default."""


def write_sqlite(rows: Iterable[Cited], path: Path) -> None:
    """Write a database with one table, ``quotes``."""
    waiting = iter(rows)
    insert = f"INSERT OR IGNORE INTO quotes VALUES ({', '.join('?' * len(COLUMNS))})"
    with closing(sqlite3.connect(str(path))) as db:
        db.execute(f"CREATE TABLE quotes ({', '.join(map(_declare, COLUMNS))}) STRICT, WITHOUT ROWID")
        while batch := [list_cells(cited) for cited in islice(waiting, _BATCH)]:
            db.executemany(insert, batch)
        db.execute("CREATE INDEX quotes_by_speaker ON quotes (speaker)")
        db.execute("CREATE INDEX quotes_by_document ON quotes (document)")
        db.commit()


def write_parquet(rows: Iterable[Cited], path: Path) -> None:
    """Write a Parquet file, compressed with Zstandard. Raises StorageError if DuckDB is not installed."""
    duckdb = load_duckdb()
    lines = path.with_name(f"{path.name}.jsonl")
    types = {name: "BIGINT" if name in NUMBERS else "VARCHAR" for name in COLUMNS}
    try:
        with lines.open("w", encoding="utf-8") as stream:
            for cited in rows:
                stream.write(json.dumps(dict(zip(COLUMNS, list_cells(cited), strict=True)), ensure_ascii=False) + "\n")
        with closing(duckdb.connect(config=_MODEST)) as db:
            source = f"read_json({_literal(str(lines))}, format = 'newline_delimited', columns = {_struct(types)})"
            target = _literal(str(path))
            db.execute(f"COPY (SELECT * FROM {source}) TO {target} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})")
    finally:
        lines.unlink(missing_ok=True)


def load_duckdb() -> Any:
    """Import DuckDB. Raises StorageError with what to install if it is absent."""
    try:
        return importlib.import_module("duckdb")
    except ImportError as error:
        raise StorageError(
            "Parquet needs DuckDB, which is not installed here; `pip install duckdb` in .venv adds it. "
            "The formats csv, jsonl and sqlite hold the same columns without it."
        ) from error


def _declare(name: str) -> str:
    kind = "INTEGER" if name in NUMBERS else "TEXT"
    return f'"{name}" {kind}{" PRIMARY KEY" if name == _KEY else ""}'


def _struct(types: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_literal(name)}: {_literal(kind)}" for name, kind in types.items()) + "}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
