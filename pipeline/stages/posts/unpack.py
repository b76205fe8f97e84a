"""Packed dumps: gzip, xz and bzip2 streams, and zip files such as X's account archives."""

from __future__ import annotations

import bz2
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import SEEK_END
from itertools import chain
from typing import IO, Protocol

from pipeline.errors import ParseError

_CHUNK = 1 << 20
"""Bytes unpacked at a time; below this much a high ratio is no bomb. Chosen by hand."""
_MAX_RATIO = 200
"""At most this compression ratio: no dump of posts packs better; a higher one counts as a decompression bomb. Chosen by
hand."""

_SMALL = 1 << 13
"""This many packed bytes are unpacked at a time: an unpacker copies what stands behind the end of its stream. Chosen by
hand."""

_MAX_MEMORY = 256 << 20
"""What unpacking xz may take, in bytes; the strongest setting of the usual tool takes 65 MB."""

_MAX_MEMBERS = 100_000
"""A zip of more files is refused. Chosen by hand: above what an archive with media has."""

_ZIP = b"PK\x03\x04"
_READ = (".json", ".jsonl", ".ndjson", ".js", ".csv", ".tsv")


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class _Gzip:
    """A gzip stream's unpacker with the manners of those of xz and bzip2: what it could not unpack yet it keeps."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._full = False

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._full and not self._stream.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes:
        out = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self._full = len(out) == max_length
        return out


def _xz() -> _Unpacker:
    return lzma.LZMADecompressor(memlimit=_MAX_MEMORY)


_PACKINGS: dict[bytes, Callable[[], _Unpacker]] = {
    b"\x1f\x8b": _Gzip,
    b"\xfd7zXZ\x00": _xz,
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
            for out in _decompress(unpacker, small):
                given += len(out)
                if given > _MAX_RATIO * taken + _CHUNK:
                    raise ParseError("bomb", f"{taken} packed bytes became over {given}: no dump of posts; left unread")
                if out:
                    yield out
            # What stands behind the end of a stream is the next one; filling zeros are nothing.
            small = unpacker.unused_data.lstrip(b"\0") if unpacker.eof else b""
    if not unpacker.eof:
        raise ParseError("torn", f"the packed dump ends early, after {taken} bytes; fetch it again")


def _small(packed: Iterable[bytes]) -> Iterator[bytes]:
    return (piece[at : at + _SMALL] for piece in packed for at in range(0, len(piece), _SMALL))


def _decompress(unpacker: _Unpacker, small: bytes) -> Iterator[bytes]:
    """Unpack some bytes, never more than a chunk at a time."""
    try:
        yield unpacker.decompress(small, _CHUNK)
        while not unpacker.eof and not unpacker.needs_input:
            yield unpacker.decompress(b"", _CHUNK)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        raise ParseError("torn", f"the packed dump is torn or not what it begins as: {error}; fetch it again") from error


def iterate_members(stream: IO[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Iterate over the files of a zip that can hold posts, by name: (name, its bytes as a stream)."""
    try:
        packed = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ParseError("torn", f"the zip file is torn: {error}; fetch it again") from error
    with packed:
        members = packed.infolist()
        _check_members(members, stream.seek(0, SEEK_END))
        for member in sorted(members, key=lambda member: member.filename):
            name = member.filename
            if member.is_dir() or not name.lower().endswith(_READ) or "__MACOSX" in name:
                continue
            if member.file_size > _MAX_RATIO * member.compress_size + _CHUNK:
                raise ParseError("bomb", f"{name}: {member.compress_size} bytes would become {member.file_size}; left unread")
            yield name, _read_member(packed, member)


def _check_members(members: list[zipfile.ZipInfo], size: int) -> None:
    """Raise ParseError if the files of a zip lie over one another, as bombs have them, are too many, or are packed by a
    method whose unpacker Python cannot hold back."""
    if len(members) > _MAX_MEMBERS or sum(member.compress_size for member in members) > size:
        raise ParseError("bomb", f"the {len(members)} files in the zip overlap or are over {_MAX_MEMBERS}; left unread")
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            kind = f"method {member.compress_type}"
            raise ParseError("unknown packing", f"{member.filename}: packed by {kind}, expected deflate; pack it again")


def _read_member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with packed.open(member) as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise ParseError("torn", f"{member.filename}: torn or locked by a password: {error}") from error
