"""Read a WARC record that is too large for memory, in pieces, with its digests checked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from storage.captures.digests import DigestCheck
from storage.captures.members import CHUNK, GZIP, LARGE_CHUNK
from storage.captures.stored import LargeBlock, StoredRecord
from storage.captures.warc_heads import HEAD_END, MOST_HEAD_BYTES, parse_named, read_length
from storage.errors import WarcError
from storage.model import Sha256, WarcPointer


def check_large(file: Path, path: str, offset: int, length: int) -> StoredRecord:
    """Make a record from a gzip member too large for memory, and check the digest of its block, as ``check_record`` does."""
    where = f"{path}, byte {offset}"
    named, start = _read_large_head(file, offset, length, where)
    stored = hashlib.sha256()
    for raw in _read_stored(file, offset, length):
        stored.update(raw)
    size = read_length(named, where)
    pieces = partial(_read_block, file, offset, length, start, size)
    stated = named.get("warc-block-digest", "")
    check, block = DigestCheck(stated), hashlib.sha256()
    found = 0
    for piece in pieces():
        check.update(piece)
        block.update(piece)
        found += len(piece)
    if found < size or (stated and not check.agrees()):
        raise WarcError(f"{where}: the block is not the one whose digest is {stated}. The record was altered.")
    pointer = WarcPointer(path=path, offset=offset, length=length, sha256=Sha256(stored.hexdigest()))
    large = LargeBlock(sha256=Sha256(block.hexdigest()), length=size, pieces=pieces)
    return StoredRecord(pointer=pointer, raw=b"", named=named, block=b"", large=large)


def _read_large_head(file: Path, offset: int, length: int, where: str) -> tuple[Mapping[str, str], int]:
    """Read the named fields of a record, and the unpacked offset at which its block begins."""
    content = b""
    for piece in _unpack_pieces(file, offset, length):
        content += piece
        end = content.find(HEAD_END)
        if end >= 0:
            return parse_named(content[:end]), end + len(HEAD_END)
        if len(content) > MOST_HEAD_BYTES:
            break
    raise WarcError(f"{where}: the head of the record has no end.")


def _read_stored(file: Path, offset: int, length: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(offset)
        while length > 0 and (raw := stream.read(min(CHUNK, length))):
            length -= len(raw)
            yield raw


def _unpack_pieces(file: Path, offset: int, length: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(GZIP)
    for raw in _read_stored(file, offset, length):
        while raw:
            yield decoder.decompress(raw, LARGE_CHUNK)
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
