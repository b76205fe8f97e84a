"""Read WARC records from bytes: gzip members or plain, one after another or by offset, each with its digests checked.

warcio defines the form of a record, but reading uses zlib directly: a torn last record or a flipped bit must raise here, while
warcio's iterator ends silently or passes it on.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, overload

from storage.errors import WarcError
from storage.model import RecordType, Sha256, WarcPointer, WarcRecord
from storage.model.identity import sha256

MOST_RECORD_BYTES = 1 << 30
"""The largest record that is unpacked, in bytes: a gzip member that unpacks to more counts as a decompression bomb."""

MOST_HELD_BYTES = 1 << 24
"""The largest imported file that is held in memory, in bytes."""

_CHUNK = 1 << 16
_LARGE_CHUNK = 1 << 20
_GZIP = zlib.MAX_WBITS + 16
_GZIP_MAGIC = b"\x1f\x8b"
_HEAD_END = b"\r\n\r\n"
_MAX_HEAD_BYTES = 1 << 20
_MAX_SEPARATOR_BYTES = 16
_MAX_DIGITS = 20  # of a length; Python reads no number of thousands of digits


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


def check_large(file: Path, path: str, offset: int, length: int) -> StoredRecord:
    """Make a record from a gzip member too large for memory, and check the digest of its block, as ``check_record`` does."""
    where = f"{path}, byte {offset}"
    named, start = _read_large_head(file, offset, length, where)
    stored, block = hashlib.sha256(), hashlib.sha256()
    for raw in _read_stored(file, offset, length):
        stored.update(raw)
    size = _content_length(named, where)
    pieces = partial(_read_block, file, offset, length, start, size)
    found = 0
    for piece in pieces():
        block.update(piece)
        found += len(piece)
    digest = Sha256(block.hexdigest())
    stated = named.get("warc-block-digest", "")
    if found < size or (stated.startswith("sha256:") and stated.removeprefix("sha256:") != digest):
        raise WarcError(f"{where}: the block is not the one whose digest is {stated}. The record was altered.")
    pointer = WarcPointer(path=path, offset=offset, length=length, sha256=Sha256(stored.hexdigest()))
    return StoredRecord(
        pointer=pointer, raw=b"", named=named, block=b"", large=LargeBlock(sha256=digest, length=size, pieces=pieces)
    )


def _read_large_head(file: Path, offset: int, length: int, where: str) -> tuple[Mapping[str, str], int]:
    """Read the named fields of a record, and the unpacked offset at which its block begins."""
    content = b""
    for piece in _unpack_pieces(file, offset, length):
        content += piece
        end = content.find(_HEAD_END)
        if end >= 0:
            return parse_named(content[:end]), end + len(_HEAD_END)
        if len(content) > _MAX_HEAD_BYTES:
            break
    raise WarcError(f"{where}: the head of the record has no end.")


def _read_stored(file: Path, offset: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(offset)
        while length > 0 and (raw := stream.read(min(_CHUNK, length))):
            length -= len(raw)
            yield raw


def _unpack_pieces(file: Path, offset: int, length: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(_GZIP)
    for raw in _read_stored(file, offset, length):
        while raw:
            yield decoder.decompress(raw, _LARGE_CHUNK)
            raw = decoder.unconsumed_tail
    yield decoder.flush()


def _read_block(file: Path, offset: int, length: int, start: int, size: int) -> Iterator[bytes]:
    """Read ``size`` unpacked bytes from offset ``start``."""
    for piece in _unpack_pieces(file, offset, length):
        skipped = min(start, len(piece))
        start -= skipped
        part = piece[skipped : skipped + size]
        size -= len(part)
        if part:
            yield part


def locate(root: Path, path: str) -> Path:
    """Return the file of a pointer's path. Raises WarcError for a path outside the root."""
    if path.startswith("/") or ".." in Path(path).parts:
        raise WarcError(f"The WARC path {path!r} leaves {root}: expected a path below it.")
    return root / path


