"""Keep what is declared outside of the archive: sources, people, positions and who held them."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE declared (
            -- What was declared outside of the archive and is replaced as a whole when it changes there.
            name TEXT PRIMARY KEY,
            digest TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sources (
            id TEXT PRIMARY KEY,
            title TEXT,
            publisher TEXT,
            kind TEXT,
            url TEXT,
            country TEXT,
            declaration TEXT NOT NULL CHECK (json_valid(declaration))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            country TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE positions (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            organisation TEXT,
            country TEXT
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE aliases (
            -- Other names of people and other titles of positions; `folded` is what they are looked up by.
            folded TEXT NOT NULL,
            person TEXT REFERENCES people (id),
            position TEXT REFERENCES positions (id),
            alias TEXT NOT NULL,
            CHECK ((person IS NULL) <> (position IS NULL))
        ) STRICT;
        CREATE INDEX aliases_by_folded ON aliases (folded);

        CREATE TABLE occupancies (
            -- Who held which position from which day until which, both included.
            person TEXT NOT NULL REFERENCES people (id),
            position TEXT NOT NULL REFERENCES positions (id),
            since TEXT,
            until TEXT,
            known_from TEXT NOT NULL
        ) STRICT;
        CREATE INDEX occupancies_by_person ON occupancies (person);
        CREATE INDEX occupancies_by_position ON occupancies (position);
    """)
