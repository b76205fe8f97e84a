"""Find where the next record of a damaged WARC file begins."""

from __future__ import annotations

import re
import zlib
from typing import IO

_STEP = 1 << 20
"""Bytes searched at a time. Chosen by hand."""
_RECORD_START_BYTES = 1 << 10
"""The bytes read from a candidate start on, to check whether a record begins there. Chosen by hand."""
_SIGN = re.compile(rb"\x1f\x8b\x08|(?<=[\r\n])WARC/[01]\.")
_START = b"WARC/"


def find_next(stream: IO[bytes], start: int) -> int | None:
    """Return the offset, from ``start`` on, of the next record (a gzip member or a plain head); None if there is none."""
    at = max(start - 1, 0)
    while True:
        stream.seek(at)
        chunk = stream.read(_STEP + _RECORD_START_BYTES)
        for found in _SIGN.finditer(chunk):
            place = at + found.start()
            if (
                found.start() < _STEP
                and place >= start
                and _begins_record(chunk[found.start() : found.start() + _RECORD_START_BYTES])
            ):
                return place
        if len(chunk) <= _STEP:
            return None
        at += _STEP


def _begins_record(head: bytes) -> bool:
    if head.startswith(_START):
        return True
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(head, len(_START)) == _START
    except zlib.error:
        return False
