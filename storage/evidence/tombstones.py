"""Withdraw an item from every read by a tombstone with the reason; its bytes and hashes stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlite_utils import Database

from storage.database.rows import format_second
from storage.errors import StorageError
from storage.loading.current import settle

_DOCUMENTS: Final = {
    "q_": "SELECT document FROM quotes WHERE id = ?",
    "d_": "SELECT seq FROM documents WHERE id = ?",
    "r_": "SELECT document FROM revisions WHERE id = ?",
    "c_": "SELECT DISTINCT document FROM observations WHERE capture = ?",
}
_EXISTS: Final = {
    "q_": "SELECT 1 FROM quotes WHERE id = ?",
    "d_": "SELECT 1 FROM documents WHERE id = ?",
    "r_": "SELECT 1 FROM revisions WHERE id = ?",
    "c_": "SELECT 1 FROM captures WHERE id = ?",
}


def redact(db: Database, id: str, why: str, *, redacted_at: datetime | None = None) -> bool:  # noqa: A002 - the field's word
    """Withdraw a quote, document, revision or capture; False if it was withdrawn before; the first reason is then kept.

    What only a withdrawn capture or revision showed is withdrawn too, and so is what is loaded later of a withdrawn item.
    Raises StorageError if there is no such item or no reason.
    """
    if not why.strip():
        raise StorageError(f"Withdrawing {id} needs a reason that readers will be shown; expected one sentence.")
    kind = id[:2]
    if kind not in _EXISTS or not db.execute(_EXISTS[kind], (id,)).fetchone():
        raise StorageError(
            f"The archive holds no {id!r} to withdraw; expected the id of a quote, document, revision or capture."
        )
    with db.atomic():
        row = (id, why.strip(), format_second(redacted_at or datetime.now(UTC)))
        if not db.execute("INSERT OR IGNORE INTO redactions VALUES (?, ?, ?)", row).rowcount:
            return False
        for (document,) in db.execute(_DOCUMENTS[kind], (id,)).fetchall():
            settle(db, document)
    return True