@overload
def split_members(stream: IO[bytes], where: str) -> Iterator[tuple[int, bytes]]: ...
@overload
def split_members(stream: IO[bytes], where: str, *, most_held: int) -> Iterator[tuple[int, bytes | int]]: ...
def split_members(stream: IO[bytes], where: str, *, most_held: int = MOST_RECORD_BYTES) -> Iterator[tuple[int, bytes | int]]:
    """Split a WARC file into its stored records, from the stream's position on: (offset, exact bytes), together every byte.

    For a compressed record that unpacks to more than ``most_held`` only the length is yielded. Raises WarcError at a torn or
    damaged record, after the whole ones before it.
    """
    offset = stream.tell()
    start = stream.read(2)
    stream.seek(offset)
    if start and start != _GZIP_MAGIC:
        yield from _split_plain(stream, where)
        return
    pending = b""
    while True:
        raw, length, pending = _take_member(stream, pending, f"{where}, byte {offset}", most_held)
        if not length:
            return
        yield offset, length if raw is None else raw
        offset += length


def _take_member(stream: IO[bytes], pending: bytes, where: str, most_held: int) -> tuple[bytes | None, int, bytes]:
    """Take one gzip member from the pending bytes and the stream: (its bytes, None if they are too many; their number; what
    was read beyond them)."""
    decoder = zlib.decompressobj(_GZIP)
    taken: list[bytes] = []
    unpacked = length = 0
    while not decoder.eof:
        chunk = pending or stream.read(_CHUNK)
        pending = b""
        if not chunk:
            if length:
                raise WarcError(
                    f"{where}: the file ends inside a record. `onrecord recover` cuts it back to the last whole one."
                )
            return b"", 0, b""
        try:
            unpacked += len(decoder.decompress(chunk, MOST_RECORD_BYTES - unpacked))
        except zlib.error as error:
            raise WarcError(f"{where}: not a whole gzip member ({error}). `onrecord recover` saves the whole ones.") from error
        if decoder.unconsumed_tail:
            raise WarcError(f"{where}: the record unpacks to more than {MOST_RECORD_BYTES} bytes; expected no such record.")
        length += len(chunk)
        if unpacked <= most_held:
            taken.append(chunk)
        else:
            taken.clear()
    beyond = decoder.unused_data
    length -= len(beyond)
    return b"".join(taken)[:length] if taken else None, length, beyond


def _split_plain(stream: IO[bytes], where: str) -> Iterator[tuple[int, bytes]]:
    """Split an uncompressed WARC file into records by their Content-Length, and by where the next one begins.

    Records are separated by two line ends; files with one or three are accepted.
    """
    offset = stream.tell()
    while True:
        head = _read_head(stream, f"{where}, byte {offset}")
        if not head:
            return
        length = _content_length(parse_named(head), f"{where}, byte {offset}")
        block = _read_up_to(stream, length)
        if len(block) < length:
            raise WarcError(f"{where}, byte {offset}: the file ends inside a record, {length} bytes were expected.")
        rest = _read_line_ends(stream)
        if not rest and stream.read(1):
            raise WarcError(f"{where}, byte {offset}: no line end after the {length} bytes that the head of the record states.")
        yield offset, head + block + rest
        offset += len(head) + length + len(rest)


