"""Keep what is derived from the record in step with it: which observation stands for a document, and what search may find."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from storage.database.rows import write_json

_TOUCHED = """
    SELECT d.seq FROM documents d WHERE d.seq IN (SELECT value FROM json_each(?)) AND EXISTS (
        SELECT 1 FROM redactions x WHERE x.target = d.id
        UNION ALL SELECT 1 FROM revisions r JOIN redactions x ON x.target = r.id WHERE r.document = d.seq
        UNION ALL SELECT 1 FROM quotes q JOIN redactions x ON x.target = q.id WHERE q.document = d.seq
        UNION ALL SELECT 1 FROM observations o JOIN redactions x ON x.target = o.capture WHERE o.document = d.seq
    )
"""
_NEWEST = """
    INSERT INTO current (document, observation, derivation)
    SELECT document, seq, derivation FROM visible WHERE document = ?
    ORDER BY recency DESC LIMIT 1
"""
_STANDING_QUOTES = """
    INSERT INTO current_quotes (
        quote, document, derivation, kind, document_kind, language, source, speaker, speaker_id, earliest, latest
    )
    SELECT r.quote, r.document, r.derivation, r.kind, r.document_kind, r.language, r.source, r.speaker, r.speaker_id,
        r.earliest, r.latest
    FROM json_each(?) e
    CROSS JOIN current n ON n.document = e.value
    CROSS JOIN dated_quotes r ON r.observation = n.observation
"""
_INDEXED = "SELECT q.seq, q.words FROM quotes q JOIN quote_words_docsize i ON i.id = q.seq WHERE q.document = ?"
_SEARCHABLE = "SELECT s.seq, s.words FROM searchable s JOIN quotes q ON q.seq = s.seq WHERE q.document = ?"


def index_quotes(db: Database, words: list[tuple[int, str]]) -> None:
    """Enter quotes, as key and words, into what search looks through."""
    for index in ("quote_words", "quote_trigrams"):
        db.conn.executemany(f"INSERT INTO {index} (rowid, words) VALUES (?, ?)", words)


def refresh_quotes(db: Database, documents: Iterable[int]) -> None:
    """List again the quotes that stand in the current derivations of some documents."""
    listed = write_json(list(documents))
    db.execute("DELETE FROM current_quotes WHERE document IN (SELECT value FROM json_each(?))", (listed,))
    db.execute(_STANDING_QUOTES, (listed,))


def settle_redacted(db: Database, documents: Iterable[int]) -> None:
    """Settle those of some documents that a redaction touches."""
    for (document,) in db.execute(_TOUCHED, (write_json(list(documents)),)).fetchall():
        settle(db, document)


def settle(db: Database, document: int) -> None:
    """Work out again what stands for one document and which of its quotes search may find."""
    db.execute("DELETE FROM current WHERE document = ?", (document,))
    db.execute(_NEWEST, (document,))
    refresh_quotes(db, [document])
    indexed = dict(db.execute(_INDEXED, (document,)).fetchall())
    searchable = dict(db.execute(_SEARCHABLE, (document,)).fetchall())
    gone = [(seq, words) for seq, words in indexed.items() if seq not in searchable]
    for index in ("quote_words", "quote_trigrams"):
        db.conn.executemany(f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', ?, ?)", gone)
    index_quotes(db, [(seq, words) for seq, words in searchable.items() if seq not in indexed])
