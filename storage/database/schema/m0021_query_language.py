"""Add what the query language needs: the words of the index, who relayed words, and what documents showed on each day."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        DROP TABLE quote_trigrams;
        DROP TABLE quote_words;
        CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, content = 'searchable', content_rowid = 'seq', prefix = '2 3',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );
        CREATE TABLE vocabulary (
            -- Every word of the index; `tag` is 1 where it was only seen as a hashtag or an abbreviation. Derived.
            seq INTEGER PRIMARY KEY,
            word TEXT NOT NULL UNIQUE,
            tag INTEGER NOT NULL CHECK (tag IN (0, 1))
        ) STRICT;
        CREATE VIRTUAL TABLE vocabulary_parts USING fts5 (
            word, content = 'vocabulary', content_rowid = 'seq', tokenize = 'trigram'
        );

        DROP VIEW dated_quotes;
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
        JOIN quote_readings g ON g.derivation = o.derivation
        JOIN unredacted_quotes q ON q.seq = g.quote;

        DROP TABLE current_quotes;
        CREATE TABLE current_quotes (
            -- The quotes of the current derivations of their documents, with the columns of dated_quotes. `shown_since` is the
            -- capture from which on the document has been shown so. Derived, so it may be changed.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL,
            speaker TEXT,
            speaker_id TEXT,
            via TEXT,
            earliest TEXT,
            latest TEXT,
            shown_since TEXT NOT NULL
        ) STRICT;
        CREATE INDEX current_quotes_by_document ON current_quotes (document);
        CREATE INDEX current_quotes_by_speaker ON current_quotes (speaker, earliest);
        CREATE INDEX current_quotes_by_speaker_id ON current_quotes (speaker_id, earliest);
        CREATE INDEX current_quotes_by_via ON current_quotes (via, earliest) WHERE via IS NOT NULL;
        CREATE INDEX current_quotes_by_source ON current_quotes (source, earliest);
        CREATE INDEX current_quotes_by_date ON current_quotes (earliest, latest);
        CREATE INDEX current_quotes_of_months ON current_quotes (earliest, latest)
            WHERE substr(earliest, 1, 7) <> substr(latest, 1, 7);
        CREATE TABLE past_quotes (
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL,
            speaker TEXT,
            speaker_id TEXT,
            via TEXT,
            earliest TEXT,
            latest TEXT,
            shown_since TEXT NOT NULL,
            shown_until TEXT NOT NULL,
            PRIMARY KEY (quote, shown_since)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX past_quotes_by_document ON past_quotes (document);
    """)
