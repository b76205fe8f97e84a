"""Keep marks beside the words of full-text search, let it hold the words alone, and count what is held of each month."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        DROP VIEW searchable;
        DROP VIEW dated_quotes;
        DROP VIEW unredacted_quotes;
        DROP TABLE quote_words;
        ALTER TABLE quotes DROP COLUMN words;
        -- The comment in its definition speaks of that column.
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, ' `words` are folded; where', ' Where') WHERE name = 'quotes';
        PRAGMA writable_schema = RESET;

        CREATE VIEW searchable AS
            -- The quotes that search may find: those with a reading that may be shown.
        SELECT q.seq FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        AND EXISTS (SELECT 1 FROM quote_readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq);

        CREATE VIEW unredacted_quotes AS
            -- The quotes that are not withdrawn themselves; `visible` hides what only withdrawn documents and captures showed.
        SELECT q.seq, q.id, q.document, q.kind FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id);

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

        -- Contentless: the words stand in the readings and are not kept again. `marks` are letters that say of each quote
        -- whose it is and when it was said (storage.text.marks); they count nothing for relevance.
        CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, marks, content = '', contentless_delete = 1, prefix = '2 3',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );
        INSERT INTO quote_words (quote_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');
        DELETE FROM index_versions WHERE name = 'words';

        CREATE TABLE held_months (
            -- How many current documents of a source were published in which month ('' where that is not known). Triggers
            -- of `current` count them. Derived, so it may be changed.
            source TEXT NOT NULL,
            month TEXT NOT NULL,
            documents INTEGER NOT NULL,
            PRIMARY KEY (source, month)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO held_months
        SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), count(*)
        FROM current n JOIN observations o ON o.seq = n.observation JOIN derivations v ON v.seq = n.derivation GROUP BY 1, 2;
        CREATE TRIGGER current_counted AFTER INSERT ON current BEGIN
            INSERT INTO held_months
            SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), 1
            FROM observations o, derivations v WHERE o.seq = NEW.observation AND v.seq = NEW.derivation
            ON CONFLICT (source, month) DO UPDATE SET documents = documents + 1;
        END;
        CREATE TRIGGER current_discounted AFTER DELETE ON current BEGIN
            UPDATE held_months SET documents = documents - 1 WHERE (source, month) = (
                SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), '')
                FROM observations o, derivations v WHERE o.seq = OLD.observation AND v.seq = OLD.derivation
            );
            DELETE FROM held_months WHERE documents = 0;
        END;
        CREATE TRIGGER current_recounted AFTER UPDATE ON current BEGIN
            UPDATE held_months SET documents = documents - 1 WHERE (source, month) = (
                SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), '')
                FROM observations o, derivations v WHERE o.seq = OLD.observation AND v.seq = OLD.derivation
            );
            DELETE FROM held_months WHERE documents = 0;
            INSERT INTO held_months
            SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), 1
            FROM observations o, derivations v WHERE o.seq = NEW.observation AND v.seq = NEW.derivation
            ON CONFLICT (source, month) DO UPDATE SET documents = documents + 1;
        END;
    """)
