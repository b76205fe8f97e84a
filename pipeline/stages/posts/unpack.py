"""Packed dumps: gzip, xz and bzip2 streams, and zip files such as X's account archives."""

from __future__ import annotations

import bz2
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO, Protocol

from pipeline.errors import ParseError

_CHUNK = 1 << 20
_MAX_RATIO = 200
"""At most this compression ratio: no dump of posts packs better; a higher one counts as a decompression bomb."""

_ZIP = b"PK\x03\x04"
_READ = (".json", ".jsonl", ".ndjson", ".js", ".csv", ".tsv")


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def _gzip() -> _Unpacker:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


_PACKINGS: dict[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b": _gzip,
    b"\xfd7zXZ\x00": lzma.LZMADecompressor,
    b"BZh": bz2.BZ2Decompressor,
}


def is_zip(head: bytes) -> bool:
    """Say whether bytes begin a zip file."""
    return head.startswith(_ZIP)


def is_packed(head: bytes) -> bool:
    """Say whether bytes begin a gzip, xz or bzip2 stream."""
    return any(head.startswith(magic) for magic in _PACKINGS)


def unpack(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip, xz or bzip2, detected from the first bytes; other bytes pass through. Raises ParseError on bombs and torn
    streams."""
    pieces = iter(chunks)
    head = next(pieces, b"")
    start = next((start for magic, start in _PACKINGS.items() if head.startswith(magic)), None)
    packed = chain([head], pieces)
    if start is None:
        return packed
    return _unpack(packed, start)


def _unpack(packed: Iterable[bytes], start: Callable[[], _Unpacker]) -> Iterator[bytes]:
    """Unpack concatenated streams, as tools that pack in parts write them; bytes that are not a stream end them."""
    unpacker = start()
    taken = given = 0
    for small in _small(packed):
        taken += len(small)
        while small:
            if unpacker.eof:
                unpacker = start()
            out, small = _decompress(unpacker, small)
            given += len(out)
            if given > _MAX_RATIO * taken + _CHUNK:
                raise ParseError("bomb", f"{taken} packed bytes became over {given}: no dump of posts; left unread")
            if out:
                yield out
    if not unpacker.eof:
        raise ParseError("torn", f"the packed dump ends early, after {taken} bytes; fetch it again")


def _small(packed: Iterable[bytes]) -> Iterator[bytes]:
    return (piece[at : at + 65_536] for piece in packed for at in range(0, len(piece), 65_536))


def _decompress(unpacker: _Unpacker, small: bytes) -> tuple[bytes, bytes]:
    """Unpack some bytes: (their content, the bytes after the end of the stream; zero padding is ignored)."""
    try:
        out = unpacker.decompress(small)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise ParseError("torn", f"the packed dump is torn or not what it begins as: {error}; fetch it again") from error
    return out, unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""


def iterate_members(stream: IO[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Iterate over the files of a zip that can hold posts, by name: (name, its bytes as a stream)."""
    try:
        packed = zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise ParseError("torn", f"the zip file is torn: {error}; fetch it again") from error
    with packed:
        for member in sorted(packed.infolist(), key=lambda member: member.filename):
            name = member.filename
            if member.is_dir() or not name.lower().endswith(_READ) or "__MACOSX" in name:
                continue
            if member.file_size > _MAX_RATIO * member.compress_size + _CHUNK:
                raise ParseError("bomb", f"{name}: {member.compress_size} bytes would become {member.file_size}; left unread")
            yield name, _read_member(packed, member)


def _read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with packed.open(member) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except (zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise ParseError("torn", f"{member.filename}: torn or locked by a password: {error}") from error
