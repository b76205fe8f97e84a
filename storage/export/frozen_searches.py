"""Freeze a search with all that it found, so that it can be cited, and tell what running it again finds otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import load_cell, storable, write_json
from storage.errors import StorageError
from storage.export.cited_items import find_cited
from storage.model import Sha256
from storage.model.codec import format_instant, from_json, read_instant, to_json
from storage.model.findings import Cited, Coverage, ResultSet, SetDifference
from storage.model.identity import result_set_id
from storage.reading.rereadings import newest_observation
from storage.reading.source_coverage import coverage
from storage.search.filtering import Filters
from storage.search.keys import match

MOST_LISTED: Final = 100
"""At most this number of ids is listed of each kind of difference. Chosen by hand."""

_COLUMNS = "id, query, filters, frozen_at, observation, code_version, total, digest, notes, coverage"
MOST_SORTED: Final = 20_000
"""The quotes of a set of at most this size are listed by date; of a larger one by id, which needs no sorting. Chosen by
hand."""

_MEMBERS: Final = """
    SELECT m.quote FROM result_sets s JOIN result_set_quotes m ON m.result_set = s.seq WHERE s.id = ?1
"""
_NAMED: Final = "SELECT q.seq AS quote FROM json_each(?1) e JOIN quotes q ON q.id = e.value"
_SHOWN: Final = """
    NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
    AND EXISTS (SELECT 1 FROM readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """The quotes of a set: the statement that finds their keys, and its one value."""

    sql: str
    value: str


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
        frozen = describe(db, query, filters, frozen_at=frozen_at, code_version=code_version)
        _store(db, frozen)
    return frozen


def describe(db: Database, query: str, filters: Filters, *, frozen_at: datetime, code_version: str) -> ResultSet:
    """Describe a search with what it finds now, without storing it; ``list_found`` then lists the ids that it found."""
    found = match(db, query, filters)
    gather(db, found.iterate(db))
    total = int(db.execute("SELECT count(*) FROM temp.found").fetchone()[0])
    digest = _digest(list_found(db))
    written = write_filters(filters)
    return ResultSet(
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


def list_found(db: Database) -> Iterator[str]:
    """Yield the ids that ``describe`` found, in the order of their letters."""
    return (id_ for (id_,) in db.execute("SELECT q.id FROM temp.found f JOIN quotes q ON q.seq = f.quote ORDER BY q.id"))


def keep(db: Database, frozen: ResultSet, ids: Sequence[str]) -> bool:
    """Store a set that was frozen outside of the archive; False if it is not what its id and digest say.

    A quote that the archive does not hold any more cannot be stored, so such a set is refused too.
    """
    rows = db.execute(f"SELECT quote FROM ({_NAMED})", (write_json(ids),)).fetchall()
    expected = result_set_id(frozen.query, write_json(frozen.filters), frozen.frozen_at, frozen.digest)
    if _digest(ids) != frozen.digest or expected != frozen.id or len(rows) != frozen.total:
        return False
    with db.atomic():
        gather(db, ((quote, 0, "") for (quote,) in rows))
        _store(db, frozen)
    return True


def members_of(db: Database, id: str) -> Members:  # noqa: A002 - the word of the field
    """Return the quotes of a set that the archive holds. Raises StorageError if it holds none of that id."""
    read_set(db, id)
    return Members(sql=_MEMBERS, value=id)


def members_named(ids: Sequence[str]) -> Members:
    """Return the quotes of a set by their ids."""
    return Members(sql=_NAMED, value=write_json(ids))


def read_set(db: Database, id: str) -> ResultSet:  # noqa: A002 - the word of the field
    """Read a frozen search. Raises StorageError if there is none of that id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM result_sets WHERE id = ?", (storable(id),)).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no frozen search {id!r}; `onrecord sets` lists those it holds.")
    return from_row(row)


def list_sets(db: Database) -> list[ResultSet]:
    """List the frozen searches, the newest first."""
    return [from_row(row) for row in db.execute(f"SELECT {_COLUMNS} FROM result_sets ORDER BY seq DESC").fetchall()]


def list_members(db: Database, members: Members) -> Iterator[str]:
    """Yield the ids of the quotes of a set that may still be shown, in the order of their letters."""
    sql = f"SELECT q.id FROM ({members.sql}) m JOIN quotes q ON q.seq = m.quote WHERE {_SHOWN} ORDER BY q.id"
    return (id_ for (id_,) in db.execute(sql, (members.value,)))


def read_members(db: Database, members: Members, total: int, *, limit: int, offset: int) -> list[Cited]:
    """Read some of the quotes of a set that may still be shown, the newest said first if the set is not too large to sort."""
    order = "c.earliest_s IS NULL, c.earliest_s DESC, q.id" if total <= MOST_SORTED else "q.id"
    sql = f"""
        SELECT q.id FROM ({members.sql}) m JOIN quotes q ON q.seq = m.quote
        LEFT JOIN current_quotes c ON c.quote = m.quote WHERE {_SHOWN} ORDER BY {order} LIMIT ?2 OFFSET ?3
    """
    ids = [id_ for (id_,) in db.execute(sql, (members.value, limit, offset)).fetchall()]
    found = (find_cited(db, id_) for id_ in ids)
    return [each for each in found if isinstance(each, Cited)]


def compare_set(db: Database, frozen: ResultSet, members: Members) -> SetDifference:
    """Run a frozen search again, and tell what it finds otherwise than then."""
    gather(db, match(db, frozen.query, read_filters(frozen.filters)).iterate(db))
    now = int(db.execute("SELECT count(*) FROM temp.found").fetchone()[0])
    added = _Listed()
    sql = f"""
        SELECT q.id FROM temp.found f JOIN quotes q ON q.seq = f.quote
        WHERE f.quote NOT IN (SELECT quote FROM ({members.sql})) ORDER BY q.id
    """
    for (new,) in db.execute(sql, (members.value,)):
        added.add(new)
    gone, withdrawn = _Listed(), _Listed()
    states = f"""
        SELECT q.id, NOT ({_SHOWN}) FROM ({members.sql}) m JOIN quotes q ON q.seq = m.quote
        WHERE m.quote NOT IN (SELECT quote FROM temp.found) ORDER BY q.id
    """
    for old, hidden in db.execute(states, (members.value,)):
        (withdrawn if hidden else gone).add(old)
    before = {each.source for each in frozen.coverage if each.documents}
    return SetDifference(
        id=frozen.id,
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
    row = to_row(frozen)
    inserted = db.execute(f"INSERT OR IGNORE INTO result_sets ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    if inserted.rowcount:
        db.execute(
            "INSERT INTO result_set_quotes SELECT s.seq, f.quote FROM temp.found f, result_sets s WHERE s.id = ? "
            "ORDER BY f.quote",
            (frozen.id,),
        )


def to_row(frozen: ResultSet) -> tuple[Any, ...]:
    """Return a set as its columns hold it."""
    return (
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


def from_row(row: Sequence[Any]) -> ResultSet:
    """Return the set of a row that ``to_row`` made."""
    id_, query, filters, frozen_at, observation, code_version, total, digest, notes, covered = row
    return ResultSet(
        id=id_,
        query=query,
        filters=load_cell(filters),
        frozen_at=read_instant(frozen_at),
        observation=observation,
        code_version=code_version,
        total=total,
        digest=Sha256(digest),
        notes=tuple(load_cell(notes)),
        coverage=tuple(from_json(Coverage, each) for each in load_cell(covered)),
    )
