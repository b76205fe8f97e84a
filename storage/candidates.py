"""Find quotes that may be the same words: an exact key and a sketch for each wording, kept as quotes are loaded.

A wording is what all quotes with the same folded words share. Adding costs the same however large the archive; probing reads
only the runs of words that the probe shares, and leaves out those so common that they tell nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from storage.rows import write_json
from storage.sketch import SIZE, Sketch, kept_of, sketch

COMMON = 200
"""A run of words that more wordings than this contain tells nothing."""
LEAST_WORDS = 5
"""Shorter wordings are the same only where all their words are."""
MOST_CANDIDATES = 50
MOST_JUDGED = 10
"""So many of the likeliest candidates of a new wording are judged: a template has endless neighbours."""
LEAST_PART = 0.17
MOST_FRESH = 32_768
"""So many wordings' sketches are kept apart before they move into the large table."""


_SHARING = """
    SELECT wording FROM sketches WHERE gram = ?1 UNION ALL SELECT wording FROM fresh_sketches WHERE gram = ?1 LIMIT ?2
"""


class Verdict(Protocol):
    """What a judge says of two texts."""

    @property
    def wording(self) -> str:
        """How the second stands to the first."""

    @property
    def material(self) -> bool:
        """Whether the difference changes what is said."""

    @property
    def reason(self) -> str:
        """Why."""


Judge = Callable[[str, str], Verdict]
"""Compares the longer text with the shorter one."""


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
    found = _probe(db, made)
    exact = _known(db, {made.key}).get(made.key)
    if exact is None:
        return found
    return [Candidate(wording=exact, shared=SIZE), *(each for each in found if each.wording != exact)]


def link(db: Database, judge: Judge, *, code_version: str, batch: int = 500) -> int:
    """Judge the wordings that came since the last time against those that may be the same; gives the number of links made.

    Each batch is a transaction of its own. Which wordings are linked does not depend on the order in which they came.
    """
    made = 0
    while True:
        with db.atomic():
            rows = db.execute(
                "SELECT seq, length, quote FROM wordings WHERE seq > (SELECT upto FROM linked) ORDER BY seq LIMIT ?",
                (batch,),
            ).fetchall()
            if not rows:
                return made
            for wording, length, quote in rows:
                if length >= LEAST_WORDS:
                    made += _link(db, wording, length, quote, judge, code_version)
            db.execute("UPDATE linked SET upto = ?", (rows[-1][0],))


def read_words(db: Database, quote: int) -> str:
    """Give the words of a quote as they stand: its content, without a cue that stands between."""
    row = db.execute(
        "SELECT exact, start, spans FROM quote_readings WHERE quote = ? ORDER BY derivation LIMIT 1", (quote,)
    ).fetchone()
    exact, start, spans = row[0], row[1], json.loads(row[2])
    return exact if len(spans) < 2 else " ".join(exact[begin - start : end - start] for begin, end in spans)


def _link(db: Database, wording: int, length: int, quote: int, judge: Judge, code_version: str) -> int:
    text = read_words(db, quote)
    made = 0
    for candidate, other_length, other_quote in _likely(db, wording, length, sketch(text)):
        mine, theirs = (length, text), (other_length, read_words(db, other_quote))
        longer, shorter = (wording, candidate.wording) if mine >= theirs else (candidate.wording, wording)
        verdict = judge(max(mine, theirs)[1], min(mine, theirs)[1])
        if verdict.wording == "different":
            continue
        cursor = db.execute(
            "INSERT INTO links (longer, shorter, verdict, material, reason, code_version) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (longer, shorter, str(verdict.wording), int(verdict.material), verdict.reason, code_version),
        )
        made += cursor.rowcount
    return made


def _likely(db: Database, wording: int, length: int, made: Sketch) -> Iterator[tuple[Candidate, int, int]]:
    """Yield the likeliest other wordings, each with its length and the quote that shows it.

    What shares too small a part of the smaller sketch cannot be the same words.
    """
    judged = 0
    for candidate in _probe(db, made):
        if candidate.wording == wording or judged == MOST_JUDGED:
            continue
        [(other, quote)] = db.execute("SELECT length, quote FROM wordings WHERE seq = ?", (candidate.wording,)).fetchall()
        if candidate.shared >= LEAST_PART * kept_of(min(length, other)):
            judged += 1
            yield candidate, int(other), int(quote)


def _settle_sketches(db: Database, newest: int, most_fresh: int) -> None:
    """Move the fresh sketches over when they have become many: in order, so that each page is written once."""
    [(upto,)] = db.execute("SELECT upto FROM settled_sketches").fetchall()
    if newest - upto >= most_fresh:
        db.execute("INSERT INTO sketches SELECT gram, wording FROM fresh_sketches ORDER BY gram, wording")
        db.execute("DELETE FROM fresh_sketches")
        db.execute("UPDATE settled_sketches SET upto = ?", (newest,))


def _probe(db: Database, made: Sketch) -> list[Candidate]:
    if made.length < LEAST_WORDS:
        return []
    shared: Counter[int] = Counter()
    for gram in made.grams:
        rows = db.execute(_SHARING, (gram, COMMON + 1)).fetchall()
        if len(rows) <= COMMON:
            shared.update(wording for (wording,) in rows)
    least = 2 if len(made.grams) > LEAST_WORDS else 1
    likely = sorted(((number, wording) for wording, number in shared.items() if number >= least), key=lambda x: (-x[0], x[1]))
    return [Candidate(wording=wording, shared=number) for number, wording in likely[:MOST_CANDIDATES]]


def _known(db: Database, keys: Iterable[int]) -> dict[int, int]:
    wanted: Sequence[int] = sorted(keys)
    rows = db.execute("SELECT key, seq FROM wordings WHERE key IN (SELECT value FROM json_each(?))", (write_json(wanted),))
    return dict(rows.fetchall())
