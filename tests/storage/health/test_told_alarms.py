"""How subjects turned is kept for good, and what a channel was told decides what it is told next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.health.told_alarms import add_alarms, add_telling, find_latest, list_alarms, list_untold
from storage.model import Alarm, AlarmKind
from tests.alarms.samples import ALARM, HOUR, NOW, WELL

LATER = replace(ALARM, subject="yy_other", kind=AlarmKind.LATE)


def tell(db: Database, channel: str) -> list[Alarm]:
    """Tell a channel all that it was not told."""
    untold = list_untold(db, channel)
    for seq, _ in untold:
        add_telling(db, seq, channel, told_at=NOW)
    return [alarm for _, alarm in untold]


def test_a_turn_is_read_as_it_was_stored(db: Database) -> None:
    add_alarms(db, [ALARM])
    assert list_alarms(db) == [ALARM]


def test_a_turn_knows_what_its_subject_was_before(db: Database) -> None:
    add_alarms(db, [ALARM, LATER, WELL])
    assert list_alarms(db) == [WELL, LATER, ALARM]


def test_the_history_is_listed_from_the_newest_on(db: Database) -> None:
    add_alarms(db, [ALARM, LATER, WELL])
    assert list_alarms(db, limit=1) == [WELL]


def test_the_newest_turn_says_how_a_subject_is(db: Database) -> None:
    add_alarms(db, [ALARM, LATER, WELL])
    assert find_latest(db) == {"xx_sample": WELL, "yy_other": LATER}


def test_what_was_told_is_not_told_again(db: Database) -> None:
    add_alarms(db, [ALARM])
    assert tell(db, "smtp") == [ALARM]
    assert tell(db, "smtp") == []


def test_each_channel_is_told_for_itself(db: Database) -> None:
    add_alarms(db, [ALARM])
    tell(db, "smtp")
    assert tell(db, "webhook") == [ALARM]


def test_what_turned_back_before_it_was_told_is_not_told(db: Database) -> None:
    add_alarms(db, [ALARM])
    add_alarms(db, [WELL])
    assert tell(db, "smtp") == []


def test_a_channel_is_told_of_the_end_of_what_it_was_told(db: Database) -> None:
    add_alarms(db, [ALARM])
    tell(db, "smtp")
    add_alarms(db, [replace(ALARM, kind=AlarmKind.LATE), replace(WELL, since=NOW + HOUR)])
    [told] = tell(db, "smtp")
    assert told.kind is AlarmKind.WELL


def test_what_turned_and_turned_back_to_what_was_told_is_not_told_again(db: Database) -> None:
    add_alarms(db, [ALARM])
    tell(db, "smtp")
    add_alarms(db, [WELL, ALARM])
    assert tell(db, "smtp") == []


@pytest.mark.parametrize("table", ["alarms", "alarms_told"])
def test_turns_and_what_was_told_are_neither_changed_nor_deleted(db: Database, table: str) -> None:
    add_alarms(db, [ALARM])
    add_telling(db, 1, "smtp", told_at=NOW)
    for statement in (f"UPDATE {table} SET seq = seq", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)


def test_only_kinds_that_are_known_are_stored(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            "INSERT INTO alarms (subject, title, kind, since, noticed_at, why, advice) VALUES ('a','','odd','','','[]','')"
        )


@pytest.mark.parametrize("kind", AlarmKind)
def test_every_kind_can_be_stored(db: Database, kind: AlarmKind) -> None:
    add_alarms(db, [replace(ALARM, kind=kind)])
    assert list_alarms(db)[0].kind is kind
