"""Write WARC files: every record is hashed and synced before the call returns; a complete file gets its final name."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders

from storage.captures.http import write_head
from storage.captures.large import check_large
from storage.captures.observe import FIRST_YEAR, Elsewhere, Originals, observe
from storage.captures.records import check_record, locate
from storage.captures.stored import StoredRecord
from storage.errors import StorageError
from storage.model import Capture, Exchange, Sha256, WarcRecord
from storage.model.identity import capture_id, sha256

WARC_VERSION = "WARC/1.1"
OPEN_SUFFIX = ".open"
"""The suffix of a WARC file until it is complete."""

ORIGIN_FIELD = "onrecord-origin"
"""The warcinfo field that names the other archive's file from which the records after it were copied; absent before our own."""

_REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_RECORD_END = b"\r\n\r\n"
_PIECE = 1 << 20
"""Bytes copied at a time. Chosen by hand."""
_GZIP = zlib.MAX_WBITS + 16
_COMPRESSION_LEVEL = 6
"""zlib's default level; warcio's fixed 9 takes twice as long for 1 % less."""


class WarcWriter:
    """One WARC file being written, as a context manager; no file is made until the first record.

    ``name`` is the file's name without ``.warc.gz``; ``path`` its path below the root once it is complete. Every method that
    writes returns only when its records are synced to disk. ``ledger`` holds every record written so far.
    """

    def __init__(
        self,
        root: Path,
        *,
        name: str,
        find_payload: Callable[[Sha256], Capture | None],
        elsewhere: Elsewhere | None = None,
        software: str = "On Record",
    ) -> None:
        self.path = f"{name}.warc.gz"
        self.ledger: list[WarcRecord] = []
        self._target = locate(root, self.path)
        self._open = self._target.with_name(self._target.name + OPEN_SUFFIX)
        self._software = software
        self._originals = Originals(find_payload, elsewhere)
        self._origin: str | None = None
        self._stream: IO[bytes] | None = None
        self._offset = 0
        self._whole = True

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Return the file its final name. If a write failed, the file stays open for ``recover``."""
        if self._stream is None:
            return
        self._stream.close()
        self._stream = None
        if self._whole:
            self._open.replace(self._target)
            sync_folder(self._target.parent)

    def write_exchange(self, exchange: Exchange) -> Capture:
        """Store a request and its response; if the payload is stored already, the response becomes a revisit of it.

        An identical observation (address, second and payload) is not stored twice: its first capture is returned.
        """
        response = exchange.response
        payload = sha256(response.body)
        captured_at = _whole_second(exchange.fetched_at)
        known = self._originals.find(payload) if response.body else None
        if known and known.id == capture_id(response.url, captured_at, payload):
            return replace(known, headers=response.headers)
        record_id = _new_record_id()
        named = _named(response.url, captured_at, "WARC-IP-Address", exchange.address)
        parts: list[bytes] = []
        if exchange.request:
            asked = {**named, "WARC-Concurrent-To": record_id}
            parts.append(_pack("request", asked, "application/http;msgtype=request", exchange.request))
        head = write_head(exchange)
        named |= {"WARC-Record-ID": record_id, "WARC-Payload-Digest": f"sha256:{payload}"}
        if known:
            named |= _refer_to(known)
            parts.append(_pack("revisit", named, "application/http;msgtype=response", head))
        else:
            parts.append(_pack("response", named, "application/http;msgtype=response", head + response.body))
        return self._observed(self._append(parts, origin=None)[-1])

    def write_resource(self, url: str, content: bytes, media_type: str, captured_at: datetime) -> Capture:
        """Store an imported file as one resource record. A file stored before under this address is not stored twice."""
        payload = sha256(content)
        known = self._originals.find(payload)
        if known and known.url == url:
            return replace(known, headers=(("Content-Type", media_type),))
        named = _named(url, _whole_second(captured_at), "WARC-Payload-Digest", f"sha256:{payload}")
        return self._observed(self._append([_pack("resource", named, media_type, content)], origin=None)[-1])

    def write_file(self, url: str, path: Path, media_type: str, captured_at: datetime) -> Capture:
        """Store a file as ``write_resource`` does, without holding it in memory."""
        payload, size = hash_file(path)
        known = self._originals.find(payload)
        if known and known.url == url:
            return replace(known, headers=(("Content-Type", media_type),))
        named = _named(url, _whole_second(captured_at), "WARC-Payload-Digest", f"sha256:{payload}")
        self._append([], origin=None)
        record = self._stream_member(_write_record_head("resource", named, media_type, payload, size), path)
        return self._observed(record)

    def _stream_member(self, head: bytes, path: Path) -> StoredRecord:
        """Write one large member while compressing it, and return it as read back from the disk."""
        assert self._stream is not None
        self._whole = False
        length = 0
        for piece in _compress_pieces(chain([head], _read_pieces(path), [_RECORD_END])):
            length += self._stream.write(piece)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        record = check_large(self._open, self.path, self._offset, length)
        self._whole = True
        self._offset += length
        self.ledger.append(record.entry(None))
        return record

    def copy_record(self, raw_member: bytes, origin: str) -> Capture | None:
        """Copy another archive's record unchanged (a plain one is compressed); returns its capture, None if it holds none.

        Raises WarcError, with nothing written, if the record is damaged or its original is missing.
        """
        raw = raw_member if raw_member.startswith(b"\x1f\x8b") else _compress(raw_member)
        observe(check_record(raw, origin, 0), origin, self._originals)
        stored = self._append([raw], origin=origin)[-1]
        observed = observe(stored, origin, self._originals)
        if observed is None:
            return None
        self._originals.add(observed[0], stored)
        return observed[0]

    def write_note(self, url: str, fields: Mapping[str, Any], *, noted_at: datetime | None = None) -> WarcRecord:
        """Store a metadata record in JSON: how a lead ended without a capture. Returns its ledger entry."""
        named = _named(url, _whole_second(noted_at or datetime.now(UTC)))
        block = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
        return self._append([_pack("metadata", named, "application/json", block)], origin=None)[-1].entry()

    def _observed(self, record: StoredRecord) -> Capture:
        observed = observe(record, None, self._originals)
        if observed is None:
            raise StorageError(f"{self.path}, byte {record.pointer.offset}: what was written as a capture is not read as one.")
        self._originals.add(observed[0])
        return observed[0]

    def _append(self, members: list[bytes], *, origin: str | None) -> list[StoredRecord]:
        """Write members, after a warcinfo record if the origin changes; sync, and return them as read back from the bytes."""
        if not self.ledger or origin != self._origin:
            members = [self._describe(origin), *members]
            self._origin = origin
        if self._stream is None:
            self._stream = self._create()
        self._whole = False
        self._stream.write(b"".join(members))
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._whole = True
        records = []
        for member in members:
            record = check_record(member, self.path, self._offset)
            self._offset += len(member)
            records.append(record)
            self.ledger.append(record.entry(origin))
        return records

    def _create(self) -> IO[bytes]:
        if self._target.exists():
            raise StorageError(f"{self._target} is there already and is never written again; choose another name.")
        self._target.parent.mkdir(parents=True, exist_ok=True)
        try:
            stream = self._open.open("xb")
        except FileExistsError:
            raise StorageError(f"{self._open} was left by a run that broke off; run `onrecord recover` first.") from None
        sync_folder(self._target.parent)
        return stream

    def _describe(self, origin: str | None) -> bytes:
        """Make the warcinfo record that describes the records after it."""
        fields = {"software": self._software, "format": "WARC File Format 1.1", ORIGIN_FIELD: origin}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
        named = {"WARC-Date": _format_date(datetime.now(UTC)), "WARC-Filename": Path(self.path).name}
        return _pack("warcinfo", named, "application/warc-fields", lines.encode())


def hash_file(path: Path) -> tuple[Sha256, int]:
    """Return the SHA-256 and the size in bytes of a file, reading it in pieces."""
    digest, size = hashlib.sha256(), 0
    for piece in _read_pieces(path):
        digest.update(piece)
        size += len(piece)
    return Sha256(digest.hexdigest()), size


def _read_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def sync_folder(folder: Path) -> None:
    """Sync a folder's entries to disk, so that a new or renamed file survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pack(record_type: str, named: Mapping[str, str], content_type: str, block: bytes) -> bytes:
    """Write one record as a gzip member, with the SHA-256 of its block."""
    return _compress(_write_record_head(record_type, named, content_type, sha256(block), len(block)) + block + _RECORD_END)


