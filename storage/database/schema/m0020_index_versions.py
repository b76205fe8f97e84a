"""Keep which version of the code made each index that is computed in Python."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE index_versions (
            -- Of each index that Python computes from the record, the version that made it. An index without a row, or of an
            -- older version, is built anew before the archive is read.
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)
