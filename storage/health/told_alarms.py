"""Store the changes of watched subjects and which channel was told of them; list what is open and what is still to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.database.rows import format_second, load_cell, storable, write_json
from storage.model import Alarm, AlarmKind
from storage.model.codec import read_instant

_TURNS = """
    SELECT seq, subject, title, kind, since, noticed_at, why, advice,
        lag(kind, 1, 'well') OVER turns AS before, lag(since) OVER turns AS before_since,
        lead(seq) OVER turns IS NULL AS newest
    FROM alarms WINDOW turns AS (PARTITION BY subject ORDER BY seq)
"""


def add_alarms(db: Database, alarms: Iterable[Alarm]) -> None:
    """Add changes, all or none of them."""
    rows = [
        (
            alarm.subject,
            storable(alarm.title),
            alarm.kind.value,
            format_second(alarm.since),
            format_second(alarm.noticed_at),
            write_json([storable(reason) for reason in alarm.why]),
            storable(alarm.advice),
        )
        for alarm in alarms
    ]
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO alarms (subject, title, kind, since, noticed_at, why, advice) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )


def add_telling(db: Database, alarm: int, channel: str, *, told_at: datetime) -> None:
    """Record that a channel sent an alarm."""
    with db.atomic():
        db.execute(
            "INSERT INTO alarms_told (alarm, channel, told_at) VALUES (?, ?, ?)", (alarm, channel, format_second(told_at))
        )


def list_alarms(db: Database, *, limit: int | None = None) -> list[Alarm]:
    """List the changes of all subjects, newest first."""
    rows = db.execute(f"SELECT * FROM ({_TURNS}) ORDER BY seq DESC LIMIT ?", (-1 if limit is None else limit,))
    return [_read_alarm(row) for row in rows]


def find_latest(db: Database) -> Mapping[str, Alarm]:
    """Find the newest change of each subject that ever changed."""
    return {row[1]: _read_alarm(row) for row in db.execute(f"SELECT * FROM ({_TURNS}) WHERE newest ORDER BY seq")}


def list_untold(db: Database, channel: str) -> list[tuple[int, Alarm]]:
    """List the newest changes whose kind differs from what the channel last sent for the subject, with their keys.

    A change that was reverted while the channel failed is not among them; a new channel gets what is open.
    """
    rows = db.execute(
        f"""
        SELECT * FROM ({_TURNS}) t WHERE newest AND kind <> coalesce((
            SELECT a.kind FROM alarms_told x JOIN alarms a ON a.seq = x.alarm
            WHERE x.channel = ? AND a.subject = t.subject ORDER BY x.seq DESC LIMIT 1
        ), 'well') ORDER BY seq
        """,
        (channel,),
    )
    return [(row[0], _read_alarm(row)) for row in rows]


def _read_alarm(row: tuple[Any, ...]) -> Alarm:
    _, subject, title, kind, since, noticed_at, why, advice, before, before_since, _ = row
    return Alarm(
        subject=subject,
        title=title,
        kind=AlarmKind(kind),
        since=read_instant(since),
        noticed_at=read_instant(noticed_at),
        why=tuple(load_cell(why)),
        advice=advice,
        before=AlarmKind(before),
        before_since=read_instant(before_since) if before_since else None,
    )
