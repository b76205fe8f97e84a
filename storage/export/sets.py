"""Freeze a search with all that it found, so that it can be cited, and tell what running it again finds otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import storable, write_json
from storage.errors import StorageError
from storage.model import Sha256
from storage.model.codec import format_instant, from_json, read_instant, to_json
from storage.model.findings import Coverage, ResultSet, SetDifference
from storage.model.identity import result_set_id
from storage.reading.changes import newest_observation
from storage.reading.coverage import coverage
from storage.search.filtering import Filters
from storage.search.keys import match

MOST_LISTED: Final = 100
"""At most this number of ids is listed of each kind of difference."""

_COLUMNS = "id, query, filters, frozen_at, observation, code_version, total, digest, notes, coverage"
_STATES: Final = """
    SELECT q.seq, q.id, EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        OR NOT EXISTS (SELECT 1 FROM quote_readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq)
    FROM result_set_quotes m JOIN quotes q ON q.seq = m.quote
    WHERE m.result_set = ? AND m.quote NOT IN (SELECT quote FROM temp.found) ORDER BY q.id
"""


def write_filters(filters: Filters) -> dict[str, str]:
    """Return the filters that are set, by name; days as ISO 8601."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value is not None
    }


def read_filters(written: Mapping[str, str]) -> Filters:
    """Return filters that ``write_filters`` wrote."""
    days = ("since", "until", "as_of")
    values: dict[str, Any] = {name: date.fromisoformat(value) if name in days else value for name, value in written.items()}
    return Filters(**values)


def freeze(db: Database, query: str, filters: Filters, *, frozen_at: datetime, code_version: str) -> ResultSet:
    """Store a search with the quotes that it finds now, and return it."""
    with db.atomic():
        found = match(db, query, filters)
        gather(db, found.iterate(db))
        total = int(db.execute("SELECT count(*) FROM temp.found").fetchone()[0])
        digest = _digest(
            id_ for (id_,) in db.execute("SELECT q.id FROM temp.found f JOIN quotes q ON q.seq = f.quote ORDER BY q.id")
        )
        written = write_filters(filters)
        frozen = ResultSet(
            id=result_set_id(query, write_json(written), frozen_at, digest),
            query=storable(query),
            filters=written,
            frozen_at=frozen_at,
            observation=newest_observation(db),
            code_version=code_version,
            total=total,
            digest=digest,
            notes=found.notes,
            coverage=tuple(coverage(db)),
        )
        _store(db, frozen)
    return frozen


def read_set(db: Database, id: str) -> ResultSet:  # noqa: A002 - the word of the field
    """Read a frozen search. Raises StorageError if there is none of that id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM result_sets WHERE id = ?", (storable(id),)).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no frozen search {id!r}; `onrecord sets` lists those it holds.")
    return _read(row)


def list_sets(db: Database) -> list[ResultSet]:
    """List the frozen searches, the newest first."""
    return [_read(row) for row in db.execute(f"SELECT {_COLUMNS} FROM result_sets ORDER BY seq DESC").fetchall()]


def list_members(db: Database, id: str) -> Iterator[str]:  # noqa: A002 - as above
    """Yield the ids of the quotes that a frozen search found and that may still be shown, in the order of their letters."""
    sql = """
        SELECT q.id FROM result_sets s JOIN result_set_quotes m ON m.result_set = s.seq
        JOIN unredacted_quotes q ON q.seq = m.quote WHERE s.id = ?
        AND EXISTS (SELECT 1 FROM quote_readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq)
        ORDER BY q.id
    """
    return (id_ for (id_,) in db.execute(sql, (id,)))


def compare_set(db: Database, id: str) -> SetDifference:  # noqa: A002 - as above
    """Run a frozen search again, and tell what it finds otherwise than then."""
    frozen = read_set(db, id)
    [(seq,)] = db.execute("SELECT seq FROM result_sets WHERE id = ?", (id,)).fetchall()
    gather(db, match(db, frozen.query, read_filters(frozen.filters)).iterate(db))
    now = int(db.execute("SELECT count(*) FROM temp.found").fetchone()[0])
    added = _Listed()
    sql = """
        SELECT q.id FROM temp.found f JOIN quotes q ON q.seq = f.quote
        WHERE f.quote NOT IN (SELECT quote FROM result_set_quotes WHERE result_set = ?) ORDER BY q.id
    """
    for (new,) in db.execute(sql, (seq,)):
        added.add(new)
    gone, withdrawn = _Listed(), _Listed()
    for _, old, hidden in db.execute(_STATES, (seq,)):
        (withdrawn if hidden else gone).add(old)
    before = {each.source for each in frozen.coverage if each.documents}
    return SetDifference(
        id=id,
        then=frozen.total,
        now=now,
        added=tuple(added.ids),
        gone=tuple(gone.ids),
        withdrawn=tuple(withdrawn.ids),
        added_count=added.count,
        gone_count=gone.count,
        withdrawn_count=withdrawn.count,
        listed=MOST_LISTED,
        sources=tuple(each.source for each in coverage(db) if each.documents and each.source not in before),
    )


class _Listed:
    """The first ids of a list, and how many there are."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.count = 0

    def add(self, id_: str) -> None:
        self.count += 1
        if len(self.ids) < MOST_LISTED:
            self.ids.append(id_)


def gather(db: Database, keys: Iterable[tuple[int, int, str]]) -> None:
    """Put what a search finds into a temporary table, which SQLite keeps on disk if it is large."""
    db.execute("CREATE TEMP TABLE IF NOT EXISTS found (quote INTEGER PRIMARY KEY, derivation INTEGER NOT NULL)")
    db.execute("DELETE FROM temp.found")
    rows = iter((quote, derivation) for quote, derivation, _ in keys)
    while batch := list(islice(rows, 1000)):
        db.conn.executemany("INSERT OR IGNORE INTO temp.found VALUES (?, ?)", batch)


def _digest(ids: Iterable[str]) -> Sha256:
    digest = hashlib.sha256()
    for id_ in ids:
        digest.update(f"{id_}\n".encode())
    return Sha256(digest.hexdigest())


def _store(db: Database, frozen: ResultSet) -> None:
    row = (
        frozen.id,
        frozen.query,
        write_json(frozen.filters),
        format_instant(frozen.frozen_at),
        frozen.observation,
        frozen.code_version,
        frozen.total,
        frozen.digest,
        write_json([storable(note) for note in frozen.notes]),
        write_json([to_json(each) for each in frozen.coverage]),
    )
    inserted = db.execute(f"INSERT OR IGNORE INTO result_sets ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    if inserted.rowcount:
        db.execute(
            "INSERT INTO result_set_quotes SELECT s.seq, f.quote FROM temp.found f, result_sets s WHERE s.id = ? "
            "ORDER BY f.quote",
            (frozen.id,),
        )


def _read(row: tuple[Any, ...]) -> ResultSet:
    id_, query, filters, frozen_at, observation, code_version, total, digest, notes, covered = row
    return ResultSet(
        id=id_,
        query=query,
        filters=json.loads(filters),
        frozen_at=read_instant(frozen_at),
        observation=observation,
        code_version=code_version,
        total=total,
        digest=Sha256(digest),
        notes=tuple(json.loads(notes)),
        coverage=tuple(from_json(Coverage, each) for each in json.loads(covered)),
    )
