"""Read captures back: a whole WARC in file order, or one capture's payload by its pointer."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from storage.captures.http import split_message
from storage.captures.members import split_members, unpack
from storage.captures.observe import Elsewhere, Originals, Resolve, observe, read_warc_date
from storage.captures.records import iterate_records, read_record
from storage.captures.salvage import find_next
from storage.captures.stored import StoredRecord
from storage.captures.warc_heads import parse_named
from storage.captures.write import ORIGIN_FIELD
from storage.errors import WarcError
from storage.model import Capture, RecordType, Response, WarcRecord
from storage.model.identity import sha256
from storage.text.untrusted_json import load_json

Load = Callable[[str], Capture | None]
"""Finds a capture by its id."""

LIST_NOTE = "list"
"""The field of a note that names the addresses requested as a list of leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A lead that ended without a capture, as noted in the WARC."""

    url: str
    noted_at: datetime
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The next thing a WARC holds, with the ledger of the records since the one before.

    A capture with its response, or a note, or a ``problem`` (a copied revisit whose original is missing), or, at the end of
    the file, only the ledger of its last records.
    """

    ledger: tuple[WarcRecord, ...]
    capture: Capture | None = None
    response: Response | None = None
    note: Note | None = None
    problem: str | None = None


def read_warc(root: Path, path: str, *, resolve: Resolve | None = None, elsewhere: Elsewhere | None = None) -> Iterator[Found]:
    """Yield the content of a WARC file, in file order; the ledgers account for every byte.

    ``resolve`` and ``elsewhere`` find the originals of revisits in other files.
    Raises WarcError at a torn or altered record.
    """
    originals = Originals(resolve, elsewhere)
    origin: str | None = None
    ledger: list[WarcRecord] = []
    for record in iterate_records(root, path):
        origin = _next_origin(record, origin)
        ledger.append(record.entry(origin))
        found = _find(root, record, origin, originals)
        if found:
            yield replace(found, ledger=tuple(ledger))
            ledger = []
    if ledger:
        yield Found(ledger=tuple(ledger))


def read_captures(root: Path, path: str, *, resolve: Resolve | None = None) -> Iterator[tuple[Capture, Response]]:
    """Yield the captures of a WARC file with their responses, in file order, digests checked and revisits resolved."""
    for found in read_warc(root, path, resolve=resolve):
        if found.capture and found.response:
            yield found.capture, found.response


def read_payload(root: Path, capture: Capture, *, load: Load | None = None) -> bytes:
    """Read a capture's payload from its stored record, checking the record's digest and the payload's.

    A revisit's payload is stored with the capture it refers to, which ``load`` finds by id. Raises WarcError if bytes are
    missing or altered.
    """
    stored = capture
    if capture.record_type is RecordType.REVISIT:
        original = load(capture.refers_to) if load and capture.refers_to else None
        if original is None:
            raise WarcError(f"Capture {capture.id} is a revisit of {capture.refers_to}, which the archive does not hold.")
        stored = original
    record = read_record(root, stored.pointer)
    body = record.block if stored.record_type is RecordType.RESOURCE else split_message(record.block)[2]
    if sha256(body) != capture.payload_sha256:
        raise WarcError(
            f"{stored.pointer.path}, byte {stored.pointer.offset}: the payload is not the one of capture {capture.id}; "
            f"expected SHA-256 {capture.payload_sha256}. Restore the file from a backup."
        )
    return body


def read_response(root: Path, capture: Capture, *, load: Load | None = None) -> Response:
    """Read a capture as the response it was."""
    body = read_payload(root, capture, load=load)
    return Response(url=capture.url, status=capture.status, headers=capture.headers, body=body, location=capture.location)


def iterate_members(path: Path) -> Iterator[bytes | WarcError]:
    """Yield the stored records of any WARC file, gzip or plain, for ``WarcWriter.copy_record``; in place of a damaged one,
    yield the error, then go on with the records after it.

    A gzip member with several records (some writers compress the whole file as one) is split into plain ones.
    """
    at: int | None = 0
    with path.open("rb") as stream:
        while at is not None:
            stream.seek(at)
            try:
                for at, raw in split_members(stream, path.name):
                    yield from _cut_member(raw, f"{path.name}, byte {at}")
                    at += len(raw)
                return
            except WarcError as error:
                yield error
                at = find_next(stream, at + 1)


def _cut_member(raw: bytes, where: str) -> Iterator[bytes | WarcError]:
    try:
        whole = list(split_members(io.BytesIO(unpack(raw, where)), where))
    except WarcError as error:
        yield error
        return
    if len(whole) == 1:
        yield raw
    else:
        yield from (plain for _, plain in whole)


def _next_origin(record: StoredRecord, origin: str | None) -> str | None:
    """Track our warcinfo records, which state the origin of the copied records after them; copied warcinfo has another name."""
    if record.type != "warcinfo" or record.named.get("warc-filename") != Path(record.pointer.path).name:
        return origin
    return parse_named(b"\r\n" + record.block).get(ORIGIN_FIELD)


def _find(root: Path, record: StoredRecord, origin: str | None, originals: Originals) -> Found | None:
    """Read the capture or note in a record; None for records that only accompany others."""
    if record.type == "metadata" and origin is None:
        return Found(ledger=(), note=_read_note(record))
    try:
        observed = observe(record, origin, originals)
    except WarcError as error:
        if origin is None or record.type != RecordType.REVISIT:
            raise
        return Found(ledger=(), problem=str(error))
    if observed is None:
        return None
    capture, response = observed
    if capture.record_type is RecordType.REVISIT:
        original = originals.find(capture.payload_sha256) or originals.find_referred(record)
        response = replace(response, body=read_payload(root, capture, load=lambda _: original))
    originals.add(capture, record)
    return Found(ledger=(), capture=capture, response=response)


def _read_note(record: StoredRecord) -> Note:
    where = f"{record.pointer.path}, byte {record.pointer.offset}"
    try:
        fields = load_json(record.block.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise WarcError(f"{where}: the note is no JSON ({error}).") from error
    if not isinstance(fields, dict):
        raise WarcError(f"{where}: the note is {type(fields).__name__}, expected a JSON object.")
    return Note(url=record.url or "", noted_at=read_warc_date(record.named.get("warc-date", "")), fields=fields)
