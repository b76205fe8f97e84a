"""Sketch all wordings anew, so that a short excerpt of a long text is always found, and keep the runs of words in no quote."""

from __future__ import annotations

from sqlite_utils import Database

from storage.sameness.shared_runs import keep_loose_anew
from storage.sameness.wordings import sketch_anew


def apply(db: Database) -> None:
    """Apply it."""
    db.execute("""
        CREATE TABLE text_sketches (
            -- The hashes of runs of words that no sketch of a quote of the text keeps; an index that can be made again.
            gram INTEGER NOT NULL,
            text INTEGER NOT NULL,
            PRIMARY KEY (gram, text)
        ) STRICT, WITHOUT ROWID
    """)
    sketch_anew(db)
    keep_loose_anew(db)
    db.execute("UPDATE linked_quotes SET upto = 0")
    db.execute("UPDATE linked_texts SET upto = 0")
