"""Sketch all wordings anew, so that a short excerpt of a long text is always found, and keep the runs of words in no quote."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        DROP TABLE sketches;
        CREATE TABLE sketches (
            -- The hashes of each wording's runs of three words, all of a short one: what shares some may be the same words.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            short INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

        DROP TABLE fresh_sketches;
        CREATE TABLE fresh_sketches (
            -- The newest sketches, which move into `sketches` many at a time: a large table is costly to add to here and there.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            short INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE text_sketches (
            -- The hashes of runs of words that no sketch of a quote of the text keeps.
            gram INTEGER NOT NULL,
            text INTEGER NOT NULL,
            PRIMARY KEY (gram, text)
        ) STRICT, WITHOUT ROWID;
    """)
    db.execute("UPDATE linked_quotes SET upto = 0")
    db.execute("UPDATE linked_texts SET upto = 0")
