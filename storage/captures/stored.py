"""A WARC record as stored: its location, its named fields, and its block in memory or on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from storage.model import Sha256, WarcPointer, WarcRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeBlock:
    """A block that is not held in memory: its SHA-256, its length, and a function that reads it from its file in pieces."""

    sha256: Sha256
    length: int
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A WARC record as stored: its location, its exact stored bytes, its named fields (names in lower case) and its block.

    For a resource of more than ``MOST_HELD_BYTES`` bytes and block are empty, and ``large`` reads it.
    """

    pointer: WarcPointer
    raw: bytes
    named: Mapping[str, str]
    block: bytes
    large: LargeBlock | None = None

    @property
    def type(self) -> str:
        """Return the record's type, such as ``response``."""
        return self.named.get("warc-type", "")

    @property
    def url(self) -> str | None:
        """Return the target address, without the angle brackets that some writers add."""
        url = self.named.get("warc-target-uri")
        return url.strip("<>") if url else None

    def entry(self, origin: str | None = None) -> WarcRecord:
        """Return the ledger entry for this record."""
        return WarcRecord(
            pointer=self.pointer,
            record_id=self.named.get("warc-record-id", ""),
            record_type=self.type,
            url=self.url,
            origin=origin,
        )
