"""Tell what had come into the archive when something came, so that links do not depend on how it was cut into loads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database

from storage.sameness.shared_runs import Reach

_WORDING_CAME: Final = "SELECT quote FROM wordings WHERE seq >= ? ORDER BY seq LIMIT 1"
_QUOTE_CAME: Final = """
    SELECT (SELECT min(derivation) FROM readings WHERE quote = q.seq) FROM quotes q WHERE q.seq >= ? ORDER BY q.seq LIMIT 1
"""
_REVISION_CAME: Final = """
    SELECT (SELECT min(seq) FROM derivations WHERE revision = r.seq) FROM revisions r WHERE r.seq >= ? ORDER BY r.seq LIMIT 1
"""
_DOCUMENT_CAME: Final = """
    SELECT (SELECT min(seq) FROM derivations WHERE document = d.seq) FROM documents d WHERE d.seq >= ? ORDER BY d.seq LIMIT 1
"""
_READ: Final = "SELECT derivation, max(quote) FROM readings WHERE derivation BETWEEN ? AND ? GROUP BY derivation"
_WORDED: Final = "SELECT quote, wording FROM quote_wordings WHERE quote BETWEEN ? AND ? ORDER BY quote"


def find_newest_wording(db: Database, quote: int) -> int:
    """Find the newest wording that a quote, or one before it, brought; 0 if there is none."""
    return _find_newest(db, "wordings", _WORDING_CAME, quote)


def read_reaches(db: Database, rows: Sequence[tuple[int, int, int]]) -> dict[int, Reach]:
    """Tell for each of several derivations in order, given with document and revision, what had come up to it. Which text was
    the newest is left open."""
    before = rows[0][0] - 1
    quote = _find_newest(db, "quotes", _QUOTE_CAME, before)
    revision = _find_newest(db, "revisions", _REVISION_CAME, before)
    document = _find_newest(db, "documents", _DOCUMENT_CAME, before)
    wording = find_newest_wording(db, quote)
    read = dict(db.execute(_READ, (rows[0][0], rows[-1][0])).fetchall())
    worded = iter(db.execute(_WORDED, (quote + 1, max(read.values(), default=0))).fetchall())
    ahead = next(worded, None)
    found = {}
    for derivation, its_document, its_revision in rows:
        quote = max(quote, read.get(derivation, 0))
        revision, document = max(revision, its_revision), max(document, its_document)
        while ahead and ahead[0] <= quote:
            wording, ahead = max(wording, ahead[1]), next(worded, None)
        found[derivation] = Reach(wording=wording, document=document, revision=revision)
    return found


def _find_newest(db: Database, table: str, came: str, moment: int) -> int:
    """Find by halving the last row of a table that came up to a moment: rows are numbered in the order in which they came.
    ``came`` asks when the first row from a key on did."""
    [(high,)] = db.execute(f"SELECT coalesce(max(seq), 0) FROM {table}").fetchall()
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        [(at,)] = db.execute(came, (middle,)).fetchall()
        low, high = (middle, high) if at is not None and at <= moment else (low, middle - 1)
    return low
