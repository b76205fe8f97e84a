"""State once which observation of a document is its newest, what stands of it today, and what redactions hide."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

# Written out twice in the view: SQLite reads a view over a subquery more slowly.
_AS_OF: Final = """min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE o.captured_at
            END)"""


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript(f"""
        DROP VIEW visible;
        CREATE VIEW visible AS
            -- Every observation that may be shown. `as_of` is from when on its text is known to have stood, which orders them:
            -- the edit by the platform's word; of a file imported, and of one of several wordings of a post, the publication
            -- (a file tells the moment it was imported, not that of its making), a cut wording just before the whole one;
            -- else the capture. `recency` orders the observations of one document: the greatest is its newest.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision,
            {_AS_OF} AS as_of,
            {_AS_OF} || ' ' || o.captured_at || ' ' || o.capture || printf(' %016d', o.seq) AS recency
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        LEFT JOIN posts p ON p.derivation = o.derivation
        LEFT JOIN captures c ON c.id = o.capture
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));

        CREATE VIEW current_documents AS
            -- Each document that may be shown, as its newest observation was read. `seq` and `id` are the document's.
        SELECT n.document AS seq, d.id, n.observation, n.derivation, v.revision, o.source, o.capture, o.captured_at, v.kind,
            v.url, v.title, v.language, v.published, v.published_earliest, v.published_latest, v.issuers, v.speakers, v.via,
            v.fragment
        FROM current n
        JOIN observations o ON o.seq = n.observation
        JOIN derivations v ON v.seq = n.derivation
        LEFT JOIN documents d ON d.seq = n.document;

        CREATE VIEW unredacted_quotes AS
            -- The quotes that are not withdrawn themselves; `visible` hides what only withdrawn documents and captures showed.
        SELECT q.seq, q.id, q.document, q.kind, q.words FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id);

        CREATE VIEW unredacted_captures AS
        SELECT c.* FROM captures c WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = c.id);
    """)
