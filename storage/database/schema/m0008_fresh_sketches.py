"""Gather the newest sketches apart, so that adding costs the same however large the archive."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        -- The sketches can be made again from the quotes: an index, not a record.
        DROP TRIGGER sketches_no_update;
        DROP TRIGGER sketches_no_delete;

        CREATE TABLE fresh_sketches (
            -- The newest sketches, which move into `sketches` many at a time: a large table is costly to add to here and there.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE settled_sketches (
            -- Up to which wording the sketches have moved.
            upto INTEGER NOT NULL
        ) STRICT;
        INSERT INTO settled_sketches SELECT coalesce(max(seq), 0) FROM wordings;
    """)
