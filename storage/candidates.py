"""Find quotes that may be the same words: an exact key and a sketch for each wording, kept as quotes are loaded.

A wording is what all quotes with the same folded words share. Adding costs the same however large the archive; probing reads
only the runs of words that the probe shares, and leaves out those so common that they tell nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from storage.rows import write_json
from storage.sketch import SIZE, Sketch, sketch

COMMON = 200
"""A run of words that more wordings than this contain tells nothing."""
LEAST_WORDS = 5
"""Shorter wordings are the same only where all their words are."""
MOST_CANDIDATES = 50
MOST_FRESH = 32_768
"""So many wordings' sketches are kept apart before they move into the large table."""


# For each hash of a sketch the wordings that keep it, one more than tell anything.
_SHARING = """
    SELECT (
        SELECT group_concat(wording) FROM (
            SELECT wording FROM sketches WHERE gram = e.value
            UNION ALL SELECT wording FROM fresh_sketches WHERE gram = e.value LIMIT ?2
        )
    ) FROM json_each(?1) e
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A wording that shares ``shared`` hashes of its sketch with a probe."""

    wording: int
    shared: int


def add_wordings(db: Database, quotes: Iterable[tuple[int, str]], *, most_fresh: int = MOST_FRESH) -> int:
    """Enter new quotes, as (seq, text), under their wordings; gives the number of wordings that are new.

    Belongs into the transaction that stores the quotes. Texts without a word are left out.
    """
    sketches = [(quote, sketch(text)) for quote, text in quotes]
    known = _known(db, {made.key for _, made in sketches})
    [(free,)] = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM wordings").fetchall()
    fresh: list[tuple[int, int, int, int]] = []
    grams: list[int] = []
    worded: list[tuple[int, int]] = []
    for quote, made in sketches:
        if not made.length:
            continue
        wording = known.get(made.key)
        if wording is None:
            wording = known[made.key] = free + len(fresh)
            fresh.append((wording, made.key, made.length, quote))
            if made.length >= LEAST_WORDS:
                grams += [gram << 32 | wording for gram in made.grams]
                if made.bare is not None and made.bare not in made.grams:
                    grams.append(made.bare << 32 | wording)
        worded.append((quote, wording))
    grams.sort()
    insert = db.conn.executemany
    insert("INSERT INTO wordings VALUES (?, ?, ?, ?)", fresh)
    insert("INSERT INTO fresh_sketches VALUES (?1 >> 32, ?1 & 0xFFFFFFFF)", zip(grams, strict=True))
    insert("INSERT INTO quote_wordings VALUES (?, ?)", worded)
    _settle_sketches(db, free + len(fresh) - 1, most_fresh)
    return len(fresh)


def find_wording(db: Database, text: str) -> int | None:
    """Find the wording that is word for word this text."""
    return _known(db, {sketch(text).key}).get(sketch(text).key)


def probe(db: Database, text: str) -> list[Candidate]:
    """Find the wordings that may be the same words as a text, the likeliest first; the same words are always among them."""
    made = sketch(text)
    found = probe_sketch(db, made)
    exact = _known(db, {made.key}).get(made.key)
    if exact is None:
        return found
    return [Candidate(wording=exact, shared=SIZE), *(each for each in found if each.wording != exact)]


def probe_sketch(db: Database, made: Sketch) -> list[Candidate]:
    """Find the wordings that share runs of words with a sketch, the likeliest first."""
    if made.length < LEAST_WORDS:
        return []
    sharing: list[str] = []
    asked = made.grams if made.bare is None else [*made.grams, made.bare]
    for number, (listed,) in enumerate(db.execute(_SHARING, (write_json(asked), COMMON + 1))):
        wordings = listed.split(",") if listed else []
        if len(wordings) <= COMMON:
            # Those with the same bare letters are as likely as those with the same words.
            sharing += wordings if number < len(made.grams) else wordings * SIZE
    least = 2 if len(made.grams) > 2 * LEAST_WORDS else 1
    likely = [(number, int(wording)) for wording, number in Counter(sharing).items() if number >= least]
    likely.sort(key=lambda each: (-each[0], each[1]))
    return [Candidate(wording=wording, shared=number) for number, wording in likely[:MOST_CANDIDATES]]


def _settle_sketches(db: Database, newest: int, most_fresh: int) -> None:
    """Move the fresh sketches over when they have become many: in order, so that each page is written once."""
    [(upto,)] = db.execute("SELECT upto FROM settled_sketches").fetchall()
    if newest - upto >= most_fresh:
        db.execute("INSERT INTO sketches SELECT gram, wording FROM fresh_sketches ORDER BY gram, wording")
        db.execute("DELETE FROM fresh_sketches")
        db.execute("UPDATE settled_sketches SET upto = ?", (newest,))


def _known(db: Database, keys: Iterable[int]) -> dict[int, int]:
    wanted: Sequence[int] = sorted(keys)
    rows = db.execute("SELECT key, seq FROM wordings WHERE key IN (SELECT value FROM json_each(?))", (write_json(wanted),))
    return dict(rows.fetchall())
