"""Keep texts packed, the instants of the tables that search reads in seconds, no beginnings of words, and which loads are not
finished."""

from __future__ import annotations

import zlib

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.register_function(_pack, name="m0026_pack", deterministic=True)
    db.register_function(_unpack, name="unpack_text", deterministic=True)
    db.executescript("""
        DROP VIEW quote_readings;
        DROP TRIGGER revisions_no_update;
        ALTER TABLE revisions RENAME TO packed_revisions;
        ALTER TABLE packed_revisions ADD COLUMN body ANY NOT NULL DEFAULT '';
        UPDATE packed_revisions SET body = m0026_pack(text);
        ALTER TABLE packed_revisions DROP COLUMN text;
        CREATE TRIGGER revisions_no_update BEFORE UPDATE ON packed_revisions
                BEGIN SELECT RAISE(ABORT, 'revisions is append-only: nothing in it is ever changed or deleted'); END;
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema
        SET sql = replace(sql, 'showed it, verbatim.', 'showed it, verbatim. `body` is the text, or raw DEFLATE of its UTF-8.')
        WHERE name = 'packed_revisions';
        PRAGMA writable_schema = RESET;

        CREATE VIEW revisions AS
            -- The revisions with their texts. `unpack_text` undoes raw DEFLATE; every program defines it itself.
        SELECT seq, id, document, unpack_text(body) AS text FROM packed_revisions;

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
    """)
    _keep_seconds(db)
    db.executescript("""
        DROP TABLE quote_words;
        CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, marks, content = '', contentless_delete = 1,
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );
        INSERT INTO quote_words (quote_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');
        DELETE FROM index_versions WHERE name = 'words';

        -- The first 64 bits of a digest tell payloads apart well enough to find one.
        DROP INDEX captures_by_payload;
        CREATE INDEX captures_by_payload ON captures (substr(payload_sha256, 1, 16));

        CREATE TABLE unfinished_loads (
            -- The loads of which a part is stored. Their observations begin with `observation`. It may be changed.
            load INTEGER PRIMARY KEY REFERENCES loads (seq),
            observation INTEGER NOT NULL
        ) STRICT;
    """)


def _keep_seconds(db: Database) -> None:
    """Keep the instants of current and past quotes in seconds; their text is computed."""
    columns = "quote, document, derivation, kind, document_kind, language, source, speaker, speaker_id, via"
    shared = f"""
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL,
            speaker TEXT,
            speaker_id TEXT,
            via TEXT,
            earliest_s INTEGER,
            latest_s INTEGER,
            shown_since_s INTEGER NOT NULL,
            earliest TEXT GENERATED ALWAYS AS ({_write_text("earliest_s")}) VIRTUAL,
            latest TEXT GENERATED ALWAYS AS ({_write_text("latest_s")}) VIRTUAL,
            shown_since TEXT GENERATED ALWAYS AS ({_write_text("shown_since_s")}) VIRTUAL"""
    moments = ", ".join(_write_seconds(name) for name in ("earliest", "latest", "shown_since"))
    db.executescript(f"""
        ALTER TABLE current_quotes RENAME TO old_current_quotes;
        ALTER TABLE past_quotes RENAME TO old_past_quotes;

        CREATE TABLE current_quotes (
            -- The quotes of the current derivations of their documents, with the columns of dated_quotes. `shown_since` is the
            -- capture from which on the document has been shown so. Instants are in seconds since 1970, and so they are
            -- compared; -99999999999 and 999999999999 stand for '0000' and '9999'. Derived, so it may be changed.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),{shared}
        ) STRICT;
        INSERT INTO current_quotes SELECT {columns}, {moments} FROM old_current_quotes ORDER BY quote;

        CREATE TABLE past_quotes (
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
            quote INTEGER NOT NULL REFERENCES quotes (seq),{shared},
            shown_until_s INTEGER NOT NULL,
            shown_until TEXT GENERATED ALWAYS AS ({_write_text("shown_until_s")}) VIRTUAL,
            PRIMARY KEY (quote, shown_since_s)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO past_quotes SELECT {columns}, {moments}, {_write_seconds("shown_until")} FROM old_past_quotes;

        DROP TABLE old_current_quotes;
        DROP TABLE old_past_quotes;
        CREATE INDEX current_quotes_by_speaker ON current_quotes (speaker, earliest_s);
        CREATE INDEX current_quotes_by_speaker_id ON current_quotes (speaker_id, earliest_s);
        CREATE INDEX current_quotes_by_via ON current_quotes (via, earliest_s) WHERE via IS NOT NULL;
        CREATE INDEX current_quotes_by_source ON current_quotes (source, earliest_s);
        CREATE INDEX current_quotes_by_date ON current_quotes (earliest_s, latest_s);
        CREATE INDEX current_quotes_of_months ON current_quotes (earliest_s, latest_s)
            WHERE substr(earliest, 1, 7) <> substr(latest, 1, 7);
    """)


def _write_seconds(column: str) -> str:
    return f"CASE {column} WHEN '0000' THEN -99999999999 WHEN '9999' THEN 999999999999 ELSE unixepoch({column}) END"


def _write_text(column: str) -> str:
    return (
        f"CASE {column} WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' "
        f"ELSE strftime('%Y-%m-%dT%H:%M:%SZ', {column}, 'unixepoch') END"
    )


def _pack(text: str) -> str | bytes:
    written = text.encode()
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(written) + packer.flush() if len(written) >= 256 else written
    return packed if len(packed) < len(written) else text


def _unpack(body: str | bytes) -> str:
    return body if isinstance(body, str) else zlib.decompress(body, -zlib.MAX_WBITS).decode()
