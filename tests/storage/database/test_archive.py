"""An archive is opened by one writer at a time and any number of readers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3

from storage.database.archive import is_current, open_reader, open_writer
from storage.database.rows import load_cell
from storage.errors import ArchiveLocked, StorageError


def test_a_reader_needs_an_archive_and_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="onrecord run"):
        open_reader(tmp_path / "archive.db")


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    with open_writer(tmp_path / "archive.db"):
        pass
    with open_reader(tmp_path / "archive.db") as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("INSERT INTO documents VALUES (1, 'd_1')")


def test_a_second_writer_is_told_that_the_archive_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path), pytest.raises(ArchiveLocked, match="another process"), open_writer(path, wait_s=0):
        pass


def test_the_lock_goes_with_the_writer_and_everything_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        db.execute("INSERT INTO documents VALUES (1, 'd_1')")
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    with open_reader(copy) as db:
        assert db.execute("SELECT id FROM documents").fetchall() == [("d_1",)]
    with open_writer(path, wait_s=0):
        pass


def test_readers_read_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as writer, open_reader(path) as reader:
        with writer.atomic():
            writer.execute("INSERT INTO documents VALUES (1, 'd_1')")
            assert reader.execute("SELECT count(*) FROM documents").fetchone() == (0,)
        assert reader.execute("SELECT count(*) FROM documents").fetchone() == (1,)


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be read as one" * 40, b"SQLite format 3\x00torn"]
)
def test_what_is_no_archive_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="backup"):
        open_reader(path)
    with pytest.raises(StorageError, match="backup"), open_writer(path):
        pass
    assert path.read_bytes() == content


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('onrecord', '9999_later', '')")
    with pytest.raises(StorageError, match="newer version"), open_writer(path):
        pass


def test_an_archive_of_an_older_version_is_named_to_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name GLOB '*append_only'")
    with pytest.raises(StorageError, match="older version"):
        open_reader(path)


def test_a_full_disk_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    def fill() -> None:
        with open_writer(path) as db:
            db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
            db.execute("CREATE TABLE big (content TEXT)")
            db.execute("INSERT INTO big VALUES (?)", ("x" * 1_000_000,))

    with pytest.raises(StorageError, match="full: free some space"):
        fill()


def test_a_damaged_archive_is_named_with_its_remedy(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path):
        pass
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\xff" * (len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(StorageError, match="builds it anew from the WARC files"):
        open_reader(path)


def test_a_mistake_in_sql_is_no_failure_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), open_writer(tmp_path / "archive.db") as db:
        db.execute("SELECT * FROM nowhere")


_KILLED_WHILE_CREATING = """
import os, sys
from pysqlite3 import dbapi2 as sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN")
db.execute("CREATE TABLE begun (content)")
db.executemany("INSERT INTO begun VALUES (?)", [("x" * 5000,)] * 200)
os._exit(0)
"""


def test_an_archive_whose_creation_was_killed_is_rolled_back_by_whoever_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    subprocess.run([sys.executable, "-c", _KILLED_WHILE_CREATING, str(path)], check=True)
    assert path.with_name("archive.db-journal").exists()
    assert not is_current(path)
    with open_writer(path) as db:
        assert db.execute("SELECT name FROM sqlite_schema WHERE name = 'begun'").fetchall() == []
    assert is_current(path)


def _replace(path: Path) -> None:
    path.rename(path.with_name("old.db"))
    path.write_bytes(b"")


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
        db.execute("INSERT INTO notes VALUES ('mine')")
    db.close()
    content = path.read_bytes()
    with pytest.raises(StorageError, match="another program, with the tables notes"), open_writer(path):
        pass
    with pytest.raises(StorageError, match="another program"):
        open_reader(path)
    assert path.read_bytes() == content


def test_a_reader_does_not_guess_at_an_archive_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('onrecord', '9999_later', '')")
    with pytest.raises(StorageError, match="newer version"):
        open_reader(path)


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_not_opened(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "archive.db"
    make(path)
    with pytest.raises(StorageError, match="is no file"):
        open_reader(path)
    with pytest.raises(StorageError, match="is no file"), open_writer(path):
        pass


@pytest.mark.parametrize("disturb", [Path.unlink, lambda path: path.rename(path.with_name("old.db")), _replace])
def test_an_archive_that_is_removed_while_it_is_written_is_no_success(
    tmp_path: Path, disturb: Callable[[Path], object]
) -> None:
    path = tmp_path / "archive.db"
    with pytest.raises(StorageError, match="removed or replaced while it was written"), open_writer(path):
        disturb(path)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM quote_words_data",
        "UPDATE sqlite_schema SET sql = CAST(x'ff' AS TEXT) WHERE name = 'runs'",
    ],
)
def test_damage_is_named_in_whatever_words_sqlite_finds_it(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "archive.db"
    with open_writer(path) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(sql)
    with pytest.raises(StorageError, match="builds it anew from the WARC files"), open_writer(path) as db:
        db.execute("SELECT count(*) FROM quote_words('peace')").fetchall()


@pytest.mark.parametrize("sql", ["SELECT unpack_text(x'ff')", "SELECT CAST(x'ff' AS TEXT)"])
def test_a_damaged_text_is_named_with_its_remedy(tmp_path: Path, sql: str) -> None:
    with pytest.raises(StorageError, match="is damaged: restore it"), open_writer(tmp_path / "archive.db") as db:
        db.execute(sql).fetchall()


@pytest.mark.parametrize("written", ["[", "", None, "{\x00"])
def test_a_damaged_cell_is_named_with_its_remedy(written: Any) -> None:
    with pytest.raises(StorageError, match="where JSON was written"):
        load_cell(written)


def test_a_limit_of_the_size_of_files_is_named_before_a_backup(tmp_path: Path) -> None:
    writes = (
        "import resource, signal, sys; from pathlib import Path; from storage.database.archive import open_writer\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "with open_writer(Path(sys.argv[1])) as db: pass\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", writes, str(tmp_path / "archive.db")], capture_output=True, text=True, check=False
    )
    assert "`ulimit -f`" in ended.stderr