def _write_record_head(record_type: str, named: Mapping[str, str], content_type: str, digest: Sha256, size: int) -> bytes:
    """Write the head of a record in warcio's syntax."""
    fields = [("WARC-Type", record_type), *named.items(), ("WARC-Block-Digest", f"sha256:{digest}")]
    if "WARC-Record-ID" not in named:
        fields.insert(1, ("WARC-Record-ID", _new_record_id()))
    fields += [("Content-Type", content_type), ("Content-Length", str(size))]
    # warcio's own writer would omit the block of a revisit, so it writes only the head.
    head: bytes = StatusAndHeaders("", fields, protocol=WARC_VERSION).to_bytes(encoding="utf-8")
    return head


def _compress(content: bytes) -> bytes:
    return b"".join(_compress_pieces([content]))


def _compress_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(_COMPRESSION_LEVEL, zlib.DEFLATED, _GZIP)
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()


def _named(url: str, captured_at: datetime, name: str = "", value: str | None = None) -> dict[str, str]:
    if not url.isprintable():
        raise StorageError(f"The address {url!r} holds control characters; expected one that fits on a line.")
    named = {"WARC-Target-URI": url, "WARC-Date": _format_date(captured_at)}
    return {**named, name: value} if name and value else named


def _refer_to(known: Capture) -> dict[str, str]:
    return {
        "WARC-Profile": _REVISIT_PROFILE,
        "WARC-Refers-To-Target-URI": known.url,
        "WARC-Refers-To-Date": _format_date(known.captured_at),
    }


def _new_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _whole_second(instant: datetime) -> datetime:
    """Return an aware instant in UTC to the whole second, the precision of a capture's identity."""
    if instant.tzinfo is None:
        raise ValueError(f"the instant {instant} has no zone; captures keep aware UTC instants only")
    return instant.astimezone(UTC).replace(microsecond=0)


def _format_date(instant: datetime) -> str:
    """Write a WARC-Date, one that is read again: a file with another could be written, and never loaded."""
    if not FIRST_YEAR <= instant.year < MAXYEAR:
        raise StorageError(f"A record cannot be dated {instant}, expected an instant since {FIRST_YEAR}: look at the clock.")
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
