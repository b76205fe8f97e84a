"""Keep what is derived from the record in step with it: which observation stands for a document, and what search may find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from storage.database.listed import CLASS, number_shared
from storage.database.rows import write_json
from storage.database.seconds import to_seconds, write_seconds
from storage.loading.indexing import mark_quotes, read_marks, settle_index
from storage.loading.shown import Seen, split_time

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
_COLUMNS = "quote, document, derivation, class, attribution, earliest_s, latest_s, shown_since_s"
_READ = f"""
    r.quote, r.document, r.derivation, r.kind, r.document_kind, r.language, r.source, r.attribution,
    {write_seconds("r.earliest")}, {write_seconds("r.latest")}
"""
_CLASS_READ = slice(3, 7)
"""The places of the columns of CLASS in what _READ reads."""
_QUOTES_OF = "SELECT seq FROM quotes WHERE document IN (SELECT value FROM json_each(?))"
_CURRENT_QUOTES = f"""
    SELECT {_READ}, unixepoch(o.captured_at)
    FROM json_each(?) e
    CROSS JOIN current n ON n.document = e.value
    CROSS JOIN observations o ON o.seq = n.observation
    CROSS JOIN dated_quotes r ON r.observation = n.observation
"""
_PAST_QUOTES = f"""
    SELECT {_READ}, ?, ? FROM dated_quotes r WHERE r.observation = ?
"""
_HELD_MONTHS = """
    INSERT INTO held_months SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), count(*)
    FROM current n JOIN observations o ON o.seq = n.observation JOIN derivations v ON v.seq = n.derivation GROUP BY 1, 2
"""
_SEEN_AGAIN = """
    SELECT document FROM observations WHERE document IN (SELECT value FROM json_each(?)) GROUP BY document HAVING count(*) > 1
"""
_IN_ORDER = """
    SELECT captured_at, as_of, capture, seq, derivation, source FROM visible WHERE document = ? ORDER BY captured_at
"""


def refresh_quotes(db: Database, documents: Iterable[int]) -> None:
    """List again the quotes of some documents: those of their current derivations, and those they showed before. Quotes that
    are in full-text search are marked anew where that changes their marks."""
    listed = write_json(list(documents))
    before = read_marks(db, listed)
    for table in ("listed_quotes", "listed_past_quotes"):
        db.execute(f"DELETE FROM {table} WHERE quote IN ({_QUOTES_OF})", (listed,))
    _list(db, f"listed_quotes ({_COLUMNS})", db.execute(_CURRENT_QUOTES, (listed,)).fetchall())
    for (document,) in db.execute(_SEEN_AGAIN, (listed,)).fetchall():
        _list_past(db, document)
    after = read_marks(db, listed) if before else {}
    mark_quotes(db, {quote: marks for quote, marks in after.items() if marks != before[quote]})


def recount_months(db: Database) -> None:
    """Count again what is held of each month: triggers did not see all changes."""
    db.execute("DELETE FROM held_months")
    db.execute(_HELD_MONTHS)


def _list_past(db: Database, document: int) -> None:
    """List what a document showed before, and since when it shows what it does now."""
    spans = split_time(Seen(*row) for row in db.execute(_IN_ORDER, (document,)).fetchall())
    for span in spans:
        if span.until is None:
            since = "UPDATE listed_quotes SET shown_since_s = ? WHERE quote IN (SELECT seq FROM quotes WHERE document = ?)"
            db.execute(since, (to_seconds(span.since), document))
        else:
            shown = (to_seconds(span.since), to_seconds(span.until), span.observation)
            _list(db, f"listed_past_quotes ({_COLUMNS}, shown_until_s)", db.execute(_PAST_QUOTES, shown).fetchall())


def _list(db: Database, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Enter quotes as read by _READ into a table, given with its columns."""
    classes = number_shared(db, CLASS, (row[_CLASS_READ] for row in rows))
    listed = [(*row[: _CLASS_READ.start], classes[row[_CLASS_READ]], *row[_CLASS_READ.stop :]) for row in rows]
    if listed:
        db.conn.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(listed[0]))})", listed)


def settle_redacted(db: Database, documents: Iterable[int]) -> None:
    """Recompute what is current of the given documents, which a redaction affects."""
    for (document,) in db.execute(_TOUCHED, (write_json(list(documents)),)).fetchall():
        settle(db, document)


def settle(db: Database, document: int) -> None:
    """Work out again what stands for one document and which of its quotes search may find."""
    db.execute("DELETE FROM current WHERE document = ?", (document,))
    db.execute(_NEWEST, (document,))
    refresh_quotes(db, [document])
    settle_index(db, document)
