"""Keep when a platform says that a post was edited, and order a document's observations by it."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        ALTER TABLE posts ADD COLUMN edited TEXT CHECK (json_valid(edited));
        -- The earliest instant of the edit, where the platform bounds it on both sides.
        ALTER TABLE posts ADD COLUMN edited_at TEXT;

        DROP VIEW visible;
        CREATE VIEW visible AS
            -- Every observation that may be shown. `as_of` is from when on its text is known to have stood, which orders them:
            -- the edit by the platform's word; of a file imported, and of one of several wordings of a post, the publication
            -- (a file tells the moment it was imported, not that of its making); else the capture.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN v.published_earliest
                ELSE o.captured_at
            END) AS as_of
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        LEFT JOIN posts p ON p.derivation = o.derivation
        LEFT JOIN captures c ON c.id = o.capture
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));

        CREATE TEMP TABLE moved AS
        SELECT n.document, (
            SELECT o.seq FROM visible o WHERE o.document = n.document
            ORDER BY o.as_of DESC, o.captured_at DESC, o.capture DESC, o.seq DESC LIMIT 1
        ) AS observation
        FROM current n JOIN posts p ON p.derivation = n.derivation;
        DELETE FROM moved WHERE observation IN (SELECT observation FROM current);
        UPDATE current SET (observation, derivation) = (
            SELECT o.seq, o.derivation FROM moved m JOIN observations o ON o.seq = m.observation
            WHERE m.document = current.document
        ) WHERE document IN (SELECT document FROM moved);
        DELETE FROM current_quotes WHERE document IN (SELECT document FROM moved);
        INSERT INTO current_quotes
        SELECT r.quote, r.document, r.derivation, r.kind, r.document_kind, r.language, r.source, r.speaker, r.speaker_id,
            r.earliest, r.latest
        FROM moved m JOIN dated_quotes r ON r.observation = m.observation;
        DROP TABLE moved;
    """)
