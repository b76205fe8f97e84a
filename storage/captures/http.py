"""HTTP messages in WARC blocks: write and read heads, join chunked bodies."""

from __future__ import annotations

import re

from storage.model import Exchange, Headers

KEPT_CODING = "X-OnRecord-Transfer-Encoding"
"""The name under which Transfer-Encoding is stored: bodies are stored joined, so the stored head must not announce chunks.
The usual X-Archive-Orig- prefix could be mistaken for the one in the Wayback Machine's own responses."""

_STATUS_DIGITS = 3  # RFC 9110, 15
_LINE_END = re.compile(r"[\r\n]+")


def write_head(exchange: Exchange) -> bytes:
    """Write the head of a response as received; Transfer-Encoding is renamed, because it no longer applies."""
    response = exchange.response
    lines = [f"{exchange.protocol} {response.status or 0} {exchange.reason}".rstrip()]
    for name, value in response.headers:
        kept = KEPT_CODING if name.lower() == "transfer-encoding" else name
        lines.append(f"{kept}: {_LINE_END.sub(' ', value)}")
    return "\r\n".join(lines).encode("latin-1", "backslashreplace") + b"\r\n\r\n"


def split_message(block: bytes) -> tuple[int | None, Headers, bytes]:
    """Split an HTTP response into status, headers and body; a body stored in chunks is joined."""
    end, gap = block.find(b"\r\n\r\n"), 4
    bare = block.find(b"\n\n")
    if end < 0 or 0 <= bare < end:
        end, gap = bare, 2
    head, body = (block, b"") if end < 0 else (block[:end], block[end + gap :])
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    status = _read_status(lines[0])
    headers = tuple(_read_headers(lines[1:]))
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        body = join_chunks(body)
    return (
        status,
        tuple(("Transfer-Encoding", value) if name == KEPT_CODING else (name, value) for name, value in headers),
        body,
    )


def join_chunks(body: bytes) -> bytes:
    """Join a chunked body; a body that is not chunked, whatever its head says, is returned unchanged."""
    parts: list[bytes] = []
    at = 0
    while True:
        line_end = body.find(b"\r\n", at)
        size = _read_size(body[at:line_end]) if line_end >= 0 else None
        if size is None:
            return body
        start = line_end + 2
        if size == 0:
            return b"".join(parts)
        if body[start + size : start + size + 2] != b"\r\n":
            return body
        parts.append(body[start : start + size])
        at = start + size + 2


def find_header(headers: Headers, name: str) -> str | None:
    """Return the first value of a header by its case-insensitive name."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def _read_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not digits or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)


def _read_status(line: str) -> int | None:
    parts = line.split(None, 2)
    if len(parts) < 2 or not parts[0].upper().startswith("HTTP") or not (parts[1].isascii() and parts[1].isdigit()):
        return None
    return int(parts[1]) or None if len(parts[1]) == _STATUS_DIGITS else None


def _read_headers(lines: list[str]) -> list[tuple[str, str]]:
    headers: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if colon:
            headers.append((name.strip(), value.strip()))
    return headers
