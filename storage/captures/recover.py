"""Repair WARC files that a crash left open: cut them back to their whole records and rename them.

No whole record is lost: if bytes in the middle of a file are damaged, the records after them are kept too, and the damaged
file is kept beside the recovered one for inspection.
"""

from __future__ import annotations

import mmap
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.captures.records import check_record
from storage.captures.write import OPEN_SUFFIX, sync_folder
from storage.errors import StorageError, WarcError
from storage.model import Span

DAMAGED_SUFFIX = ".damaged"
"""The suffix of a file that was kept because its middle is damaged."""

_MAGIC = b"\x1f\x8b\x08"
_HEAD = b"WARC/"
_PASSING = ".recovering"
_CHUNK = 1 << 16
"""Bytes unpacked at a time. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """The result for one open file: its path below the root, the records kept and the bytes dropped.

    ``path`` is None if it held no capture and was removed.
    """

    name: str
    path: str | None
    records: int
    kept_bytes: int
    lost_bytes: int


def recover(root: Path) -> tuple[Recovered, ...]:
    """Recover every open WARC file below the root. Safe to run again.

    Call it only while no writer is active: a file being written cannot be distinguished from one left by a crash.
    """
    return tuple(recover_file(root, path) for path in sorted(root.rglob(f"*.warc.gz{OPEN_SUFFIX}")))


def recover_file(root: Path, left: Path) -> Recovered:
    """Recover one open WARC file. Call it only while its writer is not active."""
    left.with_name(left.name + _PASSING).unlink(missing_ok=True)
    target = left.with_name(left.name.removesuffix(OPEN_SUFFIX))
    name = str(left.relative_to(root))
    if target.exists():
        raise StorageError(f"{left} and {target} are both there; expected one. Look at both and move one away.")
    size = left.stat().st_size
    whole = list(_find_in_file(left, size))
    kept = sum(length for _, length in whole)
    if all(_is_description(left, span) for span in whole):
        left.unlink()
        sync_folder(left.parent)
        return Recovered(name=name, path=None, records=0, kept_bytes=0, lost_bytes=size)
    if whole[-1][0] + whole[-1][1] == kept:
        _cut(left, kept)
    else:
        _rebuild(left, target, whole)
    left.replace(target)
    sync_folder(left.parent)
    path = str(target.relative_to(root))
    return Recovered(name=name, path=path, records=len(whole), kept_bytes=kept, lost_bytes=size - kept)


def _find_in_file(path: Path, size: int) -> Iterator[Span]:
    if size == 0:
        return
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield from find_whole_records(content, str(path))


def find_whole_records(content: bytes | mmap.mmap, where: str) -> Iterator[Span]:
    """Yield offset and length of every whole record in a gzip WARC file, skipping damaged bytes between them."""
    at = content.find(_MAGIC)
    while at >= 0:
        length = _whole_length(content, at, where)
        if length:
            yield at, length
        at = content.find(_MAGIC, at + (length or 1))


def _whole_length(content: bytes | mmap.mmap, at: int, where: str) -> int | None:
    """Return the length of the stored record at an offset; None if it is torn, altered or not a record."""
    decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
    end = at
    try:
        while not decoder.eof and end < len(content):
            chunk = content[end : end + _CHUNK]
            unpacked = decoder.decompress(chunk)
            if end == at and unpacked and not unpacked.startswith(_HEAD):
                return None
            end += len(chunk)
        if not decoder.eof:
            return None
        length = end - at - len(decoder.unused_data)
        check_record(content[at : at + length], where, at)
    except (zlib.error, WarcError):
        return None
    return length


def _is_description(path: Path, span: Span) -> bool:
    with path.open("rb") as stream:
        stream.seek(span[0])
        return check_record(stream.read(span[1]), str(path), span[0]).type == "warcinfo"


def _cut(left: Path, length: int) -> None:
    with left.open("r+b") as stream:
        stream.truncate(length)
        stream.flush()
        os.fsync(stream.fileno())


def _rebuild(left: Path, target: Path, whole: list[Span]) -> None:
    """Replace a damaged file by its whole records, and keep the damaged file beside it under another name."""
    passing = left.with_name(left.name + _PASSING)
    with left.open("rb") as source, passing.open("wb") as stream:
        for offset, length in whole:
            source.seek(offset)
            stream.write(source.read(length))
        stream.flush()
        os.fsync(stream.fileno())
    damaged = target.with_name(target.name + DAMAGED_SUFFIX)
    if not damaged.exists():
        os.link(left, damaged)
    passing.replace(left)
