"""Tell one state of an archive from another, without reading what it holds."""

from __future__ import annotations

import hashlib
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json

_PARTS: Final = (
    "SELECT max(seq) FROM loads",
    "SELECT max(seq) FROM observations",
    "SELECT count(*), max(redacted_at) FROM redactions",
    "SELECT name, digest FROM declared ORDER BY name",
    "SELECT name, version FROM index_versions ORDER BY name",
    "SELECT max(seq) FROM result_sets",
    "SELECT max(seq) FROM follow_entries",
    "SELECT count(*), max(looked_at), max(ended_at) FROM follows",
)


def read_state(db: Database) -> str:
    """Return 32 hexadecimal digits that differ if anything that reads answer may differ: what was loaded, withdrawn, declared,
    indexed, frozen or noticed."""
    parts = [db.execute(sql).fetchall() for sql in _PARTS]
    return hashlib.sha256(write_json(parts).encode()).hexdigest()[:32]
