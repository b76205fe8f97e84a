"""Find captures by id, payload or address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlite_utils import Database

from storage.database.rows import CAPTURE_COLUMNS, format_second, read_capture
from storage.model import Capture, Sha256
from storage.model.addresses import vary_address

_IN_RECORDS = "c JOIN warc_records w ON (w.path, w.offset) = (c.path, c.offset)"
_CAPTURES = f"SELECT {CAPTURE_COLUMNS} FROM captures {_IN_RECORDS}"
_UNREDACTED = f"SELECT {CAPTURE_COLUMNS} FROM unredacted_captures {_IN_RECORDS}"

_HAS_PAYLOAD = "substr(c.payload_sha256, 1, 16) = substr(?1, 1, 16) AND c.payload_sha256 = ?1"
"""The condition on captures ``c`` that they are of a payload, by its SHA-256; the first 16 of its digits are indexed."""


def knows_capture(db: Database, id: str) -> bool:  # noqa: A002 - the word of the field
    """Say whether a capture is in the archive."""
    return db.execute("SELECT 1 FROM captures WHERE id = ?", (id,)).fetchone() is not None


def find_capture(db: Database, id: str) -> Capture | None:  # noqa: A002 - as above
    """Find a capture by its id, redacted or not."""
    return _find(db, f"{_CAPTURES} WHERE c.id = ?", id)


def find_payload(db: Database, sha256: Sha256) -> Capture | None:
    """Find the first capture that stored a payload."""
    where = f"{_HAS_PAYLOAD} AND c.record_type <> 'revisit' ORDER BY c.captured_at, c.id LIMIT 1"
    return _find(db, f"{_CAPTURES} WHERE {where}", sha256)


def list_copies(db: Database, sha256: Sha256) -> tuple[Capture, ...]:
    """List the captures that store a payload, each under an address of its own or at another time, oldest first."""
    where = f"{_HAS_PAYLOAD} AND c.record_type <> 'revisit' ORDER BY c.captured_at, c.id"
    return tuple(map(read_capture, db.execute(f"{_CAPTURES} WHERE {where}", (sha256,))))


def find_observed(db: Database, url: str, captured_at: datetime) -> Capture | None:
    """Find the capture of an address at an instant, if it stores its payload."""
    where = "c.url = ? AND c.captured_at = ? AND c.record_type <> 'revisit' LIMIT 1"
    return _find(db, f"{_CAPTURES} WHERE {where}", url, format_second(captured_at))


def list_stored(db: Database, url: str, most: int) -> Iterator[Capture]:
    """List at most ``most`` captures of an address that store their payload, newest first."""
    where = "c.url = ? AND c.record_type <> 'revisit' ORDER BY c.captured_at DESC, c.id DESC LIMIT ?"
    yield from map(read_capture, db.execute(f"{_CAPTURES} WHERE {where}", (url, most)))


def latest_capture(db: Database, url: str) -> Capture | None:
    """Find the newest capture of an address with content; an error page's headers must not make a request conditional."""
    where = """
        c.url = ? AND (c.status IS NULL OR c.status BETWEEN 200 AND 299)
        AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.capture = c.id AND j.status <> 'content')
        ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
    """
    return _find(db, f"{_UNREDACTED} WHERE {where}", url)


def _find(db: Database, sql: str, *values: str | None) -> Capture | None:
    row = db.execute(sql, values).fetchone()
    return read_capture(row) if row else None


def list_mementos(db: Database, url: str) -> Iterator[tuple[Capture, str | None]]:
    """List the captures of an address by other archives, each with the effective status that it was judged to have: raw
    mementos, under the web archive's address, and records copied from other archives."""
    spellings = json.dumps(vary_address(url))
    judged = "(SELECT j.status FROM judgements j WHERE j.capture = c.id ORDER BY j.code_version DESC LIMIT 1)"
    where = """
        c.id IN (
            SELECT id FROM captures WHERE url IN (SELECT value FROM json_each(?1)) AND origin IS NOT NULL
            UNION
            SELECT id FROM captures
            WHERE instr(url, 'id_/') > 0 AND substr(url, instr(url, 'id_/') + 4) IN (SELECT value FROM json_each(?1))
        ) ORDER BY c.captured_at, c.id
    """
    for *row, status in db.execute(
        f"SELECT {CAPTURE_COLUMNS}, {judged} FROM captures {_IN_RECORDS} WHERE {where}", (spellings,)
    ):
        yield read_capture(row), status
