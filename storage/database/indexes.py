"""Keep the versions of the indexes that Python computes from the record, so that an older one is built anew.

An index holds nothing of its own: storage.loading.reindexing builds it from the record. Migrations change the schema only.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

VERSIONS: Final = {"speakers": 1, "words": 5, "sketches": 2, "shown": 2}
"""Today's version of each index. Raise it when the code that computes the index returns something else for the same record:
``speakers`` for folding, ``words`` for the words and marks of full-text search, ``sketches`` for the fingerprints of quotes
and texts, ``shown`` for the quotes that documents showed on each day.
tests/storage/database/test_indexes.py fails until that is done."""


def list_stale(db: Database) -> list[str]:
    """List the indexes that are missing or of an older version; all of them in an archive without ``index_versions``."""
    if not db["index_versions"].exists():
        return list(VERSIONS)
    made = dict(db.execute("SELECT name, version FROM index_versions").fetchall())
    return [name for name, version in VERSIONS.items() if made.get(name, 0) < version]


def mark_current(db: Database, name: str) -> None:
    """Record that an index is of today's version. Belongs into the transaction that built it."""
    db.execute("INSERT OR REPLACE INTO index_versions VALUES (?, ?)", (name, VERSIONS[name]))


def mark_empty(db: Database) -> None:
    """Record that all indexes of an archive that holds no document are of today's version."""
    if list_stale(db) and db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None:
        with db.atomic():
            for name in VERSIONS:
                mark_current(db, name)
