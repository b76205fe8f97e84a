"""Read WARC records from bytes, one after another or by pointer, each with its digests checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.captures.digests import digest_agrees
from storage.captures.large import check_large
from storage.captures.members import split_members, unpack
from storage.captures.stored import StoredRecord
from storage.captures.warc_heads import HEAD_END, parse_named, read_length
from storage.errors import WarcError
from storage.model import RecordType, WarcPointer
from storage.model.identity import sha256

MOST_HELD_BYTES = 1 << 24
"""The largest imported file that is held in memory, in bytes. Chosen by hand."""


def read_record(root: Path, pointer: WarcPointer) -> StoredRecord:
    """Read one record by its pointer. Raises WarcError if its bytes do not have the pointer's digest."""
    path = locate(root, pointer.path)
    try:
        with path.open("rb") as stream:
            stream.seek(pointer.offset)
            raw = stream.read(pointer.length)
    except FileNotFoundError:
        raise WarcError(
            f"{path} is not there; the archive points at its byte {pointer.offset}. Restore it from a backup."
        ) from None
    found = sha256(raw)
    if found != pointer.sha256:
        raise WarcError(
            f"{path}, byte {pointer.offset}: {len(raw)} of {pointer.length} bytes with SHA-256 {found}, expected "
            f"{pointer.sha256}. The record was altered or torn; restore the file from a backup."
        )
    return _record(raw, unpack(raw, f"{path}, byte {pointer.offset}"), pointer)


def iterate_records(root: Path, path: str) -> Iterator[StoredRecord]:
    """Yield every record of a WARC file below the root, in file order, with block digests checked.

    Raises WarcError at the first record that is torn, altered or of no known form.
    """
    file = locate(root, path)
    with file.open("rb") as stream:
        for offset, raw in split_members(stream, path, most_held=MOST_HELD_BYTES):
            yield check_record(raw, path, offset) if isinstance(raw, bytes) else _read_large(file, path, offset, raw)


def _read_large(file: Path, path: str, offset: int, length: int) -> StoredRecord:
    """Read a large record; only resources (imported files) can be read in pieces."""
    record = check_large(file, path, offset, length)
    if record.type == RecordType.RESOURCE:
        return record
    with file.open("rb") as stream:
        stream.seek(offset)
        return check_record(stream.read(length), path, offset)


def check_record(raw: bytes, path: str, offset: int) -> StoredRecord:
    """Make a record from its stored bytes and check the digest of its block. Raises WarcError if they disagree."""
    pointer = WarcPointer(path=path, offset=offset, length=len(raw), sha256=sha256(raw))
    record = _record(raw, unpack(raw, f"{path}, byte {offset}"), pointer)
    stated = record.named.get("warc-block-digest")
    if stated and not digest_agrees(stated, record.block):
        raise WarcError(f"{path}, byte {offset}: the block is not the one whose digest is {stated}. The record was altered.")
    return record


def locate(root: Path, path: str) -> Path:
    """Return the file of a pointer's path. Raises WarcError for a path outside the root, and for what is no file."""
    if path.startswith("/") or ".." in Path(path).parts:
        raise WarcError(f"The WARC path {path!r} leaves {root}: expected a path below it.")
    file = root / path
    if file.exists() and not file.is_file():
        raise WarcError(f"{path} is no file; expected a WARC file. Move it away, and restore the file from a backup.")
    return file


def _record(raw: bytes, content: bytes, pointer: WarcPointer) -> StoredRecord:
    """Make a record from its unpacked content."""
    where = f"{pointer.path}, byte {pointer.offset}"
    if not content.startswith(b"WARC/"):
        raise WarcError(f"{where}: found {content[:20]!r}, expected the head of a WARC record.")
    end = content.find(HEAD_END)
    gap = len(HEAD_END)
    if end < 0:
        end, gap = content.find(b"\n\n"), 2
    if end < 0:
        raise WarcError(f"{where}: the head of the record has no end.")
    named = parse_named(content[:end])
    length = read_length(named, where)
    block = content[end + gap : end + gap + length]
    rest = content[end + gap + length :]
    if len(block) < length or rest.strip(b"\r\n"):
        raise WarcError(
            f"{where}: the block is {len(block) + len(rest)} bytes long, its head says {length}. "
            "Expected one whole record to a gzip member."
        )
    return StoredRecord(pointer=pointer, raw=raw, named=named, block=block)
