"""Open the archive: any number of readers, and one writer at a time under a lock."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.database.functions import add_functions
from storage.database.indexes import list_stale, mark_empty
from storage.database.schema import apply_migrations, migrations
from storage.database.withdrawals import find_file, is_kept, list_lacking
from storage.errors import ArchiveLocked, StorageError

_BUSY_MS = 10_000
"""How long SQLite waits for another connection, in milliseconds. Chosen by hand: writers are kept apart by the lock, so that
only a checkpoint is waited for."""
_RETRY_S = 0.05
"""The seconds between two tries to take the lock; linking lets others in for twice as long (pipeline.run.collect.loading)."""
_MOST_LOG = 16 << 20
"""The bytes of a write-ahead log from which on a load lets it begin anew: with what one transaction adds, half of 64 MB. SQLite
does so by itself only if no reader uses the log at that moment."""
_LET_READ_MS = 250
"""How long that waits for readers, in milliseconds: longer than most searches take. Chosen by hand."""
_MOST_FREE = 0.2
"""The part of an archive's pages that may be free before it is written anew. Chosen by hand: new records soon fill less."""
_CACHE_KIB = 65_536
"""The pages of the database that a connection keeps in memory. Chosen by hand: a search reads the inner pages of each index
again and again."""

_MOST_NAMED = 5
"""The tables of another program's database that an error names."""

_PRIMARY = 0xFF
"""The bits of SQLite's result codes that name the kind of a failure (https://www.sqlite.org/rescode.html)."""
_DAMAGED = (
    "The file, or the -wal file beside it, is damaged: restore it from a backup, or move both away and `onrecord recover` "
    "builds it anew from the WARC files, without the searches that were frozen and what is followed."
)
_REMEDIES = {
    "disk is full": "The disk is full: free some space and do it again; what was being written is not in the archive.",
    "readonly": "It cannot be written to: look at the permissions of the file and its folder.",
    "unable to open": "It cannot be opened: look at the permissions of the file and its folder, and at `ulimit -n`.",
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "could not decode to utf-8": _DAMAGED,
    "user-defined function raised": _DAMAGED,
    "disk i/o error": (
        "The disk failed, a file grew beyond `ulimit -f`, or the -wal file beside it is torn: look at the disk and the limit, "
        "and only then restore it from a backup."
    ),
    "is locked": "Another program keeps it locked: end that one, or try again later.",
}
"""What to do about each of SQLite's messages (sqlite3ErrStr, and what the driver says of damaged texts) that is about the file
or its disk."""


def open_reader(path: Path, *, any_version: bool = False) -> Database:
    """Open an archive for reading only. Raises StorageError if there is none, or one of an older version."""
    if not path.exists():
        raise StorageError(f"{path}: there is no archive here. `onrecord run` or `onrecord import` begins one.")
    if path.with_name(f"{path.name}-journal").exists():
        _roll_back(path)
    db = _connect(path, "ro")
    try:
        with _refusing(path):
            _check_owner(db, path)
            pending = "" if any_version else ", ".join(_list_pending(db))
            lacking = [] if any_version or pending else list_lacking(db, path)
        if pending:
            raise StorageError(f"{path} lacks {pending}: an older version wrote it. `onrecord recover` brings it up to date.")
        if lacking:
            raise StorageError(
                f"{path} shows what was withdrawn ({len(lacking)} lines of {find_file(path).name}), as an older copy does. "
                "`onrecord recover` withdraws it again."
            )
    except StorageError:
        db.close()
        raise
    return db


def is_current(path: Path) -> bool:
    """Say whether an archive is of today's schema, with the indexes of today's code and all that was withdrawn."""
    if not path.exists():
        return not find_file(path).exists()
    db = open_reader(path, any_version=True)
    try:
        with _refusing(path):
            return not _list_pending(db) and not list_lacking(db, path) and is_kept(db, path)
    finally:
        db.close()


