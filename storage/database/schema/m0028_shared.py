"""Keep once what many quotes share: to whom readings attribute them, and what kind of document of which source they are in. The
tables that search read before are views."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

_ATTRIBUTED: Final = ("speaker", "speaker_id", "office", "via", "polarity")
_CLASSED: Final = ("kind", "document_kind", "language", "source")


def apply(db: Database) -> None:
    """Apply it."""
    _share_attributions(db)
    _share_classes(db)


def _share_attributions(db: Database) -> None:
    """Keep whose words readings take quotes for in a table of its own."""
    same = " AND ".join(f"a.{column} IS o.{column}" for column in _ATTRIBUTED)
    attributed = ", ".join(
        f"(SELECT a.{column} FROM attributions a WHERE a.seq = g.attribution) AS {column}" for column in _ATTRIBUTED[:-1]
    )
    db.executescript(f"""
        DROP VIEW searchable;
        DROP VIEW dated_quotes;
        DROP VIEW quote_readings;
        ALTER TABLE readings RENAME TO old_readings;

        CREATE TABLE attributions (
            -- Whose words readings take quotes for, in which office, who relays them, and whether they are told as said: each
            -- combination that occurs.
            seq INTEGER PRIMARY KEY,
            speaker TEXT,
            speaker_id TEXT,
            office TEXT,
            via TEXT,
            polarity TEXT NOT NULL CHECK (polarity IN ('said', 'denied', 'asked', 'expected', 'hypothetical'))
        ) STRICT;
        CREATE INDEX attributions_by_speaker ON attributions (speaker, speaker_id, office, via, polarity);
        CREATE INDEX attributions_by_speaker_id ON attributions (speaker_id);
        INSERT INTO attributions ({", ".join(_ATTRIBUTED)}) SELECT {", ".join(_ATTRIBUTED)} FROM old_readings
            GROUP BY {", ".join(_ATTRIBUTED)} ORDER BY min(derivation), min(quote);

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
            attribution INTEGER NOT NULL REFERENCES attributions (seq),
            as_published INTEGER NOT NULL CHECK (as_published IN (0, 1)),
            said TEXT CHECK (json_valid(said)),
            said_earliest TEXT,
            said_latest TEXT,
            PRIMARY KEY (derivation, quote)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO readings
        SELECT derivation, quote, start, "end", checksum, before, after, spans, marked, cue, mention,
            (SELECT a.seq FROM attributions a WHERE {same}), as_published, said, said_earliest, said_latest
        FROM old_readings o ORDER BY derivation, quote;
        DROP TABLE old_readings;
        CREATE INDEX readings_by_quote ON readings (quote);
        CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;
        CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;
        CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions
        BEGIN SELECT RAISE(ABORT, 'attributions is append-only: nothing in it is ever changed or deleted'); END;
        CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions
        BEGIN SELECT RAISE(ABORT, 'attributions is append-only: nothing in it is ever changed or deleted'); END;

        CREATE VIEW quote_readings AS
            -- The readings with their words, what stands around these, whose they are, and when they were said.
        SELECT g.derivation, g.quote,
            (SELECT substr(r.text, g.start + 1, g."end" - g.start)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS exact,
            g.start, g."end",
            coalesce(g.spans, '[[' || g.start || ',' || g."end" || ']]') AS spans, coalesce(g.marked, '[]') AS marked,
            (SELECT substr(r.text, g.start - g.before + 1, g.before)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS prefix,
            (SELECT substr(r.text, g."end" + 1, g.after)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS suffix,
            g.cue, g.mention, {attributed},
            iif(g.as_published, (SELECT v.published FROM derivations v WHERE v.seq = g.derivation), g.said) AS said,
            iif(g.as_published, (SELECT v.published_earliest FROM derivations v WHERE v.seq = g.derivation), g.said_earliest)
                AS said_earliest,
            iif(g.as_published, (SELECT v.published_latest FROM derivations v WHERE v.seq = g.derivation), g.said_latest)
                AS said_latest,
            (SELECT a.polarity FROM attributions a WHERE a.seq = g.attribution) AS polarity, g.checksum, g.before, g.after,
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
        SELECT q.seq AS quote, q.document, o.derivation, q.kind, v.kind AS document_kind, v.language, o.source, g.attribution,
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
    """)


def _share_classes(db: Database) -> None:
    """Keep what the quotes that search reads are, and whose, in a table of its own."""
    columns = ", ".join(_CLASSED)
    written = """quote, document, derivation,
            (SELECT k.seq FROM quote_classes k WHERE (k.source, k.kind, k.document_kind) = (o.source, o.kind, o.document_kind)
                AND k.language IS o.language),
            (SELECT g.attribution FROM readings g WHERE (g.derivation, g.quote) = (o.derivation, o.quote)),
            earliest_s, latest_s, shown_since_s"""
    db.executescript(f"""
        CREATE TABLE quote_classes (
            -- What quotes are, and whose: each combination that occurs. Derived, so it may be changed.
            seq INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL
        ) STRICT;
        CREATE INDEX quote_classes_by_source ON quote_classes (source, kind, document_kind, language);
        INSERT INTO quote_classes ({columns}) SELECT {columns}
            FROM (SELECT quote, {columns} FROM current_quotes UNION ALL SELECT quote, {columns} FROM past_quotes)
            GROUP BY {columns} ORDER BY min(quote);

        CREATE TABLE listed_quotes (
            -- The quotes of the current derivations of their documents. `shown_since` is the capture from which on the document
            -- has been shown so. Instants are in seconds since 1970, and so they are compared; -99999999999 and 999999999999
            -- stand for '0000' and '9999'. Derived, so it may be changed.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            {_write_columns()}
        ) STRICT;
        CREATE TABLE listed_past_quotes (
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            {_write_columns()},
            shown_until_s INTEGER NOT NULL,
            shown_until TEXT GENERATED ALWAYS AS ({_write_text("shown_until_s")}) VIRTUAL,
            PRIMARY KEY (quote, shown_since_s)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO listed_quotes SELECT {written} FROM current_quotes o ORDER BY quote;
        INSERT INTO listed_past_quotes SELECT {written}, shown_until_s FROM past_quotes o;
        DROP TABLE current_quotes;
        DROP TABLE past_quotes;
        CREATE INDEX quotes_by_class ON listed_quotes (class, earliest_s);
        CREATE INDEX quotes_by_attribution ON listed_quotes (attribution, earliest_s);
        CREATE INDEX quotes_by_date ON listed_quotes (earliest_s, latest_s);
        CREATE INDEX quotes_of_months ON listed_quotes (earliest_s, latest_s)
            WHERE substr(earliest, 1, 7) <> substr(latest, 1, 7);

        CREATE VIEW current_quotes AS
            -- The quotes of the current derivations of their documents, with the columns of dated_quotes.
        SELECT {_read_columns()} FROM listed_quotes l;
        CREATE VIEW past_quotes AS
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
        SELECT {_read_columns()}, l.shown_until_s, l.shown_until FROM listed_past_quotes l;
    """)


def _write_columns() -> str:
    return f"""document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            class INTEGER NOT NULL REFERENCES quote_classes (seq),
            attribution INTEGER NOT NULL REFERENCES attributions (seq),
            earliest_s INTEGER,
            latest_s INTEGER,
            shown_since_s INTEGER NOT NULL,
            earliest TEXT GENERATED ALWAYS AS ({_write_text("earliest_s")}) VIRTUAL,
            latest TEXT GENERATED ALWAYS AS ({_write_text("latest_s")}) VIRTUAL,
            shown_since TEXT GENERATED ALWAYS AS ({_write_text("shown_since_s")}) VIRTUAL"""


def _read_columns() -> str:
    classed = [f"(SELECT k.{column} FROM quote_classes k WHERE k.seq = l.class) AS {column}" for column in _CLASSED]
    attributed = [
        f"(SELECT a.{column} FROM attributions a WHERE a.seq = l.attribution) AS {column}"
        for column in ("speaker", "speaker_id", "via")
    ]
    moments = "l.earliest_s, l.latest_s, l.shown_since_s, l.earliest, l.latest, l.shown_since"
    return ",\n            ".join(["l.quote, l.document, l.derivation", *classed, *attributed, moments])


def _write_text(column: str) -> str:
    return (
        f"CASE {column} WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' "
        f"ELSE strftime('%Y-%m-%dT%H:%M:%SZ', {column}, 'unixepoch') END"
    )
