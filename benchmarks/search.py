"""Search an invented archive of any size: ``make bench search QUOTES=1000000``; or one that is there already:
``python -m benchmarks search archive.db``.

Prints for each class of query the 95th percentile of CPU milliseconds in this process, by relevance, newest first, and of
facets with the timeline; and how much of the true BM25 top 20 is shown first. Beside them bare FTS5 ordered by BM25, and
tantivy on the same rows with and without counting all matches; of each the ratio to ours by relevance: above 1 ours is faster.
tantivy is no library of ours and only measured if it is installed: ``.venv/bin/python -m pip install tantivy``.
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
    """Measure the archive that the command line names, or build one of the size that it names."""
    paths = [Path(argument) for argument in sys.argv[1:] if argument.endswith(".db")]
    with tempfile.TemporaryDirectory() as folder:
        path = paths[0] if paths else _build(Path(folder) / "archive.db")
        with closing(open_reader(path)) as db:
            measure(db, Path(folder))


def _build(path: Path) -> Path:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    started = time.process_time()
    build(path, numbers[0] if numbers else QUOTES)
    print_figure("search", "build", cpu_s=round(time.process_time() - started, 1), bytes=path.stat().st_size)
    return path


def measure(db: Database, folder: Path) -> None:
    """Measure every class of query, and its peers where they can answer it."""
    tantivy = _index_with_tantivy(db, folder) if importlib.util.find_spec("tantivy") else None
    ground = read_ground(db)
    for name, write in _CLASSES.items():
        queries = [write(number) for number in range(_ROUNDS)]
        ours = _time(partial(_search, db, "relevance"), queries)
        newest = _time(partial(_search, db, "newest"), queries)
        facets = _time(partial(_count_facets, db, ground), queries)
        figures: dict[str, object] = {"p95_ms": ours, "p95_newest_ms": newest, "p95_facets_ms": facets}
        if not any(sign in name for sign in ("speaker", "month", "as of", "inside", "nowhere")):
            bare = [query.replace(" NEAR", "NEAR") for query in queries]
            figures |= _compare("fts5", ours, _time(lambda query: db.execute(_BARE, (query,)).fetchall(), bare))
            figures["kept"] = round(sum(_kept(db, query) for query in queries) / len(queries), 2)
        if tantivy and not any(sign in name for sign in ("speaker", "month", "as of", "NEAR")):
            figures |= _compare("tantivy", ours, _time(partial(tantivy, count=True), queries))
            figures |= _compare("tantivy_uncounted", ours, _time(partial(tantivy, count=False), queries))
        print_figure("search", name, **figures)


def _compare(peer: str, ours: float, theirs: float) -> dict[str, object]:
    return {f"{peer}_ms": theirs, f"{peer}_ratio": round(theirs / ours, 2)}


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


def _index_with_tantivy(db: Database, folder: Path) -> Callable[..., Any]:
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

    def ask(query: str, *, count: bool) -> Any:
        if "*" in query:
            pattern = query.strip("*") + ".*" if query.endswith("*") else query
            wanted = tantivy.Query.regex_query(index.schema, "words", f".*{pattern}" if query.startswith("*") else pattern)
        elif " OR " in query or query.startswith('"'):
            wanted = index.parse_query(query, ["words"])
        else:
            wanted = index.parse_query(" AND ".join(query.split()), ["words"])
        return searcher.search(wanted, _TOP, count=count).hits

    return ask


def _read_quotes(db: Database) -> Iterator[tuple[int, str]]:
    sql = "SELECT g.quote, g.exact FROM current_quotes c JOIN quote_readings g USING (derivation, quote)"
    for quote, exact in db.execute(sql):
        yield quote, index_words(exact)


if __name__ == "__main__":
    main()
