"""Keep when each page of a source was last asked for, and what the lists of a run held."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        -- How many leads the lists of a load held (NULL: it read no lists); how many known pages were due for another look,
        -- and how many of these were left for a later run.
        ALTER TABLE loads ADD COLUMN listed INTEGER;
        ALTER TABLE loads ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE loads ADD COLUMN deferred INTEGER NOT NULL DEFAULT 0;

        CREATE TABLE pages (
            -- The addresses that a source was asked for, when first and last, and how the last look ended. `published` is the
            -- earliest instant of its document's publication. Derived from outcomes and captures, so it may be changed.
            source TEXT NOT NULL,
            url TEXT NOT NULL,
            first_at TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            outcome TEXT NOT NULL,
            published TEXT,
            PRIMARY KEY (source, url)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pages_by_asked ON pages (source, asked_at);

        INSERT INTO pages (source, url, first_at, asked_at, outcome, published)
        SELECT l.source, o.url, coalesce(c.captured_at, r.started_at), coalesce(c.captured_at, r.started_at), o.outcome,
            (
                SELECT v.published_earliest FROM current n JOIN derivations v ON v.seq = n.derivation
                WHERE n.document = o.document
            )
        FROM outcomes o
        JOIN loads l ON l.seq = o.load
        JOIN runs r ON (r.id, r.source) = (l.run, l.source)
        LEFT JOIN captures c ON c.id = o.capture
        WHERE o.place = '' AND o.url LIKE 'http%' AND (c.id IS NULL OR (c.url = o.url AND c.record_type <> 'resource'))
        AND coalesce(o.reason, '') NOT IN (
            'captured before', 'outside the days asked for', 'host failing', 'host resting'
        )
        ORDER BY 3, o.load, o.position
        ON CONFLICT (source, url) DO UPDATE SET
            asked_at = max(asked_at, excluded.asked_at), outcome = excluded.outcome,
            published = coalesce(excluded.published, published);
    """)
