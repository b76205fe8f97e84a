"""Keep what publishers say of their own items: that they were withdrawn, corrected or updated."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE notices (
            -- What a publisher says of an item, as one derivation read it; `dated` is the date the notice gives.
            derivation INTEGER PRIMARY KEY REFERENCES derivations (seq),
            kind TEXT NOT NULL CHECK (kind IN ('withdrawn', 'corrected', 'updated')),
            text TEXT NOT NULL,
            dated TEXT CHECK (json_valid(dated))
        ) STRICT;
    """)
    refuse_changes(db, "notices")
