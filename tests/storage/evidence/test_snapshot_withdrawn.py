"""A snapshot holds no name that only withdrawn words had."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database.archive import open_reader, open_writer
from storage.evidence.snapshot import make_snapshot
from storage.evidence.tombstones import redact
from tests.storage.lines import load, make_page

NAME = b"Zebedee Sampleworth"


@pytest.mark.parametrize("target", ["quote", "document"])
def test_no_snapshot_names_who_said_only_what_was_withdrawn(tmp_path: Path, target: str) -> None:
    path, snapshot = tmp_path / "archive.db", tmp_path / "snapshot.db"
    said = {"speaker": NAME.decode(), "office": "Warden of the Bridge"}
    with open_writer(path) as db:
        load(db, make_page("https://mfa.example/1", "Peace is near.", quote=said))
        other = make_page("https://mfa.example/2", "The bridge is open.", offset=500, quote={"speaker": "Anna Sample"})
        load(db, other, run="run-2")
        [id_] = db.execute(
            "SELECT iif(? = 'quote', q.id, d.id) FROM quotes q JOIN documents d ON d.seq = q.document WHERE q.seq = 1",
            (target,),
        ).fetchone()
        redact(db, id_, "a private person")
    assert NAME in path.read_bytes()
    make_snapshot(path, snapshot)
    assert NAME not in snapshot.read_bytes()
    db = open_reader(snapshot)
    assert db.execute("SELECT speaker FROM current_quotes").fetchall() == [("Anna Sample",)]
    assert not db.execute("PRAGMA foreign_key_check").fetchall()
    assert db.execute("SELECT quote FROM wordings").fetchall() == [(2,)], "and no digest of the words"
    db.close()
