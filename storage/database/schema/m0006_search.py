"""Make search fast: the quotes that stand now with what search sorts by, folded speakers, and trigrams."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE current_quotes (
            -- The quotes that stand in the current derivations of their documents, with what search filters and sorts by.
            -- `earliest` and `latest` bound when it was said, or where that is unknown when it was published: both NULL where
            -- neither is known, '0000' and '9999' at an open side. Derived from the readings, so it may be changed.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL,
            speaker TEXT,
            speaker_id TEXT,
            earliest TEXT,
            latest TEXT
        ) STRICT;
        CREATE INDEX current_quotes_by_document ON current_quotes (document);
        CREATE INDEX current_quotes_by_speaker ON current_quotes (speaker, earliest);
        CREATE INDEX current_quotes_by_speaker_id ON current_quotes (speaker_id, earliest);
        CREATE INDEX current_quotes_by_source ON current_quotes (source, earliest);
        CREATE INDEX current_quotes_by_date ON current_quotes (earliest, latest);
        DROP INDEX readings_by_speaker;

        CREATE VIEW dated_quotes AS
        -- Every reading of a quote in every observation that may be shown, with the same columns.
        SELECT q.seq AS quote, q.document, o.derivation, q.kind, v.kind AS document_kind, v.language, o.source, g.speaker,
            g.speaker_id,
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
        JOIN quote_readings g ON g.derivation = o.derivation
        JOIN quotes q ON q.seq = g.quote
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id);

        CREATE TABLE speakers (
            -- Every name that a reading gives to a speaker, folded so that it is found however it is written.
            name TEXT PRIMARY KEY,
            folded TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX speakers_by_folded ON speakers (folded);

        CREATE VIRTUAL TABLE quote_trigrams USING fts5 (
            words, content = 'searchable', content_rowid = 'seq', tokenize = 'trigram', detail = none
        );

        INSERT INTO quote_trigrams (rowid, words) SELECT seq, words FROM searchable;
        INSERT INTO current_quotes
        SELECT r.quote, r.document, r.derivation, r.kind, r.document_kind, r.language, r.source, r.speaker, r.speaker_id,
            r.earliest, r.latest
        FROM current n JOIN dated_quotes r ON r.observation = n.observation;
    """)
