"""Mark wordings that end before their post does, and let them stand behind the whole ones."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        -- 1 where the platform or a tool gave only the beginning of the text.
        ALTER TABLE posts ADD COLUMN cut INTEGER NOT NULL DEFAULT 0 CHECK (cut IN (0, 1));

        DROP VIEW visible;
        CREATE VIEW visible AS
            -- Every observation that may be shown. `as_of` is from when on its text is known to have stood, which orders them:
            -- the edit by the platform's word; of a file imported, and of one of several wordings of a post, the publication
            -- (a file tells the moment it was imported, not that of its making), a cut wording just before the whole one;
            -- else the capture.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE o.captured_at
            END) AS as_of
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        LEFT JOIN posts p ON p.derivation = o.derivation
        LEFT JOIN captures c ON c.id = o.capture
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));
    """)
