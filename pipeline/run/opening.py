"""Open an archive for reading, and migrate an older one before a run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.remote.primary_machine import require_archive
from storage.database.archive import give_back_space, is_current, naming_causes, open_reader, open_writer
from storage.errors import QueryStopped
from storage.evidence.tombstones import withdraw_again
from storage.loading.reindexing import rebuild_indexes

_STEPS: Final = 20_000
"""Instructions of SQLite's machine between two looks at the clock: well under a millisecond."""

_sharing: ContextVar[_Shared | None] = ContextVar("_sharing", default=None)


@dataclass(slots=True)
class _Shared:
    """What the reads of one page share: when they must end, and the archive that the first of them opened."""

    limit_s: float
    ends: float
    path: Path | None = None
    db: Database | None = None


@contextmanager
def limiting(seconds: float) -> Iterator[None]:
    """Let all that is read in this block share one connection and some seconds. After these ``reading`` raises QueryStopped."""
    shared = _Shared(limit_s=seconds, ends=time.monotonic() + seconds)
    token = _sharing.set(shared)
    try:
        yield
    finally:
        _sharing.reset(token)
        if shared.db is not None:
            shared.db.close()


@contextmanager
def reading(home: Home) -> Iterator[Database]:
    """Open the archive for reading. Raises StorageError if there is none yet, SharedError if another machine has it."""
    require_archive(home)
    shared = _sharing.get()
    if shared is not None:
        with _reading_shared(shared, home.archive) as db:
            yield db
        return
    db = open_reader(home.archive)
    try:
        with naming_causes(home.archive):
            yield db
    finally:
        db.close()


@contextmanager
def _reading_shared(shared: _Shared, path: Path) -> Iterator[Database]:
    if shared.db is None or shared.path != path:
        shared.db, shared.path = open_reader(path), path
    # Set at each read: a search sets a handler of its own meanwhile.
    shared.db.conn.set_progress_handler(lambda: int(time.monotonic() > shared.ends), _STEPS)
    try:
        with naming_causes(path):
            yield shared.db
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise QueryStopped(f"This took longer than {shared.limit_s:g} s and was stopped; ask for less.") from error


def bring_up_to_date(home: Home) -> None:
    """Apply the migrations that an archive lacks, rebuild its outdated indexes, and give back the space that this frees: an
    older version wrote it, or a run died while creating it.

    What was withdrawn is withdrawn again from an archive that is built anew, or is an older copy.
    """
    if not is_current(home.archive):
        with open_writer(home.archive) as db:
            rebuild_indexes(db)
            withdraw_again(db, home.archive)
            give_back_space(db)
