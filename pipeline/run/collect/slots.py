"""Name the locks of files that are copied into the archive, by what is in the files: equal content has the same lock."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from pipeline.file_kinds import find_odd_kind

_SLOTS = 256
_LARGE_BYTES = 64 << 20
"""Content larger than this is known by its length alone: large files of the same length are rare, and reading one takes
seconds. In bytes."""
_CHUNK_BYTES = 1 << 20
"""Bytes read at a time. Chosen by hand."""
_TORN_ZIP = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError)


def name_slots(files: Iterable[Path]) -> set[str]:
    """Name the locks of files and of what is in those that are zips: a part of a zip counts as the same file by itself.

    There are 256 names, so different content has the same one now and then. Files that cannot be read have none.
    """
    return {
        f"{_fold(length, crc):02x}" for path in files if find_odd_kind(path) is None for length, crc in _list_contents(path)
    }


def _list_contents(path: Path) -> Iterator[tuple[int, int]]:
    """Yield length and CRC-32 of a file, and of each file in it if it is a zip, as its directory states them."""
    try:
        length = path.stat().st_size
        yield length, _checksum(path) if length <= _LARGE_BYTES else 0
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                for member in package.infolist():
                    if not member.is_dir():
                        yield member.file_size, member.CRC if member.file_size <= _LARGE_BYTES else 0
    except (OSError, *_TORN_ZIP):
        return


def _checksum(path: Path) -> int:
    crc = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            crc = crc32(chunk, crc)
    return crc


def _fold(length: int, crc: int) -> int:
    return crc32(b"%d %d" % (length, crc)) % _SLOTS
