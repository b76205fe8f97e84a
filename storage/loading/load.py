"""Load shards into the archive, none of them twice, and each in transactions of moderate size.

A shard of more than one transaction that is broken off is unfinished: loading it again completes it, as ``recover`` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.archive import restart_log
from storage.database.rows import format_second, storable, write_json
from storage.errors import StorageError
from storage.loading.batch import Batch
from storage.loading.declared import load_roster, load_sources
from storage.loading.tallies import read_load
from storage.model import Derived, Survey, Tally

__all__ = ["begin_run", "finish_run", "load_lines", "load_roster", "load_sources"]

_BATCH_QUOTES = 2_000
"""A transaction ends when it has this many quotes and documents. With a million quotes held, nearly each of them is on pages of
its own: so many write some 30 MB to the write-ahead log."""
_BATCH_LINES = 1_000
"""The same for lines, which may hold neither."""
_BATCH_CHARS = 1_000_000
"""The same for the characters of texts, of which the words and fingerprints are written too. Chosen by hand: few texts are so
long, and a text is never cut."""


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
    """Load the lines of one shard and count how its leads ended.

    Up to about 2,000 quotes are one transaction; of more, readers see a part while it goes on.

    ``survey`` says what the run's lists held. ``warc`` is the path of the WARC they came from; None if they came from none
    or from several, which makes them a shard by what they say: then they are read twice, so they must not be an iterator. A
    shard that this run has loaded before gives the same Tally and stores nothing; another run finds what is known unchanged.
    One that was broken off is completed. Raises StorageError if the run was not begun, or the lines contradict what the archive
    holds.
    """
    begun = db.execute("SELECT started_at FROM runs WHERE (id, source) = (?, ?)", (run, source)).fetchone()
    if not begun:
        raise StorageError(f"Run {run} over {source} was not begun; expected begin_run before its lines are loaded.")
    shard = _Shard(run=run, source=source, name=warc or f"lines:{_digest(lines)[:20]}", warc=warc)
    try:
        load = _store(db, lines, begun[0], shard, stops, survey or Survey())
    except sqlite3.IntegrityError as error:
        left = "a part of it" if _find_load(db, shard) else "nothing of it"
        raise StorageError(
            f"Run {run}, {source}, shard {warc or 'of its own'}: the archive refuses its lines ({error}); {left} was "
            "loaded. Derive the shard again; `onrecord doctor` looks for what else may be wrong."
        ) from error
    return read_load(db, load)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shard:
    """What a load is known by, and the path of its WARC."""

    run: str
    source: str
    name: str
    warc: str | None


def _store(
    db: Database, lines: Iterable[Derived], started_at: str, shard: _Shard, stops: tuple[str, ...], survey: Survey
) -> int:
    """Store what is not stored of a shard, part by part, and return the key of its load."""
    known = _find_load(db, shard)
    if known and known[1] is None:
        return known[0]
    load = known[0] if known else _number_load(db)
    batch = Batch(db, load=load, source=shard.source, started_at=started_at, first_own_observation=known[1] if known else None)
    is_begun = known is not None
    for part, is_last in _mark_last(_cut(lines)):
        with db.atomic():
            db.execute("PRAGMA defer_foreign_keys = ON")
            if not is_begun:
                _enter(db, load, shard, stops, survey)
            if shard.warc:
                batch.add_warc(shard.warc)
            batch.store(part)
            if is_last:
                db.execute("DELETE FROM unfinished_loads WHERE load = ?", (load,))
            elif not is_begun:
                db.execute("INSERT INTO unfinished_loads VALUES (?, ?)", (load, batch.first_own_observation))
        is_begun = True
        if not is_last:
            restart_log(db)
    return load


def _find_load(db: Database, shard: _Shard) -> tuple[int, int | None] | None:
    """Find the load of a shard, with the first observation that may be of it if it is not finished; None if there is none."""
    found: tuple[int, int | None] | None = db.execute(
        "SELECT l.seq, u.observation FROM loads l LEFT JOIN unfinished_loads u ON u.load = l.seq "
        "WHERE (l.run, l.source, l.shard) = (?, ?, ?)",
        (shard.run, shard.source, shard.name),
    ).fetchone()
    return found


def _number_load(db: Database) -> int:
    [(load,)] = db.execute("SELECT coalesce(max(seq), 0) + 1 FROM loads").fetchall()
    return int(load)


def _enter(db: Database, load: int, shard: _Shard, stops: tuple[str, ...], survey: Survey) -> None:
    """Enter a load. It comes before its lines: while a row waits for its load, SQLite searches whole tables for it at every
    row that is entered."""
    told = (write_json([storable(stop) for stop in stops]), survey.listed, survey.due, survey.deferred)
    db.execute(
        "INSERT INTO loads (seq, run, source, shard, stops, listed, due, deferred) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (load, shard.run, shard.source, shard.name, *told),
    )


def _mark_last(parts: Iterable[list[Derived]]) -> Iterator[tuple[list[Derived], bool]]:
    """Yield parts, each with whether it is the last one; an empty one if there are none."""
    before: list[Derived] | None = None
    for part in parts:
        if before is not None:
            yield before, False
        before = part
    yield before or [], True


def _digest(lines: Iterable[Derived]) -> str:
    if iter(lines) is lines:
        raise TypeError("lines of no WARC or of several are read twice: give a list or the like, not an iterator")
    said = hashlib.sha256()
    for line in lines:
        said.update(_say(line).encode("utf-8", "surrogatepass"))
    return said.hexdigest()


def _cut(lines: Iterable[Derived]) -> Iterator[list[Derived]]:
    """Cut lines into runs of moderate size, so that transactions and memory stay small however long the shard."""
    together: list[Derived] = []
    quotes = chars = 0
    for line in lines:
        together.append(line)
        quotes += sum(len(document.quotes) + 1 for document in line.documents)
        chars += sum(len(document.text) for document in line.documents)
        if quotes >= _BATCH_QUOTES or chars >= _BATCH_CHARS or len(together) >= _BATCH_LINES:
            yield together
            together, quotes, chars = [], 0, 0
    if together:
        yield together


def _say(line: Derived) -> str:
    """Distinguish one line from another by what it is about."""
    about = (line.lead, line.capture and line.capture.id, line.outcome, line.reason, line.code_version)
    return "\x1f".join((*map(str, about), *(document.id for document in line.documents), *map("".join, line.refused), "\n"))
