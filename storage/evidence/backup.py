"""Back up an archive with its WARC files to a folder while it is in use, and restore it.

The copy is checked before it gets its final name. WARC files never change, so a second backup copies only the new ones.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2 as sqlite3

from storage.captures.write import sync_folder
from storage.database.archive import open_reader
from storage.errors import StorageError
from storage.evidence.fixity import verify
from storage.loading.tallies import loaded_warcs
from storage.model.findings import Backup

ARCHIVE: Final = "archive.db"
WARC: Final = "warc"
_PASSING = ".open"
_PAGES_A_STEP = 4_096
"""The pages that are copied before other writers are let in: 16 MB of pages of 4 kB."""


def backup(archive: Path, warc_root: Path, to: Path, *, fetch: Callable[[str], object] | None = None) -> Backup:
    """Copy the archive and its WARC files to a folder, and check every byte of the copy.

    Raises StorageError if the copy fails its check; an earlier backup in the folder then stays unchanged. ``fetch`` downloads a
    file from an object store.
    """
    to.mkdir(parents=True, exist_ok=True)
    passing = to / (ARCHIVE + _PASSING)
    _copy_database(archive, passing)
    with open_reader(passing, any_version=True) as db:
        paths = sorted(loaded_warcs(db))
        if fetch:
            for path in paths:
                fetch(path)
        copied = [path for path in paths if _copy_file(warc_root / path, to / WARC / path)]
        found = verify(db, warc_root=to / WARC)
    _refuse(found.problems, f"the backup in {to}")
    passing.replace(to / ARCHIVE)
    sync_folder(to)
    return Backup(archive=str(to / ARCHIVE), files=len(paths), copied=len(copied), checked=found.checked)


def restore(source: Path, archive: Path, warc_root: Path) -> Backup:
    """Restore an archive from a backup, after checking every byte. An existing archive is never overwritten.

    The next writer migrates a backup of an older version.
    """
    if archive.exists():
        raise StorageError(f"{archive} is there already and is not overwritten; move it away first.")
    kept = source / ARCHIVE
    with open_reader(kept, any_version=True) as db:
        paths = sorted(loaded_warcs(db))
        found = verify(db, warc_root=source / WARC)
    _refuse(found.problems, f"the backup in {source}")
    copied = [path for path in paths if _copy_file(source / WARC / path, warc_root / path)]
    archive.parent.mkdir(parents=True, exist_ok=True)
    passing = archive.with_name(archive.name + _PASSING)
    _copy_database(kept, passing)
    passing.replace(archive)
    sync_folder(archive.parent)
    return Backup(archive=str(archive), files=len(paths), copied=len(copied), checked=found.checked)


def _copy_database(archive: Path, to: Path) -> None:
    """Copy a snapshot of a database, in steps that let a writer work, into a single file without a write-ahead log."""
    to.unlink(missing_ok=True)
    with open_reader(archive, any_version=True) as db:
        copy = sqlite3.connect(str(to))
        try:
            db.conn.backup(copy, pages=_PAGES_A_STEP, sleep=0.001)
            copy.execute("PRAGMA journal_mode = DELETE")
            [(verdict,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            raise StorageError(f"{archive} cannot be copied: {error}. `onrecord doctor` looks for what is wrong.") from error
        finally:
            copy.close()
    if verdict != "ok":
        raise StorageError(f"The copy of {archive} is damaged: {verdict}. `onrecord doctor` looks for what is wrong.")
    with to.open("rb") as stream:
        os.fsync(stream.fileno())


def _copy_file(source: Path, to: Path) -> bool:
    """Copy and sync a WARC file, unless one of its size exists; its bytes are checked against the ledger afterwards."""
    if not source.exists():
        raise StorageError(f"{source} is not there, and the archive holds captures in it; restore it first.")
    if to.exists() and to.stat().st_size == source.stat().st_size:
        return False
    to.parent.mkdir(parents=True, exist_ok=True)
    passing = to.with_name(to.name + ".copying")
    shutil.copyfile(source, passing)
    with passing.open("rb") as stream:
        os.fsync(stream.fileno())
    passing.replace(to)
    sync_folder(to.parent)
    return True


def _refuse(problems: Sequence[str], where: str) -> None:
    if problems:
        raise StorageError(f"{where} would not hold: {problems[0]} ({len(problems)} problems in all)")
