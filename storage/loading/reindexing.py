"""Build the indexes anew that an older version of the code computed; see storage.database.indexes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlite_utils import Database

from storage.database.indexes import list_stale, mark_current
from storage.loading.current import refresh_quotes, settle
from storage.loading.indexing import index_anew
from storage.sameness.shared_runs import keep_loose_anew
from storage.sameness.wordings import add_missing, fingerprint_anew
from storage.text.folding import fold_text

_AT_ONCE = 5_000
"""Documents listed by one statement, so that memory stays flat. Chosen by hand."""


def rebuild_indexes(db: Database) -> list[str]:
    """Build the indexes of an older version anew, each in one transaction; returns their names.

    If it is interrupted, the indexes that are done stay, and the next call goes on with the others.
    """
    stale = list_stale(db)
    for name in stale:
        with db.atomic():
            _BUILDERS[name](db)
            mark_current(db, name)
    return stale


def _fold_speakers(db: Database) -> None:
    names = db.execute("SELECT DISTINCT speaker FROM attributions WHERE speaker IS NOT NULL").fetchall()
    db.execute("DELETE FROM speakers")
    db.conn.executemany("INSERT INTO speakers VALUES (?, ?)", [(name, fold_text(name)) for (name,) in names])
    aliases = db.execute("SELECT rowid, alias FROM aliases").fetchall()
    db.conn.executemany("UPDATE aliases SET folded = ? WHERE rowid = ?", [(fold_text(alias), row) for row, alias in aliases])


_SHOWN_BY_MEMENTO: Final = """
    SELECT DISTINCT o.document FROM captures c JOIN observations o ON o.capture = c.id WHERE instr(c.url, 'id_/') > 0
"""


def _list_shown(db: Database) -> None:
    """List the quotes that each document shows now, and those it showed before; of documents that mementos show, work out
    first which observation is current."""
    for (document,) in db.execute(_SHOWN_BY_MEMENTO).fetchall():
        settle(db, document)
    documents = [document for (document,) in db.execute("SELECT document FROM current")]
    for first in range(0, len(documents), _AT_ONCE):
        refresh_quotes(db, documents[first : first + _AT_ONCE])


def _fingerprint(db: Database) -> None:
    """Fingerprint all quotes and texts, and let the next load look for links between all of them."""
    add_missing(db)
    fingerprint_anew(db)
    keep_loose_anew(db)
    db.execute("UPDATE linked_quotes SET upto = 0")
    db.execute("UPDATE linked_texts SET upto = 0")


_BUILDERS: Final[Mapping[str, Callable[[Database], None]]] = {
    "speakers": _fold_speakers,
    "words": index_anew,
    "sketches": _fingerprint,
    "shown": _list_shown,
}
