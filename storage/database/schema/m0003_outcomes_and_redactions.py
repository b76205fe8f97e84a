"""Keep how each lead ended and what must not be shown, and let search find only what may be."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE outcomes (
            -- How each lead of a load ended, in order. `place` names a row of a dump; `quotes` were not in the archive before.
            load INTEGER NOT NULL REFERENCES loads (seq),
            position INTEGER NOT NULL,
            url TEXT NOT NULL,
            place TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('new', 'unchanged', 'revised', 'skipped', 'failed')),
            reason TEXT,
            capture TEXT REFERENCES captures (id),
            document INTEGER REFERENCES documents (seq),
            quotes INTEGER NOT NULL,
            PRIMARY KEY (load, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX outcomes_by_capture ON outcomes (capture) WHERE capture IS NOT NULL;
        CREATE INDEX outcomes_by_url ON outcomes (url);

        CREATE TABLE redactions (
            -- What must no longer be shown, and why. Bytes and hashes stay; every read leaves out what stands here.
            target TEXT PRIMARY KEY,
            why TEXT NOT NULL CHECK (why <> ''),
            redacted_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW visible AS
            -- Every observation that may be shown.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));

        CREATE VIEW searchable AS
            -- The quotes that search may find: those with a reading that may be shown.
        SELECT q.seq, q.words FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        AND EXISTS (SELECT 1 FROM quote_readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq);

        CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, content = 'searchable', content_rowid = 'seq',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );
    """)
