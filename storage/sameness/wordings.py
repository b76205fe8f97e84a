"""Enter quotes under their wordings: what all quotes with the same folded words share, with a fingerprint that leads to others.

Adding costs the same however large the archive: the newest fingerprints are gathered apart, and move into the large table many
at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.fingerprints import Fingerprint, fingerprint, fingerprint_again

LEAST_WORDS = 5
"""Shorter wordings are the same only where all their words are: they have no fingerprint. Fewer have two runs of three words at
most."""
MOST_FRESH = 32_768
"""This many wordings' fingerprints are kept apart before they move into the large table. Chosen by hand: moving them costs a
pass over the large table."""

_AT_ONCE = 10_000
"""Rows read or written by one statement, so that memory stays flat. Chosen by hand."""
_WORDS = "SELECT exact, start, spans FROM quote_readings WHERE quote = ? ORDER BY derivation LIMIT 1"
_ALL_WORDS = """
    SELECT e.value, g.exact, g.start, g.spans FROM json_each(?) e JOIN quote_readings g ON g.quote = e.value
    AND g.derivation = (SELECT min(derivation) FROM quote_readings WHERE quote = e.value)
"""
_SHOWN = "SELECT seq, quote FROM wordings WHERE seq > ? ORDER BY seq LIMIT ?"
_UNWORDED = """
    SELECT seq FROM quotes WHERE seq > ? AND seq NOT IN (SELECT quote FROM quote_wordings) ORDER BY seq LIMIT ?
"""
# Hashes come with the wording and whether it is short, in one number.
_KEEP = "INSERT INTO fresh_sketches SELECT value >> 32, value >> 1 & 0x7FFFFFFF, value & 1 FROM json_each(?)"


def add_wordings(db: Database, quotes: Iterable[tuple[int, str]], *, most_fresh: int = MOST_FRESH) -> int:
    """Enter new quotes, as (seq, text), under their wordings; returns the number of wordings that are new.

    Belongs into the transaction that stores the quotes. Texts without a word are left out.
    """
    fingerprints = [(quote, fingerprint_again(text)) for quote, text in quotes]
    known = _known(db, {made.key for _, made in fingerprints})
    [(free,)] = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM wordings").fetchall()
    fresh: list[tuple[int, int, int, int]] = []
    made_of: list[tuple[int, Fingerprint]] = []
    worded: list[tuple[int, int]] = []
    for quote, made in fingerprints:
        if not made.length:
            continue
        wording = known.get(made.key)
        if wording is None:
            wording = known[made.key] = free + len(fresh)
            fresh.append((wording, made.key, made.length, quote))
            made_of.append((wording, made))
        worded.append((quote, wording))
    db.conn.executemany("INSERT INTO wordings VALUES (?, ?, ?, ?)", fresh)
    _keep_fingerprints(db, made_of)
    db.conn.executemany("INSERT INTO quote_wordings VALUES (?, ?)", worded)
    _settle_fingerprints(db, free + len(fresh) - 1, most_fresh)
    return len(fresh)


def add_missing(db: Database) -> None:
    """Enter the quotes that have no wording: those stored before wordings were."""
    newest = 0
    while rows := db.execute(_UNWORDED, (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        add_wordings(db, [(quote, read_words(db, quote)) for (quote,) in rows])


def fingerprint_anew(db: Database) -> None:
    """Replace the fingerprints of all wordings by those that today's code makes."""
    db.execute("DELETE FROM sketches")
    db.execute("DELETE FROM fresh_sketches")
    db.execute("UPDATE settled_sketches SET upto = 0")
    newest = 0
    while rows := db.execute(_SHOWN, (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        _keep_fingerprints(db, ((wording, fingerprint(read_words(db, quote))) for wording, quote in rows))
        _settle_fingerprints(db, newest, MOST_FRESH)


def read_words(db: Database, quote: int) -> str:
    """Return the words of a quote: its content, without an interposed cue."""
    return _join_spans(*db.execute(_WORDS, (quote,)).fetchone())


def read_all_words(db: Database, quotes: Iterable[int]) -> dict[int, str]:
    """Return the words of several quotes, each as ``read_words`` does."""
    rows = db.execute(_ALL_WORDS, (write_json(sorted(quotes)),))
    return {quote: _join_spans(exact, start, spans) for quote, exact, start, spans in rows}


def find_key(db: Database, made: Fingerprint) -> int | None:
    """Find the wording with the key of a fingerprint."""
    found = db.execute("SELECT seq FROM wordings WHERE key = ?", (made.key,)).fetchone()
    return None if found is None else int(found[0])


def _keep_fingerprints(db: Database, fingerprints: Iterable[tuple[int, Fingerprint]]) -> None:
    """Keep the hashes of wordings, in order, so that the table is written page by page."""
    hashes: list[int] = []
    for wording, made in fingerprints:
        if made.length >= LEAST_WORDS:
            entry = wording << 1 | made.is_short
            hashes += [gram << 32 | entry for gram in made.grams]
            if made.bare is not None and made.bare not in made.grams:
                hashes.append(made.bare << 32 | entry)
    hashes.sort()
    for start in range(0, len(hashes), _AT_ONCE):
        db.execute(_KEEP, (write_json(hashes[start : start + _AT_ONCE]),))


def _settle_fingerprints(db: Database, newest: int, most_fresh: int) -> None:
    """Move the fresh fingerprints over when they have become many: in order, so that each page is written once."""
    [(upto,)] = db.execute("SELECT upto FROM settled_sketches").fetchall()
    if newest - upto >= most_fresh:
        db.execute("INSERT INTO sketches SELECT * FROM fresh_sketches ORDER BY gram, wording")
        db.execute("DELETE FROM fresh_sketches")
        db.execute("UPDATE settled_sketches SET upto = ?", (newest,))


def _known(db: Database, keys: Iterable[int]) -> dict[int, int]:
    wanted: Sequence[int] = sorted(keys)
    rows = db.execute("SELECT key, seq FROM wordings WHERE key IN (SELECT value FROM json_each(?))", (write_json(wanted),))
    return dict(rows.fetchall())


def _join_spans(exact: str, start: int, spans: str) -> str:
    if "],[" not in spans:
        return exact
    return " ".join(exact[begin - start : end - start] for begin, end in json.loads(spans))
