"""Keep frozen searches, which are cited, and what readers follow, with what they were told of."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE result_sets (
            -- A search as it was frozen, with how far the archive reached. `observation` is the newest one it could see;
            -- `digest` is the SHA-256 of the ids in the order of their letters, each with a line feed after it.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            query TEXT NOT NULL,
            filters TEXT NOT NULL CHECK (json_valid(filters)),
            frozen_at TEXT NOT NULL,
            observation INTEGER NOT NULL,
            code_version TEXT NOT NULL,
            total INTEGER NOT NULL,
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            notes TEXT NOT NULL CHECK (json_valid(notes)),
            coverage TEXT NOT NULL CHECK (json_valid(coverage))
        ) STRICT;

        CREATE TABLE result_set_quotes (
            result_set INTEGER NOT NULL REFERENCES result_sets (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            PRIMARY KEY (result_set, quote)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE follows (
            -- What a reader follows, how often and by which channels that is told. `state` is what the last look found of
            -- the publisher and the source; `ended_at` is filled in once, when the reader stops.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('search', 'speaker', 'document', 'quote')),
            subject TEXT NOT NULL,
            filters TEXT NOT NULL CHECK (json_valid(filters)),
            every TEXT NOT NULL CHECK (every IN ('immediate', 'daily', 'weekly')),
            channels TEXT NOT NULL CHECK (json_valid(channels)),
            begun_at TEXT NOT NULL,
            looked_at TEXT,
            state TEXT NOT NULL CHECK (json_valid(state)),
            ended_at TEXT
        ) STRICT;

        CREATE TABLE follow_members (
            -- The quotes that the last look found for what is followed, and how they were read then. Derived by looking, so
            -- it may be changed.
            follow INTEGER NOT NULL REFERENCES follows (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            PRIMARY KEY (follow, quote)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE follow_entries (
            -- What was noticed of something followed. It holds no words of the archive, so that a redaction leaves none here.
            -- `number` counts the quotes that one entry stands for; `quote` and `document` name the first. `detail` is a state
            -- of the archive's own vocabulary.
            seq INTEGER PRIMARY KEY,
            follow INTEGER NOT NULL REFERENCES follows (seq),
            kind TEXT NOT NULL,
            quote TEXT,
            document TEXT,
            number INTEGER NOT NULL,
            detail TEXT NOT NULL,
            noticed_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX follow_entries_by_follow ON follow_entries (follow, seq);

        CREATE TABLE follow_tellings (
            -- Up to which entry a channel was told. A crash in between may tell entries twice, never not at all.
            seq INTEGER PRIMARY KEY,
            follow INTEGER NOT NULL REFERENCES follows (seq),
            channel TEXT NOT NULL,
            upto INTEGER NOT NULL,
            told_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX follow_tellings_by_follow ON follow_tellings (follow, channel, seq);
    """)
    for table in ("result_sets", "result_set_quotes", "follow_entries", "follow_tellings"):
        refuse_changes(db, table)
