"""Keep what is derived from the record in step with it: which observation stands for a document, and what search may find."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.loading.shown import Seen, split_time
from storage.loading.vocabulary import add_words, drop_words

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
_COLUMNS = """
    quote, document, derivation, kind, document_kind, language, source, speaker, speaker_id, via, earliest, latest, shown_since
"""
_READ = """
    r.quote, r.document, r.derivation, r.kind, r.document_kind, r.language, r.source, r.speaker, r.speaker_id, r.via,
    r.earliest, r.latest
"""
_CURRENT_QUOTES = f"""
    INSERT INTO current_quotes ({_COLUMNS})
    SELECT {_READ}, o.captured_at
    FROM json_each(?) e
    CROSS JOIN current n ON n.document = e.value
    CROSS JOIN observations o ON o.seq = n.observation
    CROSS JOIN dated_quotes r ON r.observation = n.observation
"""
_PAST_QUOTES = f"""
    INSERT INTO past_quotes ({_COLUMNS}, shown_until)
    SELECT {_READ}, ?, ? FROM dated_quotes r WHERE r.observation = ?
"""
_SEEN_AGAIN = """
    SELECT document FROM observations WHERE document IN (SELECT value FROM json_each(?)) GROUP BY document HAVING count(*) > 1
"""
_IN_ORDER = """
    SELECT captured_at, as_of, capture, seq, derivation, source FROM visible WHERE document = ? ORDER BY captured_at
"""
_INDEXED = "SELECT q.seq, q.words FROM quotes q JOIN quote_words_docsize i ON i.id = q.seq WHERE q.document = ?"
_SEARCHABLE = "SELECT s.seq, s.words FROM searchable s JOIN quotes q ON q.seq = s.seq WHERE q.document = ?"


def index_quotes(db: Database, words: list[tuple[int, str]]) -> None:
    """Enter quotes, as key and words, into what search looks through."""
    db.conn.executemany("INSERT INTO quote_words (rowid, words) VALUES (?, ?)", words)
    add_words(db, (indexed for _, indexed in words))


def refresh_quotes(db: Database, documents: Iterable[int]) -> None:
    """List again the quotes of some documents: those of their current derivations, and those they showed before."""
    listed = write_json(list(documents))
    for table in ("current_quotes", "past_quotes"):
        db.execute(f"DELETE FROM {table} WHERE document IN (SELECT value FROM json_each(?))", (listed,))
    db.execute(_CURRENT_QUOTES, (listed,))
    for (document,) in db.execute(_SEEN_AGAIN, (listed,)).fetchall():
        _list_past(db, document)


def _list_past(db: Database, document: int) -> None:
    """List what a document showed before, and since when it shows what it does now."""
    spans = split_time(Seen(*row) for row in db.execute(_IN_ORDER, (document,)).fetchall())
    for span in spans:
        if span.until is None:
            db.execute("UPDATE current_quotes SET shown_since = ? WHERE document = ?", (span.since, document))
        else:
            db.execute(_PAST_QUOTES, (span.since, span.until, span.observation))


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
    db.conn.executemany("INSERT INTO quote_words (quote_words, rowid, words) VALUES ('delete', ?, ?)", gone)
    drop_words(db, (words for _, words in gone))
    index_quotes(db, [(seq, words) for seq, words in searchable.items() if seq not in indexed])
