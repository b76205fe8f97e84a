"""Keep how watched subjects turned, and by which channel that was told."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE alarms (
            -- How a source or a check of the archive turned: it is of `kind` since `since`, as was noticed at `noticed_at`. The
            -- newest row of a subject says how it is; 'well' ends what was wrong before.
            seq INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            title TEXT NOT NULL,
            kind TEXT NOT NULL
                CHECK (kind IN ('blocked', 'broken', 'late', 'silent', 'thinning', 'fixity', 'doctor', 'well')),
            since TEXT NOT NULL,
            noticed_at TEXT NOT NULL,
            why TEXT NOT NULL CHECK (json_valid(why)),
            advice TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alarms_by_subject ON alarms (subject);

        CREATE TABLE alarms_told (
            -- Which turns were told by which channel. A crash in between may tell one twice, never not at all.
            seq INTEGER PRIMARY KEY,
            alarm INTEGER NOT NULL REFERENCES alarms (seq),
            channel TEXT NOT NULL,
            told_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX alarms_told_by_alarm ON alarms_told (alarm);
    """)
    for table in ("alarms", "alarms_told"):
        refuse_changes(db, table)
