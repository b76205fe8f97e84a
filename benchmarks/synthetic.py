"""Build an archive of invented quotes of any size: word frequencies, speakers and days as uneven as in a real one.

Rows are written straight into the tables, without linking; what search reads is derived by the code of the loader.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from storage.database.archive import open_writer
from storage.database.rows import checksum, write_json
from storage.loading.current import refresh_quotes
from storage.loading.indexing import index_quotes
from storage.model.identity import sha256
from storage.text.folding import fold_text
from storage.text.index_form import index_words
from storage.text.packing import pack_text

QUOTES_PER_DOCUMENT: Final = 5
COMMONEST: Final = (
    "the of and to in that we is for on with our this as are by be it will have not from has at all "
    "peace people state security united nations government war president agreement conflict region minister international "
    "ceasefire border military support rights human country today against between parties sides republic foreign"
).split()
"""The commonest words, the most frequent first."""

RARE: Final = "zangezur"
"""A word that one document in two thousand holds."""

_SPEAKERS: Final = 2_000
_SOURCES: Final = 60
_DAYS: Final = 365 * 12
_START: Final = datetime(2010, 1, 1, tzinfo=UTC)
_DOCUMENTS_AT_A_TIME: Final = 2_000
_REVISED: Final = 25
"""One document in this many was captured again later, with another text."""


def build(path: Path, quotes: int) -> None:
    """Write an archive of this many quotes."""
    chance = random.Random(16)  # noqa: S311 - the same archive each time
    writer = _Writer(chance)
    with open_writer(path) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA foreign_keys = OFF")
        with db.atomic():
            db.execute("INSERT INTO runs VALUES ('run', 'bench', '2022-01-01T00:00:00Z', NULL, 'bench', '{}')")
            db.execute("INSERT INTO loads (seq, run, source, shard, stops) VALUES (1, 'run', 'bench', 'bench', '[]')")
            db.execute("INSERT INTO warc_files VALUES ('bench', 1)")
            names = [(_speaker(n), fold_text(_speaker(n))) for n in range(_SPEAKERS)]
            db.conn.executemany("INSERT INTO speakers VALUES (?, ?)", names)
            attributed = [(n + 1, _speaker(n), f"p{n}") for n in range(_SPEAKERS)]
            db.conn.executemany("INSERT INTO attributions VALUES (?, ?, ?, NULL, NULL, 'said')", attributed)
        last = -(-quotes // QUOTES_PER_DOCUMENT)
        for first in range(1, last + 1, _DOCUMENTS_AT_A_TIME):
            with db.atomic():
                writer.write(db, range(first, min(last, first + _DOCUMENTS_AT_A_TIME - 1) + 1))
        with db.atomic():
            db.execute("INSERT INTO quote_words (quote_words) VALUES ('optimize')")
        db.execute("ANALYZE")


def make_words(chance: random.Random) -> tuple[list[str], list[float]]:
    """Make a vocabulary with the cumulated weights of its words, by the law of Zipf and Mandelbrot."""
    syllables = [consonant + vowel for consonant in "b d f g k l m n p r s t v z sh kh".split() for vowel in "aeiou"]
    endings = ("", "", "s", "ed", "ing", "ation", "ment", "er", "ly", "al")
    made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) + chance.choice(endings) for _ in range(90_000)}
    vocabulary = [*COMMONEST, *sorted(made - set(COMMONEST), key=lambda word: sha256(word.encode()))]
    return vocabulary, list(accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))


def _speaker(number: int) -> str:
    return f"Speaker {number}"


class _Writer:
    """Writes documents, numbered in the order of their publication."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._vocabulary, self._weights = make_words(chance)
        self._speaker_weights = list(accumulate(1 / (rank + 5) for rank in range(_SPEAKERS)))
        self._reading = 0

    def write(self, db: Database, documents: range) -> None:
        """Write some documents with their quotes."""
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in (*_INSERTS, "words")}
        for document in documents:
            for part, values in self._document(document):
                rows[part].append(values)
        words = [(quote, index_words(text)) for quote, text in rows["words"]]
        for part, sql in _INSERTS.items():
            db.conn.executemany(sql, rows[part])
        refresh_quotes(db, documents)
        index_quotes(db, words)

    def _document(self, number: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        chance = self._chance
        published = _START + timedelta(seconds=chance.random() * _DAYS * 86_400)
        speaker = chance.choices(range(_SPEAKERS), cum_weights=self._speaker_weights)[0]
        yield "documents", (number, f"d_{number}")
        revised = number % _REVISED == 0
        for version in range(1 + revised):
            seq = number * 2 + version
            captured = published + timedelta(days=1 + 90 * version)
            quotes = [self._sentence(number) for _ in range(QUOTES_PER_DOCUMENT)]
            yield from self._revision(number, seq, captured, published, "\n".join(quotes))
            if version == revised:
                yield "current", (number, seq, seq)
            end = -1
            for place, text in enumerate(quotes):
                quote = (number - 1) * QUOTES_PER_DOCUMENT + place + 1 + version * 100_000_000
                yield "quotes", (quote, f"q_{quote}", number)
                yield "words", (quote, text)
                start, end = end + 1, end + 1 + len(text)
                yield "readings", (seq, quote, start, end, checksum(text), speaker + 1)

    def _revision(
        self, number: int, seq: int, captured: datetime, published: datetime, text: str
    ) -> Iterator[tuple[str, tuple[Any, ...]]]:
        at, day = captured.strftime("%Y-%m-%dT%H:%M:%SZ"), published.strftime("%Y-%m-%d")
        source, url, digest = f"source{number % _SOURCES}", f"https://bench.example/{number}", f"{seq:064x}"
        yield "records", (seq * 100, digest)
        yield "captures", (f"c_{seq}", source, url, at, digest, seq * 100)
        yield "packed_revisions", (seq, f"r_{seq}", number, pack_text(text))
        bounds = (f"{day}T00:00:00Z", f"{day}T23:59:59Z")
        ends = {"earliest": bounds[0], "latest": bounds[1]}
        when = write_json({"raw": day, "value": day, "precision": "day", "zone": "UTC", **ends, "basis": "markup"})
        language = None if number % 20 == 0 else "en"
        yield "derivations", (seq, number, seq, digest[-32:], url, language, when, *bounds)
        yield "observations", (seq, number, at, f"c_{seq}", seq, source)

    def _sentence(self, number: int) -> str:
        words = self._chance.choices(self._vocabulary, cum_weights=self._weights, k=self._chance.randint(12, 45))
        if number % 2_000 == 1:
            words[-1] = RARE
        return f"{' '.join(words).capitalize()}."


_INSERTS: Final = {
    "records": "INSERT INTO warc_records VALUES ('bench', ?, 100, ?, 'x', 'response', NULL, NULL)",
    "captures": "INSERT INTO captures VALUES (?, ?, ?, ?, 'response', 200, 'text/html', '[]', ?, 100, 'bench', ?, "
    "NULL, NULL, NULL)",
    "documents": "INSERT INTO documents VALUES (?, ?)",
    "packed_revisions": "INSERT INTO packed_revisions VALUES (?, ?, ?, ?)",
    "derivations": "INSERT INTO derivations VALUES (?, ?, ?, ?, 'statement', ?, NULL, ?, ?, ?, ?, '[]', '[]', '[]', '[]', '')",
    "observations": "INSERT INTO observations VALUES (?, ?, ?, ?, ?, 'bench', ?)",
    "quotes": "INSERT INTO quotes VALUES (?, ?, ?, 'own')",
    "readings": 'INSERT INTO readings (derivation, quote, start, "end", checksum, before, after, attribution, as_published) '
    "VALUES (?, ?, ?, ?, ?, 0, 0, ?, 1)",
    "current": "INSERT INTO current VALUES (?, ?, ?)",
}
