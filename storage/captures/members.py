"""Split a WARC file into its stored records, gzip members or plain, and unpack them.

warcio defines the form of a record, but reading uses zlib directly: a torn last record or a flipped bit must raise here, while
warcio's iterator ends silently or passes it on.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, overload

from storage.captures.warc_heads import MOST_HEAD_BYTES, MOST_RECORD_BYTES, parse_named, read_length
from storage.errors import WarcError

GZIP = zlib.MAX_WBITS + 16
"""The window that makes zlib read the gzip format (see ``zlib.decompressobj``)."""

CHUNK = 1 << 16
"""Bytes read at a time where little is wanted. Chosen by hand."""
LARGE_CHUNK = 1 << 20
"""The same where all is wanted: fewer calls."""

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_SEPARATOR_BYTES = 16
"""The bytes behind a record in which its two line ends are looked for. Some writers set more than WARC 1.1, section 4, asks
for."""


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
    decoder = zlib.decompressobj(GZIP)
    taken: list[bytes] = []
    unpacked = length = 0
    while not decoder.eof:
        chunk = pending or stream.read(CHUNK)
        pending = b""
        if not chunk:
            if length:
                raise WarcError(
                    f"{where}: the file ends inside a record. Copy it again; if it is whole nowhere, `onrecord import` of it "
                    "saves the whole records."
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
        length = read_length(parse_named(head), f"{where}, byte {offset}")
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
    while length > 0 and (part := stream.read(min(LARGE_CHUNK, length))):
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
    for line in iter(lambda: stream.readline(MOST_HEAD_BYTES), b""):
        lines.append(line)
        size += len(line)
        if line in (b"\r\n", b"\n"):
            return b"".join(lines)
        if size > MOST_HEAD_BYTES or not lines[0].startswith(b"WARC/"):
            break
    if lines:
        raise WarcError(f"{where}: found {lines[0][:40]!r}, expected the head of a WARC record.")
    return b""


def unpack(raw: bytes, where: str) -> bytes:
    """Unpack a record's stored bytes; plain ones are returned unchanged. Raises WarcError if they are not a whole member."""
    if not raw.startswith(_GZIP_MAGIC):
        return raw
    decoder = zlib.decompressobj(GZIP)
    try:
        content = decoder.decompress(raw, MOST_RECORD_BYTES)
    except zlib.error as error:
        raise WarcError(f"{where}: not a whole gzip member ({error}).") from error
    if not decoder.eof or decoder.unused_data:
        raise WarcError(f"{where}: expected exactly one gzip member of at most {MOST_RECORD_BYTES} bytes.")
    return content