def _read_up_to(stream: IO[bytes], length: int) -> bytes:
    """Read bytes a chunk at a time: memory is asked for as they come, not as a head announces them."""
    parts: list[bytes] = []
    while length > 0 and (part := stream.read(min(_LARGE_CHUNK, length))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _read_line_ends(stream: IO[bytes]) -> bytes:
    """Read the line ends before the next record."""
    start = stream.tell()
    rest = stream.read(_MAX_SEPARATOR_BYTES)
    ends = rest[: len(rest) - len(rest.lstrip(b"\r\n"))]
    stream.seek(start + len(ends))
    return ends


def _read_head(stream: IO[bytes], where: str) -> bytes:
    lines: list[bytes] = []
    size = 0
    for line in iter(lambda: stream.readline(_MAX_HEAD_BYTES), b""):
        lines.append(line)
        size += len(line)
        if line in (b"\r\n", b"\n"):
            return b"".join(lines)
        if size > _MAX_HEAD_BYTES or not lines[0].startswith(b"WARC/"):
            break
    if lines:
        raise WarcError(f"{where}: found {lines[0][:40]!r}, expected the head of a WARC record.")
    return b""


def unpack(raw: bytes, where: str) -> bytes:
    """Unpack a record's stored bytes; plain ones are returned unchanged. Raises WarcError if they are not a whole member."""
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    decoder = zlib.decompressobj(_GZIP)
    try:
        content = decoder.decompress(raw, MOST_RECORD_BYTES)
    except zlib.error as error:
        raise WarcError(f"{where}: not a whole gzip member ({error}).") from error
    if not decoder.eof or decoder.unused_data:
        raise WarcError(f"{where}: expected exactly one gzip member of at most {MOST_RECORD_BYTES} bytes.")
    return content


def parse_named(head: bytes) -> dict[str, str]:
    """Read the named fields of a record's head; names in lower case, the first of a repeated name kept."""
    text = head.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ")
    lines = text.split("\r\n") if "\r\n" in text else text.split("\n")
    named: dict[str, str] = {"": lines[0]}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            named.setdefault(name.strip().lower(), value.strip())
    return named


def _record(raw: bytes, content: bytes, pointer: WarcPointer) -> StoredRecord:
    """Make a record from its unpacked content."""
    where = f"{pointer.path}, byte {pointer.offset}"
    if not content.startswith(b"WARC/"):
        raise WarcError(f"{where}: found {content[:20]!r}, expected the head of a WARC record.")
    end = content.find(_HEAD_END)
    gap = len(_HEAD_END)
    if end < 0:
        end, gap = content.find(b"\n\n"), 2
    if end < 0:
        raise WarcError(f"{where}: the head of the record has no end.")
    named = parse_named(content[:end])
    length = _content_length(named, where)
    block = content[end + gap : end + gap + length]
    rest = content[end + gap + length :]
    if len(block) < length or rest.strip(b"\r\n"):
        raise WarcError(
            f"{where}: the block is {len(block) + len(rest)} bytes long, its head says {length}. "
            "Expected one whole record to a gzip member."
        )
    return StoredRecord(pointer=pointer, raw=raw, named=named, block=block)


def _content_length(named: Mapping[str, str], where: str) -> int:
    stated = named.get("content-length", "")
    if not (stated.isascii() and stated.isdigit()):
        raise WarcError(f"{where}: Content-Length is {stated[:40]!r}, expected a number of bytes.")
    length = int(stated[:_MAX_DIGITS])
    if length > MOST_RECORD_BYTES:
        raise WarcError(f"{where}: Content-Length is {stated[:_MAX_DIGITS]}, expected at most {MOST_RECORD_BYTES} bytes.")
    return length


_ALGORITHMS = {"sha256": 64, "sha-256": 64, "sha1": 40, "sha-1": 40, "md5": 32, "sha512": 128, "sha-512": 128}


def read_digest(stated: str) -> tuple[str, bytes] | None:
    """Read a digest as written in a WARC, in base 16 or base 32: its algorithm and value; None if it is of no known form."""
    algorithm, _, value = stated.strip().partition(":")
    digits = _ALGORITHMS.get(algorithm.lower())
    if digits is None:
        return None
    try:
        found = bytes.fromhex(value) if len(value) == digits else base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except ValueError:
        return None
    return algorithm.lower().replace("-", ""), found


def digest_agrees(stated: str, content: bytes) -> bool:
    """Say whether a digest as written in a WARC (``sha256:...`` in base 16 or base 32) matches the content.

    A digest of an unknown algorithm counts as a match.
    """
    algorithm, _, value = stated.strip().partition(":")
    digits = _ALGORITHMS.get(algorithm.lower())
    if digits is None:
        return True
    found = hashlib.new(algorithm.lower().replace("-", ""), content, usedforsecurity=False).digest()
    if len(value) == digits:
        return found.hex() == value.lower()
    try:
        return base64.b32decode(value.upper() + "=" * (-len(value) % 8)) == found
    except ValueError:
        return False
