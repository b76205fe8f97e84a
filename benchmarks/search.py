"""Search an invented archive of any size: ``python -m benchmarks.search 1000000`` (or ``make bench search``).

Prints for each class of query the 95th percentile of CPU milliseconds in this process, and of facets with the timeline; beside
bare FTS5 ordered by BM25 and tantivy (if it is installed) on the same rows, and how much of the true BM25 top 20 is kept.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from benchmarks.figures import print_figure
from benchmarks.synthetic import COMMONEST, RARE, build
from storage.database.archive import open_reader
from storage.reading.days import Ground, read_ground
from storage.search.facets import count_facets
from storage.search.search import Sort, search
from storage.text.index_form import index_words

QUOTES: Final = 60_000
"""The default size: two minutes in all on a small machine."""

_ROUNDS: Final = 10
_TOP: Final = 20
_WORDS: Final = COMMONEST[36:56]
_PARTS: Final = ("shiv", "zodu", "khab", "tuzi", "lodim", "gaveti", "repo", "bukal", "sizha", "moduk")
_CLASSES: Final[dict[str, Callable[[int], str]]] = {
    "a rare word": lambda _: RARE,
    "a word of the top 40": lambda n: _WORDS[n],
    "the commonest word": lambda n: COMMONEST[n % 2],
    "a rare phrase": lambda n: f'"{_WORDS[n]} {_WORDS[-n - 1]}"',
    "a common phrase": lambda n: f'"{COMMONEST[n % 4]} {COMMONEST[n % 3 + 1]}"',
    "a prefix of 2": lambda n: ("pe*", "go*", "se*", "co*", "st*")[n % 5],
    "inside a word": lambda n: f"*{_PARTS[n]}*",
    "AND of three": lambda n: " ".join(_WORDS[n : n + 3]),
    "OR of three": lambda n: " OR ".join(_WORDS[n : n + 3]),
    "NEAR": lambda n: f"NEAR({_WORDS[n]} {_WORDS[n + 1]}, 5)",
    "a common word of one speaker": lambda n: f'{_WORDS[n]} speaker:"Speaker {n}"',
    "the commonest word of one month": lambda n: f"the on:201{n}-05",
    "a common word as of a day": lambda n: f"{_WORDS[n]} as-of:2016-0{n % 9 + 1}-15",
    "a word without a speaker": lambda n: f'{_WORDS[n]} -speaker:"Speaker {n}"',
    "a word that is nowhere": lambda n: f"zeppelin{n}",
}
_BARE: Final = "SELECT rowid FROM quote_words WHERE quote_words MATCH ? ORDER BY rank LIMIT 20"
_BEST: Final = (
    "SELECT f.rowid FROM quote_words f CROSS JOIN current_quotes c ON c.quote = f.rowid WHERE f.quote_words MATCH ? "
    "ORDER BY f.rank, f.rowid LIMIT 20"
)


def main() -> None:
    """Build an archive of the size that the command line names, and measure."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        started = time.process_time()
        build(path, numbers[0] if numbers else QUOTES)
        print_figure("search", "build", cpu_s=round(time.process_time() - started, 1), bytes=path.stat().st_size)
        with closing(open_reader(path)) as db:
            measure(db, Path(folder))


def measure(db: Database, folder: Path) -> None:
    """Measure every class of query, and its peers where they can answer it."""
    tantivy = _index_with_tantivy(db, folder) if importlib.util.find_spec("tantivy") else None
    ground = read_ground(db)
    for name, write in _CLASSES.items():
        queries = [write(number) for number in range(_ROUNDS)]
        sorts: tuple[Sort, ...] = ("relevance", "newest")
        taken = {sort: _time(partial(_search, db, sort), queries) for sort in sorts}
        peers: dict[str, float | None] = {"fts5": None, "tantivy": None, "kept": None}
        if not any(sign in name for sign in ("speaker", "month", "as of", "inside", "nowhere")):
            bare = [query.replace(" NEAR", "NEAR") for query in queries]
            peers["fts5"] = _time(lambda query: db.execute(_BARE, (query,)).fetchall(), bare)
            peers["kept"] = round(sum(_kept(db, query) for query in queries) / len(queries), 2)
            peers["tantivy"] = _time(tantivy, queries) if tantivy and "NEAR" not in name and "prefix" not in name else None
        facets = _time(partial(_count_facets, db, ground), queries)
        print_figure("search", name, p95_ms=taken["relevance"], p95_newest_ms=taken["newest"], p95_facets_ms=facets, **peers)


def _search(db: Database, sort: Sort, query: str) -> int:
    return search(db, query, sort=sort).total


def _count_facets(db: Database, ground: Ground, query: str) -> int:
    return count_facets(db, query, ground).counted


def _time(ask: Callable[[str], Any], queries: list[str]) -> float:
    """Return the 95th percentile of CPU milliseconds, over all queries once warm."""
    seconds = []
    for query in [queries[0], *queries, *queries]:
        started = time.process_time()
        ask(query)
        seconds.append(time.process_time() - started)
    seconds = sorted(seconds[1:])
    return round(seconds[int(len(seconds) * 0.95)] * 1000, 1)


def _kept(db: Database, query: str) -> float:
    """Return which share of the 20 best by BM25 is among the 20 that search shows first."""
    best = {rowid for (rowid,) in db.execute(_BEST, (query,))}
    shown = {int(hit.quote.id.removeprefix("q_")) for hit in search(db, query, limit=_TOP).hits}
    return len(best & shown) / len(best) if best else 1.0


def _index_with_tantivy(db: Database, folder: Path) -> Callable[[str], Any]:
    import tantivy  # type: ignore[import-not-found,import-untyped,unused-ignore]

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False)
    builder.add_integer_field("quote", stored=True)
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    for quote, words in _read_quotes(db):
        writer.add_document(tantivy.Document(quote=quote, words=words))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> Any:
        wanted = query if " OR " in query or query.startswith('"') else " AND ".join(query.split())
        return getattr(searcher.search(index.parse_query(wanted, ["words"]), _TOP), "count")  # noqa: B009 - untyped

    return ask


def _read_quotes(db: Database) -> Iterator[tuple[int, str]]:
    sql = "SELECT g.quote, g.exact FROM current_quotes c JOIN quote_readings g USING (derivation, quote)"
    for quote, exact in db.execute(sql):
        yield quote, index_words(exact)


if __name__ == "__main__":
    main()
