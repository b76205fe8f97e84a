"""Enter quotes under their wordings: what all quotes with the same folded words share, with a fingerprint that leads to others.

Adding costs the same however large the archive: the newest fingerprints are gathered apart, and move into the large table many
at a time, as a step of linking.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.sameness.fingerprints import Fingerprint, fingerprint, fingerprint_again

LEAST_WORDS = 5
"""Shorter wordings are the same only where all their words are: they have no fingerprint. Fewer have two runs of three words at
most."""
MOST_FRESH = 32_768
"""So many wordings' fingerprints are kept apart before they move into the large table."""
MOST_MOVED = 50_000
"""At most so many hashes move in one transaction: with a million quotes they are on some 6,000 pages, 24 MB."""

_AT_ONCE = 10_000
"""Rows read or written by one statement, so that memory stays flat. Chosen by hand."""
# Where the first reading of each quote stands.
_PLACES = """
    SELECT e.value, v.revision, g.start, g."end", g.spans FROM json_each(?) e
    CROSS JOIN readings g ON g.quote = e.value AND g.derivation = (SELECT min(derivation) FROM readings WHERE quote = e.value)
    CROSS JOIN derivations v ON v.seq = g.derivation
"""
_TEXTS = "SELECT seq, text FROM revisions WHERE seq IN (SELECT value FROM json_each(?))"
_SHOWN = "SELECT seq, quote FROM wordings WHERE seq > ? ORDER BY seq LIMIT ?"
_UNWORDED = """
    SELECT seq FROM quotes WHERE seq > ? AND seq NOT IN (SELECT quote FROM quote_wordings) ORDER BY seq LIMIT ?
"""
# Hashes come with the wording and whether it is short, in one number.
_KEEP = "INSERT INTO fresh_sketches SELECT value >> 32, value >> 1 & 0x7FFFFFFF, value & 1 FROM json_each(?)"


def add_wordings(db: Database, quotes: Iterable[tuple[int, str]]) -> int:
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
    return len(fresh)


def settle_sketches(db: Database, *, most_fresh: int = MOST_FRESH, most_moved: int = MOST_MOVED) -> bool:
    """Move a part of the fresh fingerprints into the large table once they have become many, in one transaction; returns
    whether others wait. In the order of their hashes, so that each page is written once; a part, so that a transaction stays
    small."""
    newest = "(SELECT coalesce(max(seq), 0) FROM wordings)"
    if not db.execute(f"SELECT 1 FROM settled_sketches WHERE {newest} - upto >= ?", (most_fresh,)).fetchone():
        return False
    with db.atomic():
        next_ones = "FROM fresh_sketches ORDER BY gram, wording LIMIT ?"
        db.execute(f"INSERT INTO sketches SELECT * {next_ones}", (most_moved,))
        db.execute(f"DELETE FROM fresh_sketches WHERE (gram, wording) IN (SELECT gram, wording {next_ones})", (most_moved,))
        if db.execute("SELECT 1 FROM fresh_sketches LIMIT 1").fetchone():
            return True
        db.execute(f"UPDATE settled_sketches SET upto = {newest}")
        return False


def add_missing(db: Database) -> None:
    """Enter the quotes that have no wording: those stored before wordings were."""
    newest = 0
    while rows := db.execute(_UNWORDED, (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        add_wordings(db, sorted(read_all_words(db, [quote for (quote,) in rows]).items()))


def fingerprint_anew(db: Database) -> None:
    """Replace the fingerprints of all wordings by those that today's code makes."""
    db.execute("DELETE FROM sketches")
    db.execute("DELETE FROM fresh_sketches")
    db.execute("UPDATE settled_sketches SET upto = 0")
    newest = 0
    while rows := db.execute(_SHOWN, (newest, _AT_ONCE)).fetchall():
        newest = rows[-1][0]
        words = read_all_words(db, [quote for _, quote in rows])
        _keep_fingerprints(db, ((wording, fingerprint(words[quote])) for wording, quote in rows))
        while settle_sketches(db):
            continue


def read_all_words(db: Database, quotes: Iterable[int]) -> dict[int, str]:
    """Return the words of several quotes: their content, without an interposed cue. Each text is read once."""
    places: defaultdict[int, list[tuple[int, int, int, str | None]]] = defaultdict(list)
    for quote, revision, start, end, spans in db.execute(_PLACES, (write_json(sorted(quotes)),)):
        places[revision].append((quote, start, end, spans))
    words = {}
    for revision, text in db.execute(_TEXTS, (write_json(sorted(places)),)):
        for quote, start, end, spans in places[revision]:
            words[quote] = cut_words(text, start, end, spans)
    return words


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


def _known(db: Database, keys: Iterable[int]) -> dict[int, int]:
    wanted: Sequence[int] = sorted(keys)
    rows = db.execute("SELECT key, seq FROM wordings WHERE key IN (SELECT value FROM json_each(?))", (write_json(wanted),))
    return dict(rows.fetchall())


def cut_words(text: str, start: int, end: int, spans: str | None) -> str:
    """Return the content of a quote from the text that it stands in: its spans, given as JSON, if there are several."""
    if spans is None or "],[" not in spans:
        return text[start:end]
    return " ".join(text[a:b] for a, b in json.loads(spans))
