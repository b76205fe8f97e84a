"""Keep which quotes share their words, sketches of the words, and links between those that may be the same."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE wordings (
            -- Words that quotes share when folded; `key` is a digest of them, `length` counts them, `quote` shows them first.
            seq INTEGER PRIMARY KEY,
            key INTEGER NOT NULL UNIQUE,
            length INTEGER NOT NULL,
            quote INTEGER NOT NULL REFERENCES quotes (seq)
        ) STRICT;

        CREATE TABLE quote_wordings (
            -- Which quotes share which words.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            wording INTEGER NOT NULL REFERENCES wordings (seq)
        ) STRICT;
        CREATE INDEX quotes_by_wording ON quote_wordings (wording);

        CREATE TABLE sketches (
            -- The smallest hashes of each wording's runs of three words: what shares several may be the same words.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE links (
            -- How the shorter of two wordings stands to the longer one, as one version of the code judged it.
            seq INTEGER PRIMARY KEY,
            longer INTEGER NOT NULL REFERENCES wordings (seq),
            shorter INTEGER NOT NULL REFERENCES wordings (seq),
            verdict TEXT NOT NULL,
            material INTEGER NOT NULL CHECK (material IN (0, 1)),
            reason TEXT NOT NULL,
            code_version TEXT NOT NULL,
            UNIQUE (longer, shorter, code_version)
        ) STRICT;
        CREATE INDEX links_by_shorter ON links (shorter);

        CREATE TABLE linked (
            -- Up to which wording links were looked for.
            upto INTEGER NOT NULL
        ) STRICT;
        INSERT INTO linked VALUES (0);
    """)
    for table in ("wordings", "quote_wordings", "sketches", "links"):
        refuse_changes(db, table)
