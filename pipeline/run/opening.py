"""Open an archive for reading, and migrate an older one before a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.remote.owning import require_archive
from storage.database.archive import is_current, naming_causes, open_reader, open_writer
from storage.loading.reindexing import rebuild_indexes


@contextmanager
def reading(home: Home) -> Iterator[Database]:
    """Open the archive for reading. Raises StorageError if there is none yet, SharedError if another machine has it."""
    require_archive(home)
    db = open_reader(home.archive)
    try:
        with naming_causes(home.archive):
            yield db
    finally:
        db.close()


def bring_up_to_date(home: Home) -> None:
    """Apply the migrations that an archive lacks and rebuild its outdated indexes: an older version wrote it, or a run died
    while creating it."""
    if home.archive.exists() and not is_current(home.archive):
        with open_writer(home.archive) as db:
            rebuild_indexes(db)
