"""Detect which WARC records are captures, and read those: from our own files and those of other archives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime, timedelta

from storage.captures.digests import Digest, digest_agrees, read_digest
from storage.captures.http import find_header, split_message
from storage.captures.stored import StoredRecord
from storage.errors import WarcError
from storage.model import TRUNCATED_FIELD, Capture, Headers, LargeResponse, RecordType, Response, Sha256
from storage.model.addresses import split_address
from storage.model.identity import capture_id, join_url, sha256

Resolve = Callable[[Sha256], Capture | None]
"""Finds the capture that stored a payload, by the payload's digest."""

Elsewhere = Callable[[StoredRecord], Capture | None]
"""Finds the capture that a revisit record refers to in other files."""

FIRST_YEAR = 1990
"""The web's first year: nothing of it was captured before."""
CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead another machine's clock may be. A capture dated later would stay the current one for good. Chosen by hand: a
wrong time zone is less than a day."""

_WEB = ("http", "https", "ftp")


class Originals:
    """The captures of one WARC so far, by address and instant and by payload, to resolve revisits.

    Headers are left out to keep the memory per capture small.
    """

    def __init__(self, resolve: Resolve | None = None, elsewhere: Elsewhere | None = None) -> None:
        self._resolve = resolve
        self._elsewhere = elsewhere
        self._ids: dict[str, Capture] = {}
        self._digests: dict[Digest, Capture] = {}
        self._observed: dict[tuple[str, datetime], Capture] = {}
        self._payloads: dict[Sha256, Capture] = {}

    def add(self, capture: Capture, record: StoredRecord | None = None) -> None:
        """Add a capture that stores its payload, also under the digest and id that its record states."""
        if capture.record_type is RecordType.REVISIT:
            return
        slim = replace(capture, headers=())
        self._observed.setdefault((capture.url, capture.captured_at), slim)
        self._payloads.setdefault(capture.payload_sha256, slim)
        if record is not None:
            self._ids.setdefault(record.named.get("warc-record-id", ""), slim)
            digest = read_digest(record.named.get("warc-payload-digest", ""))
            if digest:
                self._digests.setdefault(digest, slim)

    def find(self, payload: Sha256) -> Capture | None:
        """Find the capture that stored a payload: in this file, else in the archive."""
        return self._payloads.get(payload) or (self._resolve(payload) if self._resolve else None)

    def find_referred(self, record: StoredRecord) -> Capture | None:
        """Find the capture that a revisit record refers to, by its payload's digest, its record's id, its address and instant;
        None if neither this file nor the archive holds it."""
        payload = _stated_sha256(record)
        if payload:
            return self.find(payload)
        return self._find_here(record) or (self._elsewhere(record) if self._elsewhere else None)

    def _find_here(self, record: StoredRecord) -> Capture | None:
        digest = read_digest(record.named.get("warc-payload-digest", ""))
        if digest and digest in self._digests:
            return self._digests[digest]
        referred = record.named.get("warc-refers-to")
        if referred and referred in self._ids:
            return self._ids[referred]
        moment = find_moment(record)
        return self._observed.get(moment) if moment else None


def find_moment(record: StoredRecord) -> tuple[str, datetime] | None:
    """Return the address and instant of the capture that a revisit record refers to, if it states them."""
    url = record.named.get("warc-refers-to-target-uri", "").strip("<>") or record.url
    date = record.named.get("warc-refers-to-date")
    return (url, read_warc_date(date)) if url and date else None


def observe(record: StoredRecord, origin: str | None, originals: Originals) -> tuple[Capture, Response] | None:
    """Read the capture that a record holds, with its response; a revisit's response has an empty body (see ``refers_to``).

    None for records without one: warcinfo, request, metadata, and other archives' screenshots or DNS answers. Raises
    WarcError if the original of a revisit is missing, or our own payload digest disagrees.
    """
    url = record.url
    if url is None or record.type not in (RecordType.RESPONSE, RecordType.REVISIT, RecordType.RESOURCE):
        return None
    if origin and split_address(url).scheme.lower() not in _WEB:
        return None
    if record.type == RecordType.RESOURCE:
        media_type = _bare_media_type(record.named.get("content-type"))
        headers = _content_type(media_type)
        response = Response(url=url, status=None, headers=headers, body=record.block)
        if record.large:
            response = LargeResponse(url=url, status=None, headers=headers, body=b"", pieces=record.large.pieces)
        return _capture(record, url, origin, response, media_type), response
    if not record.named.get("content-type", "application/http").startswith("application/http"):
        return None
    status, headers, body = split_message(record.block)
    truncated = record.named.get(TRUNCATED_FIELD.lower())
    if truncated and record.type == RecordType.RESPONSE:  # a revisit has no payload by definition
        headers = (*headers, (TRUNCATED_FIELD, truncated))
    response = Response(url=url, status=status, headers=headers, body=body, location=_redirect_target(url, status, headers))
    if record.type == RecordType.REVISIT:
        response = replace(response, body=b"")
        return _revisit(record, url, origin, response, originals), response
    return _capture(record, url, origin, response, _bare_media_type(find_header(headers, "Content-Type"))), response


def read_warc_date(text: str) -> datetime:
    """Read a WARC-Date to the whole second, in UTC."""
    try:
        instant = datetime.fromisoformat(text.strip())
        aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise WarcError(f"WARC-Date is {text[:40]!r}, expected an instant such as 2020-10-27T10:00:00Z.") from None
    if not FIRST_YEAR <= aware.year < MAXYEAR:
        raise WarcError(f"WARC-Date is {text[:40]!r}, expected an instant since {FIRST_YEAR}, the web's first year.")
    return aware.replace(microsecond=0)


def _capture(record: StoredRecord, url: str, origin: str | None, response: Response, media_type: str | None) -> Capture:
    """Make the capture of a record that holds its payload."""
    payload, length = (
        (record.large.sha256, record.large.length) if record.large else (sha256(response.body), len(response.body))
    )
    stated = record.named.get("warc-payload-digest", "")
    if origin is None and stated and stated != f"sha256:{payload}" and not digest_agrees(stated, response.body):
        where = f"{record.pointer.path}, byte {record.pointer.offset}"
        raise WarcError(f"{where}: the payload is not the one whose digest is {stated}. The record was altered.")
    captured_at = read_warc_date(record.named.get("warc-date", ""))
    return Capture(
        id=capture_id(url, captured_at, payload),
        url=url,
        captured_at=captured_at,
        record_type=RecordType(record.type),
        status=response.status,
        media_type=media_type,
        headers=response.headers,
        payload_sha256=payload,
        payload_length=length,
        pointer=record.pointer,
        location=_redirect_target(url, response.status, response.headers),
        origin=origin,
    )


def _revisit(record: StoredRecord, url: str, origin: str | None, response: Response, originals: Originals) -> Capture:
    """Make the capture of a revisit; its payload is that of the capture it refers to."""
    referred = originals.find_referred(record)
    if referred is None:
        where = f"{record.pointer.path}, byte {record.pointer.offset}"
        target = record.named.get("warc-refers-to-target-uri", url)
        raise WarcError(
            f"{where}: this revisit refers to {target}, which neither this file nor the archive holds; load it first."
        )
    bare = replace(record, named={**record.named, "warc-payload-digest": ""})
    own = _capture(bare, url, origin, response, _bare_media_type(find_header(response.headers, "Content-Type")))
    return replace(
        own,
        id=capture_id(url, own.captured_at, referred.payload_sha256),
        media_type=own.media_type or referred.media_type,
        payload_sha256=referred.payload_sha256,
        payload_length=referred.payload_length,
        refers_to=referred.refers_to or referred.id,
    )


def _stated_sha256(record: StoredRecord) -> Sha256 | None:
    algorithm, _, value = record.named.get("warc-payload-digest", "").partition(":")
    return Sha256(value.lower()) if algorithm.lower() == "sha256" and len(value) == 64 else None


def _redirect_target(url: str, status: int | None, headers: Headers) -> str | None:
    """Return the absolute target of a redirect."""
    target = find_header(headers, "Location")
    if not target or status is None or not 300 <= status < 400:
        return None
    return join_url(url, target)


def _bare_media_type(value: str | None) -> str | None:
    return (value or "").partition(";")[0].strip().lower() or None


def _content_type(media_type: str | None) -> Headers:
    return (("Content-Type", media_type),) if media_type else ()
