"""Build the indexes anew that an older version of the code computed; see storage.database.indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from sqlite_utils import Database

from storage.database.indexes import list_stale, mark_current
from storage.loading.current import refresh_quotes, settle
from storage.loading.vocabulary import add_words, clear_words
from storage.sameness.shared_runs import keep_loose_anew
from storage.sameness.wordings import add_missing, read_words, sketch_anew
from storage.text.folding import fold_text
from storage.text.indexing import index_words

_AT_ONCE = 5_000
_TRIGGER = "quotes_no_update"


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
    names = db.execute("SELECT DISTINCT speaker FROM quote_readings WHERE speaker IS NOT NULL").fetchall()
    db.execute("DELETE FROM speakers")
    db.conn.executemany("INSERT INTO speakers VALUES (?, ?)", [(name, fold_text(name)) for (name,) in names])
    aliases = db.execute("SELECT rowid, alias FROM aliases").fetchall()
    db.conn.executemany("UPDATE aliases SET folded = ? WHERE rowid = ?", [(fold_text(alias), row) for row, alias in aliases])


def _index_words(db: Database) -> None:
    """Compute ``quotes.words``, the one column of the record that is an index, and fill full-text search from it."""
    [(trigger,)] = db.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (_TRIGGER,)).fetchall()
    db.execute(f"DROP TRIGGER {_TRIGGER}")
    for changed in _changed_words(db):
        db.conn.executemany("UPDATE quotes SET words = ? WHERE seq = ?", changed)
    db.execute(trigger)
    db.execute("INSERT INTO quote_words (quote_words) VALUES ('rebuild')")
    clear_words(db)
    for rows in _slices(db, "SELECT seq, words FROM searchable"):
        add_words(db, (words for _, words in rows))


def _changed_words(db: Database) -> Iterator[list[tuple[str, int]]]:
    for rows in _slices(db, "SELECT seq, words FROM quotes"):
        computed = ((index_words(read_words(db, seq)), seq, words) for seq, words in rows)
        yield [(now, seq) for now, seq, words in computed if now != words]


_SHOWN_BY_MEMENTO: Final = """
    SELECT DISTINCT o.document FROM captures c JOIN observations o ON o.capture = c.id WHERE instr(c.url, 'id_/') > 0
"""


def _slices(db: Database, sql: str) -> Iterator[list[tuple[int, str]]]:
    newest = 0
    while rows := db.execute(f"{sql} WHERE seq > ? ORDER BY seq LIMIT ?", (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        yield rows


def _list_shown(db: Database) -> None:
    """List the quotes that each document shows now, and those it showed before; of documents that mementos show, work out
    first which observation is current."""
    for (document,) in db.execute(_SHOWN_BY_MEMENTO).fetchall():
        settle(db, document)
    documents = [document for (document,) in db.execute("SELECT document FROM current")]
    for first in range(0, len(documents), _AT_ONCE):
        refresh_quotes(db, documents[first : first + _AT_ONCE])


def _sketch(db: Database) -> None:
    """Sketch all quotes and texts, and let the next load look for links between all of them."""
    add_missing(db)
    sketch_anew(db)
    keep_loose_anew(db)
    db.execute("UPDATE linked_quotes SET upto = 0")
    db.execute("UPDATE linked_texts SET upto = 0")


_BUILDERS: Final[Mapping[str, Callable[[Database], None]]] = {
    "speakers": _fold_speakers,
    "words": _index_words,
    "sketches": _sketch,
    "shown": _list_shown,
}
