"""Keep the words of a reading in its revision alone, its date in its derivation alone where that is the same, and index the
addresses of those outcomes alone that are looked up by them."""

from __future__ import annotations

from zlib import crc32

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.register_function(_checksum, name="m0025_checksum", deterministic=True)
    db.register_function(len, name="m0025_length", deterministic=True)
    db.executescript("""
        DROP VIEW searchable;
        DROP VIEW dated_quotes;

        CREATE TABLE readings (
            -- Where one derivation found a quote, and whose words it took them for. Offsets are code points into the revision,
            -- where the words stand: `checksum` is the CRC-32 of theirs in UTF-8, `before` and `after` are the lengths of their
            -- prefix and suffix. `spans` is NULL where they are all from start to end, `marked` where nothing is marked.
            -- `as_published`: 1 where they were said when the derivation says that the document was published.
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            before INTEGER NOT NULL,
            after INTEGER NOT NULL,
            spans TEXT CHECK (json_valid(spans)),
            marked TEXT CHECK (json_valid(marked)),
            cue TEXT,
            mention TEXT CHECK (json_valid(mention)),
            speaker TEXT,
            speaker_id TEXT,
            office TEXT,
            via TEXT,
            as_published INTEGER NOT NULL CHECK (as_published IN (0, 1)),
            said TEXT CHECK (json_valid(said)),
            said_earliest TEXT,
            said_latest TEXT,
            polarity TEXT NOT NULL CHECK (polarity IN ('said', 'denied', 'asked', 'expected', 'hypothetical')),
            PRIMARY KEY (derivation, quote)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO readings
        SELECT derivation, quote, start, "end", m0025_checksum(exact), m0025_length(prefix), m0025_length(suffix),
            nullif(spans, '[[' || start || ',' || "end" || ']]'), nullif(marked, '[]'), cue, mention, speaker, speaker_id,
            office, via, is_same, iif(is_same, NULL, said), iif(is_same, NULL, said_earliest), iif(is_same, NULL, said_latest),
            polarity
        FROM (
            SELECT g.*, g.said IS NOT NULL AND (g.said, g.said_earliest, g.said_latest)
                IS (v.published, v.published_earliest, v.published_latest) AS is_same
            FROM quote_readings g JOIN derivations v ON v.seq = g.derivation
        ) ORDER BY derivation, quote;

        DROP TABLE quote_readings;
        CREATE INDEX readings_by_quote ON readings (quote);

        CREATE VIEW quote_readings AS
            -- The readings with their words, what stands around these, and when they were said.
        SELECT g.derivation, g.quote,
            (SELECT substr(r.text, g.start + 1, g."end" - g.start)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS exact,
            g.start, g."end",
            coalesce(g.spans, '[[' || g.start || ',' || g."end" || ']]') AS spans, coalesce(g.marked, '[]') AS marked,
            (SELECT substr(r.text, g.start - g.before + 1, g.before)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS prefix,
            (SELECT substr(r.text, g."end" + 1, g.after)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS suffix,
            g.cue, g.mention, g.speaker, g.speaker_id, g.office, g.via,
            iif(g.as_published, (SELECT v.published FROM derivations v WHERE v.seq = g.derivation), g.said) AS said,
            iif(g.as_published, (SELECT v.published_earliest FROM derivations v WHERE v.seq = g.derivation), g.said_earliest)
                AS said_earliest,
            iif(g.as_published, (SELECT v.published_latest FROM derivations v WHERE v.seq = g.derivation), g.said_latest)
                AS said_latest,
            g.polarity, g.checksum, g.before, g.after,
            (SELECT v.revision FROM derivations v WHERE v.seq = g.derivation) AS revision
        FROM readings g;

        CREATE VIEW searchable AS
            -- The quotes that search may find: those with a reading that may be shown.
        SELECT q.seq FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        AND EXISTS (SELECT 1 FROM readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq);

        CREATE VIEW dated_quotes AS
        -- Every reading of a quote in every observation that may be shown, with what search filters and sorts by. `earliest`
        -- and `latest` bound when it was said, or where that is unknown when it was published: both NULL where neither is
        -- known, '0000' and '9999' at an open side.
        SELECT q.seq AS quote, q.document, o.derivation, q.kind, v.kind AS document_kind, v.language, o.source, g.speaker,
            g.speaker_id, g.via,
            CASE
                WHEN g.said IS NOT NULL AND coalesce(g.said_earliest, g.said_latest) IS NOT NULL
                THEN coalesce(g.said_earliest, '0000')
                WHEN coalesce(v.published_earliest, v.published_latest) IS NOT NULL
                THEN coalesce(v.published_earliest, '0000')
            END AS earliest,
            CASE
                WHEN g.said IS NOT NULL AND coalesce(g.said_earliest, g.said_latest) IS NOT NULL
                THEN coalesce(g.said_latest, '9999')
                WHEN coalesce(v.published_earliest, v.published_latest) IS NOT NULL
                THEN coalesce(v.published_latest, '9999')
            END AS latest,
            o.seq AS observation
        FROM visible o
        JOIN derivations v ON v.seq = o.derivation
        JOIN readings g ON g.derivation = o.derivation
        JOIN unredacted_quotes q ON q.seq = g.quote;

        CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;
        CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;

        -- Only answers that nothing has changed are looked up by their address, and these have no capture.
        DROP INDEX outcomes_by_url;
        CREATE INDEX outcomes_by_url ON outcomes (url) WHERE capture IS NULL;
        -- The key of pages begins with their source too, and nothing reads them in the order of this index.
        DROP INDEX pages_by_asked;
    """)


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8"))
