"""The rows of a dump as a stream: JSON arrays and lines, X's ``window.YTD`` scripts and CSV, of any size."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from pipeline.errors import ParseError
from pipeline.stages.posts.recordings import is_recording, read_recording
from storage.text.untrusted_json import decode_json, load_json

Placed = tuple[str, object]
"""The place of a row in its dump, and the row."""

_CHUNK = 1 << 20
"""Characters or bytes read at a time. Chosen by hand: it bounds memory, and larger ones are no faster."""
_LINES_OF_A_TABLE = 5
"""A table is told by this many lines with the same columns. Chosen by hand: prose with commas has them by chance in two or
three."""
_BETWEEN = re.compile(r"[\s,\[\]]*")
_SCRIPT = re.compile(r"\s*(?:window\.YTD\.\w+\.part\d+|Grailbird\.data\.\w+)\s*=\s*")


class _Pieces(io.RawIOBase):
    """Chunks of bytes as a file that can be read once."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._rest:
            piece = next(self._chunks, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(into), len(self._rest))
        into[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def is_script(head: bytes) -> bool:
    """Say whether bytes begin a part of X's account archive, which may list nothing."""
    return _SCRIPT.match(head[:200].decode("utf-8", "replace").lstrip("\ufeff")) is not None


def open_bytes(chunks: Iterable[bytes]) -> io.BufferedReader:
    """Open chunks of bytes as a file that is read once, from its beginning."""
    return io.BufferedReader(_Pieces(chunks), _CHUNK)


def open_text(chunks: Iterable[bytes]) -> TextIO:
    """Open chunks of bytes as text, by their byte order mark or else as UTF-8."""
    stream = open_bytes(chunks)
    head = stream.peek(4)[:4]
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return io.TextIOWrapper(stream, encoding=encoding, newline="")


def read_rows(stream: TextIO) -> Iterator[Placed]:
    """Read the rows of JSON or CSV text. A row that is not JSON is yielded as None."""
    try:
        head = stream.read(_CHUNK)
        if script := _SCRIPT.match(head):
            head = head[script.end() :]
        match head.lstrip()[:1]:
            case "[":
                yield from _read_array(head, stream)
            case "{":
                yield from _read_objects(head, stream)
            case _ if is_recording(head):
                yield "row 1", read_recording(head + stream.read())
            case _:
                yield from _read_table(head, stream)
    except UnicodeDecodeError as error:
        raise ParseError("not UTF-8", f"byte {error.start} is not {error.encoding}; save the dump as UTF-8") from error


def _read_array(buffer: str, stream: TextIO) -> Iterator[Placed]:
    at, number = 0, 0
    while True:
        separator = _BETWEEN.match(buffer, at)
        at = separator.end() if separator else at
        try:
            value, at = decode_json(buffer, at)
        except json.JSONDecodeError:
            more = stream.read(max(_CHUNK, len(buffer) - at))
            if not more:
                break
            buffer, at = buffer[at:] + more, 0
            continue
        number += 1
        yield f"row {number}", value
    if buffer[at:].strip():
        yield f"row {number + 1}", None


def _read_objects(head: str, stream: TextIO) -> Iterator[Placed]:
    """Read one object, or one object per line (only line feeds end a line: a post may contain U+2028)."""
    head = head.lstrip()
    while True:
        try:
            first, end = decode_json(head)
            break
        except json.JSONDecodeError as error:
            more = stream.read(max(_CHUNK, len(head)))
            if not more:
                message = f"the JSON object that opens the dump ends badly: {error}; fetch it again"
                raise ParseError("torn", message) from error
            head += more
    yield "row 1", first
    for number, line in enumerate(_lines(head[end:], stream), 2):
        if line.strip():
            yield f"row {number}", _read_line(line)


def _lines(head: str, stream: TextIO) -> Iterator[str]:
    lines = head.lstrip().split("\n")
    yield from lines[:-1]
    rest = lines[-1]
    while more := stream.read(_CHUNK):
        lines = (rest + more).split("\n")
        yield from lines[:-1]
        rest = lines[-1]
    yield rest


def _read_line(line: str) -> object:
    try:
        return load_json(line)
    except ValueError:
        return None


def _read_table(head: str, stream: TextIO) -> Iterator[Placed]:
    first = head.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    if delimiter not in first:
        raise ParseError("no posts", f"neither JSON nor a table with columns; the text begins {first.strip()[:40]!r}")
    lines = _with_ends(head, stream)
    try:
        for number, row in enumerate(csv.DictReader(lines, delimiter=delimiter), 1):
            yield f"row {number}", row
    except csv.Error as error:
        raise ParseError("not a table", f"the table cannot be read: {error}; save it as CSV with quoted text") from error


def describe_table(head: str) -> str | None:
    """Describe the columns of a table by its first lines; None if it is not a table: lines with the same number of cells
    as the first, which names them."""
    lines = head.split("\n")[:_LINES_OF_A_TABLE]
    delimiter = max(",;\t", key=lines[0].count)
    if len(lines) < _LINES_OF_A_TABLE or lines[0].count(delimiter) < 2:
        return None
    try:
        names, *rows = csv.reader(lines[:-1], delimiter=delimiter)
    except csv.Error:
        return None
    if len(set(names)) < len(names) or any(len(name.split()) > 4 or len(name) > 40 for name in names):
        return None
    if any(row and len(row) != len(names) for row in rows):
        return None
    return f"a table without posts, with the columns {', '.join(names[:12])}; expected a text with an account, or with counts"


def _with_ends(head: str, stream: TextIO) -> Iterator[str]:
    for text in _joined(head, stream):
        yield from io.StringIO(text, newline="")


def _joined(head: str, stream: TextIO) -> Iterator[str]:
    """Split the text after line feeds, so that no line is divided between two pieces."""
    rest = head
    while more := stream.read(_CHUNK):
        whole, feed, rest = (rest + more).rpartition("\n")
        yield whole + feed
    yield rest
