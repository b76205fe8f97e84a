"""List the captures of an archive, which no command does."""

from __future__ import annotations

from sqlite_utils import Database

from storage.captures.index import find_capture
from storage.model import Capture


def list_captures(db: Database, source: str | None = None) -> list[Capture]:
    """List the captures that are not redacted, by id; of one source or all."""
    readable = "NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = c.id)"
    ids = f"SELECT c.id FROM captures c WHERE (? IS NULL OR c.source = ?) AND {readable} ORDER BY c.id"
    found = (find_capture(db, id_) for (id_,) in db.execute(ids, (source, source)).fetchall())
    return [capture for capture in found if capture]
