"""Load an invented archive of any size as runs do, and link it: ``python -m benchmarks.load 200000`` (or ``make bench load``).

Documents have seven quotes each, of words as frequent as in a language, with stock phrases; one in twenty is a copy of an
earlier one with a word changed. At each size it prints milliseconds of CPU per document of the newest load, apart for storing,
for linking quotes and for linking texts; the largest write-ahead log, the peak of memory, and the bytes on disk per quote.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Final

from benchmarks.archive import make_line
from benchmarks.figures import print_figure
from benchmarks.synthetic import make_words
from pipeline.registry.language_files import load_vocabulary
from pipeline.stages.sameness import compare
from storage.database.archive import open_writer
from storage.loading.load import begin_run, load_lines
from storage.model import Derived
from storage.sameness.link_quotes import Verdict, link
from storage.sameness.link_texts import link_texts
from storage.sameness.wordings import settle_sketches

QUOTES: Final = 60_000
"""The default size: a few minutes on a small machine."""
QUOTES_PER_DOCUMENT: Final = 7

_SIZES: Final = (20_000, 60_000, 200_000, 600_000, 1_000_000)
_DOCUMENTS_AT_A_TIME: Final = 1_000
_COPIED: Final = 20
"""One document in this many copies an earlier one."""
_PHRASES: Final = 2_000
_INDEXES: Final = ("sketches", "text_", "texts", "revision_texts", "wordings", "quote_wordings", "quotes_by_wording", "links")
_TRIGRAMS: Final = ("vocabulary",)
_WORDS: Final = ("quote_words",)


def main() -> None:
    """Load as many quotes as the command line names, and measure at each size on the way."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder) / "archive.db", numbers[0] if numbers else QUOTES)


def grow(path: Path, quotes: int, *, begin: int = 0) -> None:
    """Load and link documents, from the number ``begin`` on, a thousand at a time, until the archive has this many quotes."""
    maker = _Maker()
    largest_wal = 0
    sizes = [size for size in _SIZES if begin * QUOTES_PER_DOCUMENT < size < quotes] + [quotes]
    for first in range(begin, quotes // QUOTES_PER_DOCUMENT, _DOCUMENTS_AT_A_TIME):
        lines = [maker.make(number) for number in range(first, first + _DOCUMENTS_AT_A_TIME)]
        taken, wal = _load(path, lines, f"run{first}")
        largest_wal = max(largest_wal, wal)
        held = (first + _DOCUMENTS_AT_A_TIME) * QUOTES_PER_DOCUMENT
        if held >= sizes[0]:
            sizes.pop(0)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print_figure("load", f"{held} quotes", **taken, wal_mb=largest_wal >> 20, memory_mb=memory)
            _print_bytes(path, held)
        if not sizes:
            break


def _load(path: Path, lines: list[Derived], run: str) -> tuple[dict[str, float], int]:
    """Load lines as one run, and return milliseconds per document with the size of the write-ahead log in bytes."""
    clock = [time.process_time()]
    with open_writer(path) as db:
        begin_run(db, run=run, source="bench", started_at=lines[0].capture.captured_at, code_version="bench", parameters={})  # type: ignore[union-attr]
        load_lines(db, lines, run=run, source="bench", warc="bench.warc.gz")
        clock.append(time.process_time())
        link(db, _compare, code_version="bench")
        while settle_sketches(db):
            continue
        clock.append(time.process_time())
        link_texts(db, _compare, code_version="bench")
        clock.append(time.process_time())
        wal = path.with_name(path.name + "-wal").stat().st_size
    clock.append(time.process_time())
    parts = zip(("store_ms", "quotes_ms", "texts_ms", "checkpoint_ms"), clock, clock[1:], strict=False)
    taken = {name: round((end - start) * 1000 / len(lines), 2) for name, start, end in parts}
    return {"all_ms": round(sum(taken.values()), 2), **taken}, wal


def _compare(stored: str, other: str) -> Verdict:
    return compare(stored, other, load_vocabulary())


def _print_bytes(path: Path, quotes: int) -> None:
    """Print the bytes on disk per quote, by what they serve, and the largest tables and indexes."""
    with closing(sqlite3.connect(path)) as db:  # the archive's own SQLite has no dbstat
        found = db.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
        [(chars,)] = db.execute('SELECT avg("end" - start) FROM readings WHERE derivation % 97 = 0').fetchall()
    served: dict[str, float] = {"record": 0.0, "full text": 0.0, "trigrams": 0.0, "fingerprints and links": 0.0}
    for name, size in found:
        served[_find_use(name)] += size / quotes
    parts = {use: round(size) for use, size in served.items()}
    print_figure("load", "bytes per quote", all=round(sum(served.values())), **parts, mean_chars=round(chars or 0))
    print_figure("load", "largest parts", **{name: round(size / quotes, 1) for name, size in found[:24]})


def _find_use(name: str) -> str:
    bare = name.removeprefix("fresh_").removeprefix("sqlite_autoindex_")
    if bare.startswith(_WORDS):
        return "full text"
    if bare.startswith(_TRIGRAMS):
        return "trigrams"
    return "fingerprints and links" if bare.startswith(_INDEXES) else "record"


class _Maker:
    """Makes the line of a document by its number, the same each time."""

    def __init__(self) -> None:
        chance = random.Random(16)  # noqa: S311 - the same documents each time
        self._vocabulary, self._weights = make_words(chance)
        words = [self._choose(chance, chance.randint(3, 8)) for _ in range(_PHRASES)]
        self._phrases = [" ".join(phrase) for phrase in words]
        self._phrase_weights = list(accumulate(1 / (rank + 5) for rank in range(_PHRASES)))

    def make(self, number: int) -> Derived:
        """Make a document, or every so often an altered copy of an earlier one."""
        if number % _COPIED or not number:
            return make_line(number, list(self._write(number)))
        chance = random.Random(-number)  # noqa: S311 - the same documents each time
        copied = list(self._write(chance.randrange(number) // _COPIED * _COPIED + 1))
        words = copied[2].split()
        words[chance.randrange(len(words))] = self._choose(chance, 1)[0]
        return make_line(number, [*copied[:2], " ".join(words), *copied[3:]])

    def _write(self, number: int) -> Iterator[str]:
        chance = random.Random(number)  # noqa: S311 - the same documents each time
        for _ in range(QUOTES_PER_DOCUMENT):
            words = self._choose(chance, chance.randint(14, 44))
            words.insert(chance.randrange(len(words)), chance.choices(self._phrases, cum_weights=self._phrase_weights)[0])
            yield f"{' '.join(words).capitalize()}."

    def _choose(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self._vocabulary, cum_weights=self._weights, k=number)


if __name__ == "__main__":
    main()
