"""Keep the addresses that pages declare as themselves in other languages, and find what was published at the same time."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE alternates (
            -- What a page declares as itself in another language, as one derivation read it.
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            language TEXT NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (derivation, url)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX alternates_by_url ON alternates (url);
        CREATE INDEX derivations_by_published ON derivations (published_earliest);
    """)
    refuse_changes(db, "alternates")
