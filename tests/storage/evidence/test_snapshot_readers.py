"""A snapshot for readers names no reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline.following import add
from pipeline.home import Home
from storage.database.archive import open_reader, open_writer
from storage.evidence.snapshot import make_snapshot
from storage.follows.followed import list_follows
from tests.storage.lines import load, make_page


def test_no_snapshot_holds_what_readers_follow_or_where_they_are_told(tmp_path: Path) -> None:
    home, target = Home(root=tmp_path / "archive"), tmp_path / "snapshot.db"
    with open_writer(home.archive) as db:
        load(db, make_page("https://mfa.example/1", "Peace is near."))
    add(home, "peace", now=datetime(2020, 10, 28, tzinfo=UTC), channels=("mail:reader@private.example",))
    assert b"reader@private.example" in home.archive.read_bytes()
    make_snapshot(home.archive, target)
    assert b"reader@private.example" not in target.read_bytes()
    db = open_reader(target)
    assert list_follows(db) == []
    db.close()
