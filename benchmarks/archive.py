"""Load documents into an archive and search it, beside raw ``executemany`` of the same rows and bare FTS5 of the same words."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from benchmarks.figures import print_figure, print_rate, time_side_by_side
from storage.database.archive import open_reader, open_writer
from storage.loading.load import begin_run, load_lines
from storage.model import (
    Basis,
    Capture,
    Derived,
    Document,
    DocumentKind,
    Precision,
    Quote,
    QuoteKind,
    RecordType,
    WarcPointer,
    WarcRecord,
    When,
)
from storage.model.identity import canonical_url, capture_id, document_id, quote_id, sha256
from storage.search.filtering import Filters
from storage.search.search import search
from storage.text.folding import fold_text

DOCUMENTS = 10_000
QUOTES = 4
_START = datetime(2005, 1, 1, tzinfo=UTC)
_COMMON = (
    "the of and to in that we is for on with our this as are by peace people state security united nations ceasefire".split()
)
_TABLES = "captures documents revisions derivations observations quotes readings outcomes".split()
_QUERIES: dict[str, tuple[str, Filters]] = {
    "a rare word": ("pashinyan", Filters()),
    "a common word": ("ceasefire", Filters()),
    "the commonest word": ("the", Filters()),
    "a phrase": ('"united nations"', Filters()),
    "three words": ("peace security nations", Filters()),
    "a beginning": ("secur*", Filters()),
    "a part of words": ("*shiny*", Filters()),
    "a common word of one speaker": ("ceasefire", Filters(speaker="Speaker 3")),
    "the commonest word of one month": ("the", Filters(since=date(2020, 10, 1), until=date(2020, 10, 31))),
    "as it was in 2015": ("peace security nations", Filters(as_of=date(2015, 1, 1))),
    "a word that is nowhere": ("zeppelin", Filters()),
}


def main() -> None:
    """Print documents a CPU second for loading, and milliseconds for each kind of query."""
    lines = list(_make_lines())
    with tempfile.TemporaryDirectory() as folder:
        _measure_loading(Path(folder), lines)
        _measure_search(Path(folder))


def _measure_loading(folder: Path, lines: list[Derived]) -> None:
    path = folder / "archive.db"
    with open_writer(path) as db:
        _load(db, lines, "first")
        rows = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}  # noqa: S608 - our tables
        words = db.execute("SELECT quote, exact FROM quote_readings").fetchall()
    runs = iter(range(100))
    timings = time_side_by_side(
        {
            "load": lambda: _load_fresh(folder / f"fresh{next(runs)}.db", lines),
            "load again": lambda: _load_again(path, lines, f"again{next(runs)}"),
            "sqlite3.executemany": lambda: _load_raw(folder / f"raw{next(runs)}.db", rows),
            "sqlite3.executemany with FTS5": lambda: _load_raw(folder / f"raw{next(runs)}.db", rows, words),
        },
        rounds=3,
    )
    peer = timings["sqlite3.executemany"]
    for name, timing in timings.items():
        print_rate("archive", name, timing, count=DOCUMENTS, unit="documents", peer=peer)
    print_rate("archive", "load, quotes", timings["load"], count=DOCUMENTS * QUOTES, unit="quotes", peer=peer)


def _measure_search(folder: Path) -> None:
    with closing(open_reader(folder / "archive.db")) as db:
        for name, (query, filters) in _QUERIES.items():
            answer, seconds = _time_least(partial(search, db, query, filters=filters))
            print_figure("archive", f"search, {name}", ms=round(seconds * 1000, 2), total=answer.total)
        bare = "SELECT rowid FROM quote_words WHERE quote_words MATCH ? ORDER BY rank LIMIT 20"
        _, seconds = _time_least(lambda: db.execute(bare, ("ceasefire",)).fetchall())
        print_figure("archive", "bare FTS5, a common word", ms=round(seconds * 1000, 2))


def _time_least(act: Callable[[], Any], rounds: int = 7) -> tuple[Any, float]:
    """Give what something returns, and the seconds of its fastest round."""
    fastest = float("inf")
    answer = None
    for _ in range(rounds):
        started = time.perf_counter()
        answer = act()
        fastest = min(fastest, time.perf_counter() - started)
    return answer, fastest


def _load(db: Database, lines: list[Derived], run: str) -> None:
    begin_run(db, run=run, source="bench", started_at=_START, code_version="bench", parameters={})
    load_lines(db, lines, run=run, source="bench", warc="bench.warc.gz")


def _load_fresh(path: Path, lines: list[Derived]) -> None:
    with open_writer(path) as db:
        _load(db, lines, "first")


def _load_again(path: Path, lines: list[Derived], run: str) -> None:
    with open_writer(path) as db:
        _load(db, lines, run)


def _load_raw(path: Path, rows: dict[str, list[tuple[Any, ...]]], words: Sequence[tuple[int, str]] = ()) -> None:
    """Put the same rows into tables without keys or indexes, in one transaction, synced as ours is; words into an index."""
    with closing(sqlite3.connect(str(path), isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN")
        for table, stored in rows.items():
            width = len(stored[0])
            db.execute(f"CREATE TABLE {table} ({', '.join(f'c{n}' for n in range(width))})")
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", stored)  # noqa: S608 - our tables
        if words:
            db.execute("CREATE VIRTUAL TABLE word_index USING fts5 (words, content = '')")
            folded = ((quote, fold_text(exact)) for quote, exact in words)
            db.executemany("INSERT INTO word_index (rowid, words) VALUES (?, ?)", folded)
        db.execute("COMMIT")


# ------------------------------------------------------------------------------------------------ invented lines


def _make_lines() -> Iterator[Derived]:
    """Make documents of invented words, as common and as rare as words of a language are."""
    chance = random.Random(7)  # noqa: S311 - the same documents each time
    syllables = [consonant + vowel for consonant in "b d f g k l m n p r s t v z".split() for vowel in "aeiou"]
    rare = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)]
    vocabulary = [*_COMMON, *rare]
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(vocabulary))))
    for number in range(DOCUMENTS):
        words = [" ".join(chance.choices(vocabulary, cum_weights=weights, k=chance.randint(18, 48))) for _ in range(QUOTES)]
        if number % 500 == 0:
            words[0] += " pashinyan"
        yield make_line(number, [f"{line}." for line in words])


def make_line(number: int, paragraphs: list[str]) -> Derived:
    """Make the line of one document of invented paragraphs, each a quote."""
    url = canonical_url(f"https://bench{number % 60}.example/press/{number}")
    text = "\n".join(paragraphs)
    at = _START + timedelta(days=number % 7900, seconds=number)
    digest = sha256(text.encode())
    pointer = WarcPointer(path="bench.warc.gz", offset=number * 100, length=100, sha256=digest)
    capture = Capture(
        id=capture_id(url, at, digest),
        url=url,
        captured_at=at,
        record_type=RecordType.RESPONSE,
        status=200,
        media_type="text/html",
        headers=(("Content-Type", "text/html"), ("Server", "bench"), ("ETag", f'"{number}"')),
        payload_sha256=digest,
        payload_length=len(text),
        pointer=pointer,
    )
    return Derived(
        code_version="bench",
        source=f"bench{number % 60}",
        lead=url,
        capture=capture,
        documents=(_make_document(url, text, at, f"Speaker {number % 500}"),),
        ledger=(WarcRecord(pointer=pointer, record_id=f"<urn:uuid:{number}>", record_type="response", url=url),),
    )


def _make_document(url: str, text: str, at: datetime, speaker: str) -> Document:
    address = canonical_url(url)
    id_ = document_id(url=address)
    day = at.replace(hour=0, minute=0, second=0)
    when = When(
        raw=day.date().isoformat(),
        value=day.date().isoformat(),
        precision=Precision.DAY,
        zone="UTC",
        earliest=day,
        latest=day + timedelta(days=1, seconds=-1),
        basis=Basis.MARKUP,
    )
    quotes, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        made = quote_id(id_, QuoteKind.OWN, fold_text(line), 0)
        quotes.append(
            Quote(
                id=made,
                kind=QuoteKind.OWN,
                exact=line,
                start=start,
                end=end,
                spans=((start, end),),
                prefix=text[max(0, start - 32) : start],
                suffix=text[end : end + 32],
                speaker=speaker,
                speaker_id=speaker.lower().replace(" ", "-"),
                office="Minister",
                said=when,
            )
        )
        start = end + 1
    return Document(
        id=id_,
        kind=DocumentKind.STATEMENT,
        url=address,
        title=f"Statement of {speaker}",
        language="en",
        published=when,
        issuers=("Bench",),
        speakers=(speaker,),
        via=(),
        text=text,
        quotes=tuple(quotes),
    )
