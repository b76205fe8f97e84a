"""The head of a WARC record: its version line and its named fields."""

from __future__ import annotations

from collections.abc import Mapping

from storage.errors import WarcError

MOST_RECORD_BYTES = 1 << 30
"""The largest record that is read, in bytes: a gzip member that unpacks to more counts as a decompression bomb. Chosen
by hand."""

HEAD_END = b"\r\n\r\n"

MOST_HEAD_BYTES = 1 << 20
"""The largest head of a record, in bytes. Chosen by hand: heads have some kilobytes, and one without an end must not fill
memory."""

_MAX_DIGITS = 20  # of a length; Python reads no number of thousands of digits


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


def read_length(named: Mapping[str, str], where: str) -> int:
    """Read the length of a record's block, in bytes. Raises WarcError if it is no number up to ``MOST_RECORD_BYTES``."""
    stated = named.get("content-length", "")
    if not (stated.isascii() and stated.isdigit()):
        raise WarcError(f"{where}: Content-Length is {stated[:40]!r}, expected a number of bytes.")
    length = int(stated[:_MAX_DIGITS])
    if length > MOST_RECORD_BYTES:
        raise WarcError(f"{where}: Content-Length is {stated[:_MAX_DIGITS]}, expected at most {MOST_RECORD_BYTES} bytes.")
    return length
