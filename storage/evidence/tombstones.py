"""Withdraw an item from every read by a tombstone with the reason; its bytes and hashes stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from storage.database.rows import format_second, storable
from storage.database.withdrawals import Tombstone, keep, list_lacking
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
        row = (id, storable(why.strip()), f"{format_second(redacted_at or datetime.now(UTC))}")
        return _bury(db, row)


def withdraw_again(db: Database, archive: Path) -> None:
    """Make the database of an archive and the file beside it agree: what either has withdrawn stays withdrawn.

    What the database does not hold yet, as one that is built anew, is withdrawn once it is loaded.
    """
    with db.atomic():
        for row in list_lacking(db, archive):
            _bury(db, row)
    keep(db, archive)


def _bury(db: Database, row: Tombstone) -> bool:
    """Add a tombstone; False if the item had one before."""
    if not db.execute("INSERT OR IGNORE INTO redactions VALUES (?, ?, ?)", row).rowcount:
        return False
    documents = _DOCUMENTS.get(row[0][:2])
    for (document,) in db.execute(documents, row[:1]).fetchall() if documents else ():
        settle(db, document)
    return True
