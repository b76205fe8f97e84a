"""Say what was withdrawn, and where the same words stand elsewhere."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json

_QUOTES_OF: Final = {
    "q_": "SELECT id FROM quotes WHERE id = ?",
    "d_": "SELECT q.id FROM quotes q JOIN documents d ON d.seq = q.document WHERE d.id = ?",
    "r_": "SELECT DISTINCT q.id FROM quotes q JOIN readings g ON g.quote = q.seq "
    "JOIN derivations v ON v.seq = g.derivation JOIN revisions r ON r.seq = v.revision WHERE r.id = ?",
    "c_": "SELECT DISTINCT q.id FROM quotes q JOIN readings g ON g.quote = q.seq "
    "JOIN observations o ON o.derivation = g.derivation WHERE o.capture = ?",
}
_ELSEWHERE: Final = """
    SELECT DISTINCT o.id, d.id FROM quotes q
    JOIN quote_wordings w ON w.quote = q.seq
    JOIN quote_wordings e ON e.wording = w.wording
    JOIN quotes o ON o.seq = e.quote AND o.document <> q.document
    JOIN current_quotes c ON c.quote = o.seq
    JOIN documents d ON d.seq = o.document
    WHERE q.id IN (SELECT value FROM json_each(?)) ORDER BY o.id
"""


def is_withdrawn(db: Database, id_: str) -> bool:
    """Say whether an item itself was withdrawn."""
    return db.execute("SELECT 1 FROM redactions WHERE target = ?", (id_,)).fetchone() is not None


def is_withdrawn_from(db: Database, capture: str) -> bool:
    """Say whether anything that the bytes of a capture hold was withdrawn, so that the bytes must not be handed out."""
    sql = """
        SELECT 1 FROM captures c
        JOIN captures s ON substr(s.payload_sha256, 1, 16) = substr(c.payload_sha256, 1, 16)
            AND s.payload_sha256 = c.payload_sha256
        JOIN observations o ON o.capture = s.id
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN revisions r ON r.seq = v.revision
        WHERE c.id = ?1 AND (
            EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (s.id, d.id, r.id))
            OR EXISTS (SELECT 1 FROM quotes q JOIN redactions x ON x.target = q.id WHERE q.document = d.seq)
        )
        UNION ALL SELECT 1 FROM redactions WHERE target = ?1
    """
    return db.execute(sql, (capture,)).fetchone() is not None


def list_same_words(db: Database, id_: str) -> list[tuple[str, str]]:
    """List the quotes of other documents that hold the same words as a quote, or as the quotes of a document, revision or
    capture, with their documents."""
    ids = [found for (found,) in db.execute(_QUOTES_OF[id_[:2]], (id_,))] if id_[:2] in _QUOTES_OF else []
    return [(quote, document) for quote, document in db.execute(_ELSEWHERE, (write_json(ids),))]
