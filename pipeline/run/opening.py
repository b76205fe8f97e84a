"""Open an archive for reading, and migrate an older one before a run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.remote.owning import require_archive
from storage.database.archive import is_current, naming_causes, open_reader, open_writer
from storage.errors import QueryStopped
from storage.loading.reindexing import rebuild_indexes

_STEPS: Final = 20_000
"""Instructions of SQLite's machine between two looks at the clock: well under a millisecond."""

_limit_s: ContextVar[float | None] = ContextVar("limit_s", default=None)


@contextmanager
def limiting(seconds: float) -> Iterator[None]:
    """Stop what is read of an archive in this block after some seconds. ``reading`` then raises QueryStopped."""
    token = _limit_s.set(seconds)
    try:
        yield
    finally:
        _limit_s.reset(token)


@contextmanager
def reading(home: Home) -> Iterator[Database]:
    """Open the archive for reading. Raises StorageError if there is none yet, SharedError if another machine has it."""
    require_archive(home)
    db = open_reader(home.archive)
    limit_s = _limit_s.get()
    if limit_s is not None:
        ends = time.monotonic() + limit_s
        db.conn.set_progress_handler(lambda: int(time.monotonic() > ends), _STEPS)
    try:
        with naming_causes(home.archive):
            yield db
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise QueryStopped(f"This took longer than {limit_s:g} s and was stopped; ask for less.") from error
    finally:
        db.close()


def bring_up_to_date(home: Home) -> None:
    """Apply the migrations that an archive lacks and rebuild its outdated indexes: an older version wrote it, or a run died
    while creating it."""
    if home.archive.exists() and not is_current(home.archive):
        with open_writer(home.archive) as db:
            rebuild_indexes(db)