@contextmanager
def open_writer(path: Path, *, wait_s: float = 60.0) -> Iterator[Database]:
    """Open an archive for writing, at most one process at a time; one that is not there is begun.

    Migrations are applied; an index of an older version stays so until storage.loading.reindexing builds it anew. Everything is
    checkpointed into the file before the lock goes. Raises ArchiveLocked after waiting ``wait_s`` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.stem + ".lock")
    if beside.exists() and not beside.is_file():
        raise StorageError(f"{beside} is no file; expected the lock of the archive, or nothing. Move it away.")
    with beside.open("ab") as lock:
        _take_lock(lock, path, wait_s)
        db = _connect(path, "rwc")
        try:
            _prepare(db, path)
            begun = path.stat()
            with naming_causes(path):
                yield db
            _check_place(path, begun)
            # A statement still being read holds this one back; closing the last connection checkpoints as well.
            with suppress(sqlite3.OperationalError):
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            db.close()


def _check_place(path: Path, begun: os.stat_result) -> None:
    """Raise StorageError if the file that was written is no longer the one at its path: SQLite goes on with a file that was
    removed, and says nothing."""
    try:
        in_place = os.path.samestat(path.stat(), begun)
    except OSError:
        in_place = False
    if not in_place:
        raise StorageError(
            f"{path} was removed or replaced while it was written; what was written is not there. Put the file back, then do "
            "this again."
        )


def restart_log(db: Database) -> None:
    """Let the write-ahead log of a writer begin anew if it has grown, so that it stays small while readers come and go.

    Waits a moment for readers that still need the log; where one goes on longer, such as a backup, the log grows on.
    """
    [(_, path)] = [row[1:] for row in db.execute("PRAGMA database_list").fetchall() if row[1] == "main"]
    log = Path(f"{path}-wal")
    if db.conn.in_transaction or not path or not log.exists() or log.stat().st_size < _MOST_LOG:
        return
    db.execute(f"PRAGMA busy_timeout = {_LET_READ_MS}")
    db.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")


def give_back_space(db: Database) -> bool:
    """Write an archive anew, without the pages that are free, if these are many, as after an upgrade; says whether it did.

    It needs as much space again while it goes on. Where the disk has not so much, the free pages stay, and are used by and by.
    """
    [(free,)], [(pages,)] = (db.execute(f"PRAGMA {name}").fetchall() for name in ("freelist_count", "page_count"))
    if free < _MOST_FREE * pages:
        return False
    with suppress(sqlite3.OperationalError):
        db.execute("VACUUM")
        return True
    return False


def _roll_back(path: Path) -> None:
    """Undo what a process had begun to write when it was killed while creating the archive; a mere reader cannot.

    SQLite itself sees whether another process is still writing (https://www.sqlite.org/lockingv3.html, section 4).
    """
    db = _connect(path, "rw")
    try:
        with _refusing(path):
            db.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    finally:
        db.close()


def _list_pending(db: Database) -> list[str]:
    """List the migrations and the indexes that an archive lacks."""
    pending = [migration.name for migration in migrations.pending(db)]
    return pending or [f"index {name}" for name in list_stale(db)]


def _prepare(db: Database, path: Path) -> None:
    with _refusing(path):
        _check_owner(db, path)
        db.enable_wal()
        db.execute("PRAGMA synchronous = FULL")
        apply_migrations(db)
        mark_empty(db)


def _check_owner(db: Database, path: Path) -> None:
    """Raise StorageError, with nothing written, for a database of another program, and for one of a newer version."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
    applied = {migration.name for migration in migrations.applied(db)} if "_sqlite_migrations" in tables else set()
    if tables and not applied:
        found = ", ".join(sorted(tables)[:_MOST_NAMED])
        raise StorageError(
            f"{path} is a database of another program, with the tables {found}; expected an archive. Move it away, or name "
            "another folder with ONRECORD_HOME."
        )
    unknown = applied - {migration.name for migration in migrations._migrations}
    if unknown:
        raise StorageError(f"{path} was written by a newer version ({', '.join(sorted(unknown))}). Update On Record first.")


def _connect(path: Path, mode: str) -> Database:
    if path.exists() and not path.is_file():  # SQLite would wait for a pipe, and take a folder for a disk that fails
        raise StorageError(f"{path} is no file; expected the archive, or nothing. Move it away.")
    with _refusing(path):
        connection: Any = sqlite3.connect(name_file(path, mode), uri=True, timeout=_BUSY_MS / 1000)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            add_functions(connection)
        except sqlite3.DatabaseError:
            connection.close()
            raise
    return Database(connection)


def name_file(path: Path, mode: str) -> str:
    """Return the address of a file for SQLite: a name may hold the marks that an address is cut at (``#``, ``?``, ``%``).

    Raises StorageError for a name that is no UTF-8, as SQLite opens none.
    """
    if str(path) != str(path).encode("utf-8", "replace").decode():
        raise StorageError(f"{str(path)!r} is no name in UTF-8; expected one for a database. Give it another name.")
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Say in one sentence why a file cannot be opened."""
    with naming_causes(path):
        try:
            yield
        except UnicodeDecodeError as error:  # SQLite quotes the damaged schema in what it says
            raise StorageError(f"{path}: its schema is no text. {_DAMAGED}") from error
        except sqlite3.DatabaseError as error:
            if find_remedy(error):
                raise
            raise StorageError(f"{path} cannot be opened as an archive: {error}. Restore it from a backup.") from error


@contextmanager
def naming_causes(path: Path) -> Iterator[None]:
    """Raise StorageError in one sentence, with the remedy, where the file or its disk fails. Mistakes in SQL pass."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        remedy = find_remedy(error)
        if remedy is None:
            raise
        raise StorageError(f"{path}: {error}. {remedy}") from error


def find_remedy(error: sqlite3.Error) -> str | None:
    """Say what to do about a failure of the file or its disk; None for any other."""
    said = str(error).lower()
    if (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY == sqlite3.SQLITE_CORRUPT:
        return _DAMAGED  # each part of SQLite says it in words of its own
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in said), None)


def _take_lock(lock: IO[bytes], path: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise ArchiveLocked(f"{path}: another process is writing to it, and still is after {wait_s:g} s.") from None
            time.sleep(_RETRY_S)
        else:
            return
