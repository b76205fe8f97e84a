"""Addresses, what they returned, and where the bytes lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.dates import When
from storage.model.words import Headers, Sha256


class EffectiveStatus(StrEnum):
    """What a response really is, regardless of its status code."""

    CONTENT = "content"
    BLOCKED = "blocked"
    LOGIN = "login"
    SOFT_404 = "soft_404"
    GONE = "gone"
    ERROR = "error"
    EMPTY = "empty"


class Outcome(StrEnum):
    """How a lead ended. Every lead ends in exactly one of these."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    SKIPPED = "skipped"
    FAILED = "failed"


class RecordType(StrEnum):
    """The type of a WARC record that holds a capture."""

    RESPONSE = "response"
    REVISIT = "revisit"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address worth fetching, and where it was seen.

    ``url`` is absolute and as the publisher wrote it; ``date`` is the date printed beside the link, unverified.
    """

    url: str
    title: str | None = None
    date: When | None = None
    seen_at: str | None = None


TRUNCATED_FIELD = "WARC-Truncated"
"""The field of a record whose response lacks bytes; kept among the headers of its capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP answer as received, transfer decoding aside.

    ``body`` still carries its content coding (gzip, br, ...). ``url`` is the requested address; ``location`` the one
    that answered after redirects. ``status`` is None if only the bytes are known.
    """

    url: str
    status: int | None
    headers: Headers
    body: bytes
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeResponse(Response):
    """An imported file too large for memory: ``body`` is empty, each call of ``pieces`` yields its bytes from the beginning."""

    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its response as transferred; written to a WARC before anything reads it.

    ``request`` is the request head as sent, secrets masked. Each hop of a redirect is an exchange of its own.
    """

    fetched_at: datetime
    request: bytes
    response: Response
    reason: str = ""
    protocol: str = "HTTP/1.1"
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPointer:
    """Where a record lies: ``path`` relative to the WARC root, byte ``offset`` and ``length`` of the stored (compressed)
    record, and the SHA-256 of exactly those bytes."""

    path: str
    offset: int
    length: int
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What one URL returned at one moment.

    ``payload_sha256`` is over the body as received (content coding kept). A revisit's payload is that of ``refers_to``, the
    id of the capture that stored it first. ``origin`` names the file of another archive that a record was copied from.
    """

    id: str
    url: str
    captured_at: datetime
    record_type: RecordType
    status: int | None
    media_type: str | None
    headers: Headers
    payload_sha256: Sha256
    payload_length: int
    pointer: WarcPointer
    refers_to: str | None = None
    location: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One line of the ledger: a stored WARC record of any type. Together they account for every byte of every WARC.

    ``record_id`` is the record's own (``<urn:uuid:...>``), ``record_type`` as written (``warcinfo``, ``request``, ...), ``url``
    its target if it has one, ``origin`` the file of another archive that it was copied from.
    """

    pointer: WarcPointer
    record_id: str
    record_type: str
    url: str | None = None
    origin: str | None = None


class Channel(StrEnum):
    """The channel through which a publisher's page was checked."""

    FETCH = "fetch"
    ARCHIVE = "archive"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One check of where a document was published, and what was there: ``status`` CONTENT means the document itself.

    ``channel``: our own request, another archive's, or the platform's own signal. ``capture`` holds the response.
    """

    at: datetime
    status: EffectiveStatus
    channel: Channel
    capture: str
    why: str = ""
