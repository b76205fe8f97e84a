"""Query what the archive knows already; works also if there is no archive yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from pipeline.declarations import Source
from pipeline.home import Home
from pipeline.run.remote.mirroring import read_mirrored
from pipeline.run.remote.primary_machine import find_archive
from storage.captures import StoredRecord
from storage.captures.digests import digest_agrees, read_digest
from storage.captures.index import (
    find_capture,
    find_observed,
    find_payload,
    knows_capture,
    latest_capture,
    list_copies,
    list_mementos,
    list_stored,
)
from storage.captures.observe import find_moment
from storage.database.archive import naming_causes, open_reader
from storage.loading.page_looks import find_page, iterate_due
from storage.loading.tallies import list_outcomes
from storage.model import Capture, LeadResult, Page, Sha256

MOST_TRIED = 20
"""At most this many stored payloads of one address are hashed to find the original of a revisit. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an archive knows; nothing without a database."""

    db: Database | None

    def has_capture(self, capture_id: str) -> bool:
        """Say whether a capture is stored."""
        return self.db is not None and knows_capture(self.db, capture_id)

    def find_capture(self, capture_id: str) -> Capture | None:
        """Find a capture by its id."""
        return find_capture(self.db, capture_id) if self.db is not None else None

    def find_payload(self, payload: Sha256) -> Capture | None:
        """Find the capture that stored a payload first."""
        return find_payload(self.db, payload) if self.db is not None else None

    def list_copies(self, payload: Sha256) -> tuple[Capture, ...]:
        """List the captures that store a payload, oldest first."""
        return list_copies(self.db, payload) if self.db is not None else ()

    def find_original(self, home: Home, record: StoredRecord) -> Capture | None:
        """Find the capture that a revisit record of another archive refers to: by its address and instant, else by the digest
        of a payload stored for that address, whose bytes are at ``home``."""
        if self.db is None:
            return None
        moment = find_moment(record)
        found = find_observed(self.db, *moment) if moment else None
        digest = record.named.get("warc-payload-digest", "")
        if found or read_digest(digest) is None:
            return found
        url = (moment[0] if moment else record.url) or ""
        stored = list_stored(self.db, url, MOST_TRIED)
        return next((each for each in stored if digest_agrees(digest, read_mirrored(home, each, self.find_capture).body)), None)

    def latest_capture(self, url: str) -> Capture | None:
        """Find the newest capture of an address, whose validators make a request conditional."""
        return latest_capture(self.db, url) if self.db is not None else None

    def list_mementos(self, url: str) -> Iterator[tuple[Capture, str | None]]:
        """List the captures of an address by other archives, each with the status that it was judged to have."""
        if self.db is not None:
            yield from list_mementos(self.db, url)

    def find_page(self, source: str, url: str) -> Page | None:
        """Find when an address of a source was requested."""
        return find_page(self.db, source, url) if self.db is not None else None

    def list_due(self, source: Source, now: datetime) -> Iterator[Page]:
        """List the pages of a source that are due for a revisit by its policy."""
        if self.db is None:
            return
        steps = [(timedelta(days=look.younger_days), timedelta(hours=look.every_hours)) for look in source.revisit.looks]
        yield from iterate_due(self.db, source.id, now=now, steps=steps, then=timedelta(days=source.revisit.then_days))

    def list_outcomes(self, capture_id: str) -> tuple[LeadResult, ...]:
        """List how the leads of a capture ended when it was first loaded."""
        return tuple(list_outcomes(self.db, [capture_id])) if self.db is not None else ()


@contextmanager
def open_known(home: Home) -> Iterator[Known]:
    """Open what an archive knows, for reading; on a machine that only collects, the newest excerpt."""
    archive = find_archive(home)
    if not archive.exists():
        yield Known(db=None)
        return
    db = open_reader(archive)
    try:
        with naming_causes(archive):
            yield Known(db=db)
    finally:
        db.close()
