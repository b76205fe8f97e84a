"""Find the mementos of an address, and order what they show by when the web archive saw it."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE INDEX captures_by_memento ON captures (
            -- The address that a raw memento (…/web/20201027100000id_/https://…) is a copy of.
            substr(url, instr(url, 'id_/') + 4)
        ) WHERE instr(url, 'id_/') > 0;

        DROP VIEW visible;
        CREATE VIEW visible AS
            -- Every observation that may be shown. `as_of` is from when on its text is known to have stood, which orders them:
            -- the edit by the platform's word; of a file imported, and of one of several wordings of a post, the publication
            -- (a file tells the moment it was imported, not that of its making), a cut wording just before the whole one;
            -- of a memento, when the web archive saw it; else the capture. `recency` orders the observations of one document:
            -- the greatest is its newest.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE coalesce(CASE
                    WHEN c.url GLOB 'http*://web.archive.org[:/]*'
                    THEN strftime('%Y-%m-%dT%H:%M:%SZ', printf(
                        '%s-%s-%sT%s:%s:%s',
                        substr(c.url, instr(c.url, '/web/') + 5, 4),
                        substr(c.url, instr(c.url, '/web/') + 9, 2),
                        substr(c.url, instr(c.url, '/web/') + 11, 2),
                        substr(c.url, instr(c.url, '/web/') + 13, 2),
                        substr(c.url, instr(c.url, '/web/') + 15, 2),
                        substr(c.url, instr(c.url, '/web/') + 17, 2)
                    ))
                END, o.captured_at)
            END) AS as_of,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE coalesce(CASE
                    WHEN c.url GLOB 'http*://web.archive.org[:/]*'
                    THEN strftime('%Y-%m-%dT%H:%M:%SZ', printf(
                        '%s-%s-%sT%s:%s:%s',
                        substr(c.url, instr(c.url, '/web/') + 5, 4),
                        substr(c.url, instr(c.url, '/web/') + 9, 2),
                        substr(c.url, instr(c.url, '/web/') + 11, 2),
                        substr(c.url, instr(c.url, '/web/') + 13, 2),
                        substr(c.url, instr(c.url, '/web/') + 15, 2),
                        substr(c.url, instr(c.url, '/web/') + 17, 2)
                    ))
                END, o.captured_at)
            END) || ' ' || o.captured_at || ' ' || o.capture || printf(' %016d', o.seq) AS recency
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        LEFT JOIN posts p ON p.derivation = o.derivation
        LEFT JOIN captures c ON c.id = o.capture
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));
    """)
