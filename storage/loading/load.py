"""Load shards into the archive: each one whole or not at all, and none of it twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.rows import format_second, storable, write_json
from storage.errors import StorageError
from storage.loading.batch import Batch
from storage.loading.declared import load_roster, load_sources
from storage.loading.tallies import read_load
from storage.model import Derived, Survey, Tally

__all__ = ["begin_run", "finish_run", "load_lines", "load_roster", "load_sources"]

_BATCH_QUOTES = 4_000
"""A batch of lines ends when it has this many quotes and documents. Chosen by hand: larger ones are no faster and take more
memory."""
_BATCH_LINES = 1_000
"""The same for lines, which may hold neither."""


def begin_run(
    db: Database, *, run: str, source: str, started_at: datetime, code_version: str, parameters: Mapping[str, Any]
) -> None:
    """Enter a run over a source; entering it again changes nothing."""
    db.execute(
        "INSERT INTO runs (id, source, started_at, code_version, parameters) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (run, source, format_second(started_at), code_version, write_json(dict(parameters))),
    )


def finish_run(db: Database, *, run: str, finished_at: datetime) -> None:
    """Enter when a run finished, over all its sources; the first time stands."""
    db.execute("UPDATE runs SET finished_at = ? WHERE id = ? AND finished_at IS NULL", (format_second(finished_at), run))


def load_lines(
    db: Database,
    lines: Iterable[Derived],
    *,
    run: str,
    source: str,
    warc: str | None,
    stops: tuple[str, ...] = (),
    survey: Survey | None = None,
) -> Tally:
    """Load the lines of one shard in one atomic unit and count how its leads ended.

    ``survey`` says what the run's lists held. ``warc`` is the path of the WARC they came from; None if they came from none
    or from several, which makes them a shard by what they say: then they are read twice, so they must not be an iterator. A
    shard that this run has loaded before gives the same Tally and stores nothing; another run finds what is known unchanged.
    Raises StorageError if the run was not begun, or the lines contradict what the archive holds.
    """
    begun = db.execute("SELECT started_at FROM runs WHERE (id, source) = (?, ?)", (run, source)).fetchone()
    if not begun:
        raise StorageError(f"Run {run} over {source} was not begun; expected begin_run before its lines are loaded.")
    try:
        with db.atomic():
            load = _enter(db, lines, run, source, warc, stops, survey or Survey())
            _store(db, lines, load, source, warc, begun[0])
    except _Loaded as known:
        load = known.load
    except sqlite3.IntegrityError as error:
        raise StorageError(
            f"Run {run}, {source}, shard {warc or 'of its own'}: the archive refuses its lines ({error}); nothing of it was "
            "loaded. Derive the shard again; `onrecord doctor` looks for what else may be wrong."
        ) from error
    return read_load(db, load)


class _Loaded(Exception):
    """This run has loaded the shard before, as ``load``: what was begun is taken back."""

    def __init__(self, load: int) -> None:
        super().__init__(load)
        self.load = load


def _enter(
    db: Database, lines: Iterable[Derived], run: str, source: str, warc: str | None, stops: tuple[str, ...], survey: Survey
) -> int:
    """Enter a load and give its key. It comes before its lines: while a row waits for its load, SQLite searches whole tables
    for it at every row that is entered."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    shard = warc or f"lines:{_digest(lines)[:20]}"
    found = db.execute("SELECT seq FROM loads WHERE (run, source, shard) = (?, ?, ?)", (run, source, shard)).fetchone()
    if found:
        raise _Loaded(found[0])
    [(load,)] = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM loads").fetchall()
    row = (load, run, source, shard, write_json([storable(stop) for stop in stops]), survey.listed, survey.due, survey.deferred)
    db.execute("INSERT INTO loads (seq, run, source, shard, stops, listed, due, deferred) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return int(load)


def _store(db: Database, lines: Iterable[Derived], load: int, source: str, warc: str | None, started_at: str) -> None:
    batch = Batch(db, load=load, source=source, started_at=started_at)
    if warc:
        batch.add_warc(warc)
    for together in _cut(lines):
        batch.store(together)


def _digest(lines: Iterable[Derived]) -> str:
    if iter(lines) is lines:
        raise TypeError("lines of no WARC or of several are read twice: give a list or the like, not an iterator")
    said = hashlib.sha256()
    for line in lines:
        said.update(_say(line).encode("utf-8", "surrogatepass"))
    return said.hexdigest()


def _cut(lines: Iterable[Derived]) -> Iterator[list[Derived]]:
    """Cut lines into runs of moderate size, so that memory stays flat however long the shard."""
    together: list[Derived] = []
    size = 0
    for line in lines:
        together.append(line)
        size += sum(len(document.quotes) + 1 for document in line.documents)
        if size >= _BATCH_QUOTES or len(together) >= _BATCH_LINES:
            yield together
            together, size = [], 0
    if together:
        yield together


def _say(line: Derived) -> str:
    """Distinguish one line from another by what it is about."""
    about = (line.lead, line.capture and line.capture.id, line.outcome, line.reason, line.code_version)
    return "\x1f".join((*map(str, about), *(document.id for document in line.documents), *map("".join, line.refused), "\n"))
