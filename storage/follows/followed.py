"""Store what readers follow, what was noticed of it, and which channel was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.database.rows import format_second, load_cell, storable, write_json
from storage.errors import StorageError
from storage.model.codec import read_instant
from storage.model.follows import EntryKind, Every, Follow, FollowEntry, FollowKind
from storage.model.identity import follow_id

_COLUMNS = "id, kind, subject, filters, every, channels, begun_at, looked_at, state"
_ENTRY = "seq, kind, quote, document, number, detail, noticed_at"


def make_follow(
    kind: FollowKind, subject: str, filters: Mapping[str, str], *, every: Every, channels: Iterable[str], now: datetime
) -> Follow:
    """Make what a reader follows; its id comes from what is followed."""
    subject = storable(" ".join(subject.split()))
    return Follow(
        id=follow_id(kind.value, subject, write_json(dict(filters))),
        kind=kind,
        subject=subject,
        filters=filters,
        every=every,
        channels=tuple(channels),
        begun_at=now.replace(microsecond=0),
    )


def add_follow(db: Database, follow: Follow) -> Follow:
    """Begin to follow, or change how often and by which channels something followed is told. Returns what is stored."""
    row = (
        follow.id,
        follow.kind.value,
        follow.subject,
        write_json(dict(follow.filters)),
        follow.every.value,
        write_json(follow.channels),
        format_second(follow.begun_at),
        "{}",
    )
    with db.atomic():
        db.execute(
            "INSERT INTO follows (id, kind, subject, filters, every, channels, begun_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET every = excluded.every, channels = excluded.channels, ended_at = NULL",
            row,
        )
    return read_follow(db, follow.id)


def read_follow(db: Database, id: str) -> Follow:  # noqa: A002 - the word of the field
    """Read what is followed under an id. Raises StorageError if nothing is."""
    row = db.execute(f"SELECT {_COLUMNS} FROM follows WHERE id = ? AND ended_at IS NULL", (storable(id),)).fetchone()
    if row is None:
        raise StorageError(f"Nothing is followed under {id!r}; `onrecord follow list` names what is.")
    return _read(row)


def list_follows(db: Database) -> list[Follow]:
    """List what is followed, the first begun first."""
    return [_read(row) for row in db.execute(f"SELECT {_COLUMNS} FROM follows WHERE ended_at IS NULL ORDER BY seq").fetchall()]


def end_follow(db: Database, id: str, *, ended_at: datetime) -> None:  # noqa: A002 - as above
    """Stop following. Raises StorageError if nothing is followed under the id."""
    read_follow(db, id)
    with db.atomic():
        db.execute("UPDATE follows SET ended_at = ? WHERE id = ?", (format_second(ended_at), id))


def note_look(db: Database, follow: Follow, entries: Iterable[FollowEntry], state: Mapping[str, str], *, now: datetime) -> None:
    """Add what a look noticed, and what it found of the document and the source."""
    seq = find_key(db, follow.id)
    rows = [(seq, e.kind.value, e.quote, e.document, e.number, e.detail, format_second(e.noticed_at)) for e in entries]
    db.conn.executemany(
        "INSERT INTO follow_entries (follow, kind, quote, document, number, detail, noticed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    db.execute("UPDATE follows SET looked_at = ?, state = ? WHERE seq = ?", (format_second(now), write_json(dict(state)), seq))


def list_entries(db: Database, id: str, *, after: int = 0, limit: int = 100) -> list[FollowEntry]:  # noqa: A002 - as above
    """List what was noticed of something followed after an entry, the newest first; a negative limit is none."""
    rows = db.execute(
        f"SELECT {_ENTRY} FROM follow_entries WHERE follow = ? AND seq > ? ORDER BY seq DESC LIMIT ?",
        (find_key(db, id), after, limit),
    )
    return [
        FollowEntry(
            seq=seq,
            kind=EntryKind(kind),
            quote=quote,
            document=document,
            number=number,
            detail=detail,
            noticed_at=read_instant(noticed_at),
        )
        for seq, kind, quote, document, number, detail, noticed_at in rows.fetchall()
    ]


def read_telling(db: Database, id: str, channel: str) -> tuple[int, datetime | None]:  # noqa: A002 - as above
    """Return up to which entry a channel was told, and when; 0 and None if it never was."""
    row = db.execute(
        "SELECT upto, told_at FROM follow_tellings WHERE follow = ? AND channel = ? ORDER BY seq DESC LIMIT 1",
        (find_key(db, id), channel),
    ).fetchone()
    return (row[0], read_instant(row[1])) if row else (0, None)


def add_telling(db: Database, id: str, channel: str, upto: int, *, told_at: datetime) -> None:  # noqa: A002 - as above
    """Record that a channel was told of all entries up to one."""
    with db.atomic():
        db.execute(
            "INSERT INTO follow_tellings (follow, channel, upto, told_at) VALUES (?, ?, ?, ?)",
            (find_key(db, id), channel, upto, format_second(told_at)),
        )


def find_key(db: Database, id: str) -> int:  # noqa: A002 - as above
    """Return the key of something followed, whether or not it ended."""
    [(seq,)] = db.execute("SELECT seq FROM follows WHERE id = ?", (id,)).fetchall()
    return int(seq)


def _read(row: tuple[Any, ...]) -> Follow:
    id_, kind, subject, filters, every, channels, begun_at, looked_at, state = row
    return Follow(
        id=id_,
        kind=FollowKind(kind),
        subject=subject,
        filters=load_cell(filters),
        every=Every(every),
        channels=tuple(load_cell(channels)),
        begun_at=read_instant(begun_at),
        looked_at=read_instant(looked_at) if looked_at else None,
        state=load_cell(state),
    )
