"""An archive gives back the space that an upgrade frees, and any program reads what needs no function of ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database.archive import give_back_space, open_reader, open_writer
from storage.evidence.snapshot import make_snapshot
from tests.storage.lines import load, make_page

LONG = "We will rebuild the bridge over the river before the winter comes. " * 20


def fill(path: Path) -> None:
    with open_writer(path) as db:
        load(db, make_page("https://example.gov/a", LONG))


def test_an_archive_with_many_free_pages_is_written_anew_and_one_with_few_is_not(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    fill(path)
    with open_writer(path) as db:
        assert not give_back_space(db)
        db.execute("CREATE TABLE large (text TEXT)")
        db.executescript("INSERT INTO large VALUES (printf('%.*c', 3000000, 'a')); DROP TABLE large;")
        assert give_back_space(db)
        assert not give_back_space(db)
    assert path.stat().st_size < 2_000_000
    with open_reader(path) as db:
        assert db.execute("SELECT text FROM revisions").fetchone() == (LONG,)


def test_a_program_without_our_functions_reads_all_but_texts(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    fill(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT document FROM visible").fetchall() == [(1,)]
        assert db.execute("SELECT earliest FROM dated_quotes").fetchall() == [("2020-10-27T00:00:00Z",)]
        db.execute("VACUUM")
        with pytest.raises(sqlite3.OperationalError, match="unpack_text"):
            db.execute("SELECT text FROM revisions")


def test_in_a_snapshot_no_text_is_packed(tmp_path: Path) -> None:
    fill(tmp_path / "archive.db")
    make_snapshot(tmp_path / "archive.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        assert db.execute("SELECT text FROM revisions").fetchall() == [(LONG,)]
        assert db.execute("SELECT exact FROM quote_readings").fetchall() == [(LONG,)]
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("UPDATE packed_revisions SET body = ''")
