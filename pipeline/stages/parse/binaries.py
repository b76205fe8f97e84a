"""Tell bytes that are no text (pictures, fonts, archives, office files, films), and text that nobody says: stylesheets,
scripts."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from pipeline.stages.responses.encoding import find_unmarked
from storage.model import Headers

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "a picture"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"), (b"BM", "a picture"), (b"\0\0\1\0", "an icon"), (b"RIFF", "a picture or a sound"),
    (b"wOFF", "a font"), (b"wOF2", "a font"), (b"OTTO", "a font"), (b"\0\1\0\0\0", "a font"), (b"true\0", "a font"),
    (b"PK\3\4", "a zip archive or an office file"), (b"PK\5\6", "a zip archive"), (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"%PDF", "a PDF"), (b"%!PS", "PostScript"), (b"{\\rtf", "rich text"), (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a rar archive"), (b"ID3", "a sound"),
    (b"\xff\xfb", "a sound"), (b"OggS", "a sound"), (b"fLaC", "a sound"), (b"FLV\1", "a film"), (b"\x1aE\xdf\xa3", "a film"),
    (b"\0\0\1\xba", "a film"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"\0asm", "a program"),
    (b"FWS", "a film"), (b"CWS", "a film"), (b"SQLite format 3", "a database"), (b"filedesc://", "an ARC file"),
)  # fmt: skip
_CONTROLS = bytes([*range(9), *range(14, 27), 28, 29, 30, 31, 127])
"""The control characters of ASCII that no text has; white space (9 to 13) and escape (27) are left out."""
_LOOK = 4096
"""The first bytes or characters that are looked at. Chosen by hand: enough for a dozen statements, and a large file costs no
more."""
_MOST_CONTROLS = 50
"""One control character in this many is more than any text has. Chosen by hand: plain text has none but for broken copies; of
random bytes one in nine is such a character."""
_CODE_TYPES = frozenset({"text/css", "text/javascript", "application/javascript", "application/x-javascript"})
_RULE = re.compile(r"[#.@:\w\[\]\s,>*()\"'=+~-]{1,200}\{\s*(?:--)?[a-z-]{2,30}\s*:[^{}]{1,200}[;}]")
_STATEMENT = re.compile(r"(?:\b(?:function|var|const|let|return|typeof)\b|=>|===|&&|\}\);)")
_LEAST_RULES = 3
"""From this many rules on, a text in braces is a stylesheet. Chosen by hand: an article on CSS may quote one or two."""
_LEAST_STATEMENTS = 12
"""From this many statements on, a text is a script, if they are dense. Chosen by hand: an article may quote a few lines."""
_MOST_BETWEEN = 120
"""A statement of a script comes at least once in this many characters. Chosen by hand."""


def name_binary(body: bytes) -> str | None:
    """Name what bytes are that are no text; None for text, in UTF-16 too."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or find_unmarked(body):
        return None
    for magic, name in _MAGIC:
        if body.startswith(magic) and (len(magic) > 3 or _count_controls(body) > 0):
            return name
    if body[4:8] == b"ftyp":
        return "a film"
    return "binary data" if _count_controls(body) * _MOST_CONTROLS > len(body[:_LOOK]) else None


def name_code(text: str, headers: Headers) -> str | None:
    """Name what text is that nobody says: by its declared type, or by its form; None for others."""
    if _media_type(headers) in _CODE_TYPES:
        return f"code ({_media_type(headers)})"
    head = text[:_LOOK]
    if "{" not in head:
        return None
    if len(_RULE.findall(head)) >= _LEAST_RULES:
        return "a stylesheet"
    statements = len(_STATEMENT.findall(head))
    return "a script" if statements >= _LEAST_STATEMENTS and statements * _MOST_BETWEEN > len(head) else None


def _count_controls(body: bytes) -> int:
    head = body[:_LOOK]
    return len(head) - len(head.translate(None, _CONTROLS))


def _media_type(headers: Iterable[tuple[str, str]]) -> str:
    stated = next((value for name, value in headers if name.lower() == "content-type"), "")
    return stated.partition(";")[0].strip().lower()
