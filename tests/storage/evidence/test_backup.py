"""A backup holds every byte or is refused, and brings the archive back as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage.database.archive import open_reader, open_writer
from storage.errors import StorageError
from storage.evidence.backup import backup, restore
from storage.loading.reindexing import rebuild_indexes
from storage.model.findings.chain import Backup
from storage.search.search import search
from tests.storage.evidence.conftest import PAGES, Home, write


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Give the folder of an archive that no writer holds."""
    folder = tmp_path / "kept"
    with open_writer(folder / "archive.db") as db:
        write(Home(db=db, path=folder / "archive.db", root=folder / "warc"), "one", *PAGES)
    return folder


def copy(kept: Path, to: Path) -> Backup:
    return backup(kept / "archive.db", kept / "warc", to)


def found(archive: Path) -> list[str]:
    with open_reader(archive) as db:
        return [hit.quote.exact for hit in search(db, "peace").hits]


def test_a_backup_brings_the_archive_back(kept: Path, tmp_path: Path) -> None:
    assert copy(kept, tmp_path / "backup").files == 1
    home = tmp_path / "new"
    restore(tmp_path / "backup", home / "archive.db", home / "warc")
    assert found(home / "archive.db") == ["Peace."]
    assert (home / "warc/one.warc.gz").read_bytes() == (kept / "warc/one.warc.gz").read_bytes()
    with open_writer(home / "archive.db") as db:
        write(Home(db=db, path=home / "archive.db", root=home / "warc"), "two", ("https://example.gov/d", "Peace again."))
    assert sorted(found(home / "archive.db")) == ["Peace again.", "Peace."]


def test_a_second_backup_copies_only_new_files(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    with open_writer(kept / "archive.db") as db:
        write(Home(db=db, path=kept / "archive.db", root=kept / "warc"), "two", ("https://example.gov/d", "More."))
    again = copy(kept, tmp_path / "backup")
    assert (again.files, again.copied) == (2, 1)


def test_a_backup_is_made_while_a_writer_writes(kept: Path, tmp_path: Path) -> None:
    with open_writer(kept / "archive.db") as db, db.atomic():
        db.execute("INSERT INTO documents VALUES (99, 'd_unfinished')")
        copy(kept, tmp_path / "backup")
    with open_reader(tmp_path / "backup/archive.db") as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (2,)


def test_a_damaged_file_is_not_backed_up_and_the_earlier_backup_stays(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    before = (tmp_path / "backup/archive.db").read_bytes()
    path = kept / "warc/one.warc.gz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError, match="would not hold"):
        copy(kept, tmp_path / "other")
    assert not (tmp_path / "other/archive.db").exists()
    assert (tmp_path / "backup/archive.db").read_bytes() == before


def test_a_damaged_backup_is_not_restored(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    path = tmp_path / "backup/warc/one.warc.gz"
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    with pytest.raises(StorageError, match="would not hold"):
        restore(tmp_path / "backup", tmp_path / "new/archive.db", tmp_path / "new/warc")
    assert not (tmp_path / "new/archive.db").exists()


def test_an_archive_that_is_there_is_never_overwritten(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    with pytest.raises(StorageError, match="not overwritten"):
        restore(tmp_path / "backup", kept / "archive.db", kept / "warc")


def test_where_there_is_nothing_to_back_up_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no archive here"):
        backup(tmp_path / "archive.db", tmp_path / "warc", tmp_path / "backup")


def test_a_missing_file_is_named(kept: Path, tmp_path: Path) -> None:
    (kept / "warc/one.warc.gz").unlink()
    with pytest.raises(StorageError, match="restore it first"):
        copy(kept, tmp_path / "backup")


def test_a_backup_of_an_older_version_is_restored_and_brought_up_to_date(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    with open_writer(tmp_path / "backup/archive.db") as db:
        db.execute("DROP INDEX captures_by_memento")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0023_mementos'")
        db.execute("DELETE FROM index_versions")
    restore(tmp_path / "backup", tmp_path / "new/archive.db", tmp_path / "new/warc")
    with pytest.raises(StorageError, match="older version"):
        open_reader(tmp_path / "new/archive.db")
    with open_writer(tmp_path / "new/archive.db") as db:
        rebuild_indexes(db)
    assert found(tmp_path / "new/archive.db") == ["Peace."]


def test_a_warc_that_an_earlier_backup_copied_only_in_part_is_copied_again(kept: Path, tmp_path: Path) -> None:
    copy(kept, tmp_path / "backup")
    half = tmp_path / "backup" / "warc" / "one.warc.gz"
    half.write_bytes(half.read_bytes()[: half.stat().st_size // 2])
    assert copy(kept, tmp_path / "backup").copied == 1
    assert half.read_bytes() == (kept / "warc/one.warc.gz").read_bytes()


def test_a_file_is_on_the_disk_before_it_has_its_name(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a loss of power leaves a file of the right length without its bytes, which the next backup takes for copied."""
    synced: list[tuple[int, bool]] = []
    named = tmp_path / "backup" / "warc" / "one.warc.gz"
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append((os.fstat(descriptor).st_ino, named.exists())))
    copy(kept, tmp_path / "backup")
    assert (named.stat().st_ino, False) in synced
