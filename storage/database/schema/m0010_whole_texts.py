"""Keep which documents hold the same text as a whole, and links between texts that may be copies or parts of one another."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE texts (
            -- Whole texts that revisions share when folded; `key` is a digest, `length` counts words, `revision` shows it.
            seq INTEGER PRIMARY KEY,
            key INTEGER NOT NULL UNIQUE,
            length INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES revisions (seq)
        ) STRICT;

        CREATE TABLE revision_texts (
            -- Which revisions share which text; `said` counts the words of a revision's quotes, each wording once.
            revision INTEGER PRIMARY KEY REFERENCES revisions (seq),
            text INTEGER NOT NULL REFERENCES texts (seq),
            said INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX revisions_by_text ON revision_texts (text);

        CREATE TABLE text_links (
            -- How the shorter of two texts stands to the longer one, as one version of the code judged it.
            seq INTEGER PRIMARY KEY,
            longer INTEGER NOT NULL REFERENCES texts (seq),
            shorter INTEGER NOT NULL REFERENCES texts (seq),
            verdict TEXT NOT NULL,
            material INTEGER NOT NULL CHECK (material IN (0, 1)),
            reason TEXT NOT NULL,
            code_version TEXT NOT NULL,
            UNIQUE (longer, shorter, code_version)
        ) STRICT;
        CREATE INDEX text_links_by_shorter ON text_links (shorter);

        CREATE TABLE linked_texts (
            -- Up to which derivation links between texts were looked for.
            upto INTEGER NOT NULL
        ) STRICT;
        INSERT INTO linked_texts VALUES (0);
    """)
    for table in ("texts", "revision_texts", "text_links"):
        refuse_changes(db, table)
