"""Begin the archive: runs, what they loaded, the WARC files' ledger, and captures with what they really were."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE runs (
            -- One execution over one source. Only the moment it finished is filled in later.
            id TEXT NOT NULL,
            source TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            code_version TEXT NOT NULL,
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            PRIMARY KEY (id, source)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE loads (
            -- One shard read into the archive in one run: whole or not at all. `shard` is the path of its WARC.
            seq INTEGER PRIMARY KEY,
            run TEXT NOT NULL,
            source TEXT NOT NULL,
            shard TEXT NOT NULL,
            stops TEXT NOT NULL CHECK (json_valid(stops)),
            UNIQUE (run, source, shard),
            FOREIGN KEY (run, source) REFERENCES runs (id, source)
        ) STRICT;

        CREATE TABLE warc_files (
            -- A WARC file, and the load that first brought it in.
            path TEXT PRIMARY KEY,
            load INTEGER NOT NULL REFERENCES loads (seq)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE warc_records (
            -- The ledger: every stored record of every WARC file, so that each of their bytes belongs to a hashed record.
            path TEXT NOT NULL,
            offset INTEGER NOT NULL CHECK (offset >= 0),
            length INTEGER NOT NULL CHECK (length > 0),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            record_id TEXT NOT NULL,
            record_type TEXT NOT NULL,
            url TEXT,
            origin TEXT,
            PRIMARY KEY (path, offset)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE captures (
            -- What one URL returned at one moment; (path, offset) is the record that holds it.
            id TEXT PRIMARY KEY,
            source TEXT,
            url TEXT NOT NULL,
            captured_at TEXT NOT NULL,
            record_type TEXT NOT NULL CHECK (record_type IN ('response', 'revisit', 'resource')),
            status INTEGER,
            media_type TEXT,
            headers TEXT NOT NULL CHECK (json_valid(headers)),
            payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
            payload_length INTEGER NOT NULL,
            path TEXT NOT NULL,
            offset INTEGER NOT NULL,
            refers_to TEXT,
            location TEXT,
            origin TEXT,
            FOREIGN KEY (path, offset) REFERENCES warc_records (path, offset) DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX captures_by_url ON captures (url, captured_at);
        CREATE INDEX captures_by_payload ON captures (payload_sha256);
        CREATE INDEX captures_by_source ON captures (source, captured_at);

        CREATE TABLE judgements (
            -- What a capture really is, whatever its status code says, as one version of the code judged it.
            capture TEXT NOT NULL REFERENCES captures (id),
            code_version TEXT NOT NULL,
            status TEXT CHECK (status IN ('content', 'blocked', 'login', 'soft_404', 'gone', 'error', 'empty')),
            why TEXT NOT NULL,
            leads INTEGER NOT NULL,
            problems TEXT NOT NULL CHECK (json_valid(problems)),
            PRIMARY KEY (capture, code_version)
        ) STRICT, WITHOUT ROWID;
    """)
