"""Undo content codings, and turn bytes into text, as browsers and careful readers do: never more trusting, never lossy.

Declarations are wrong often enough to be checked: servers announce ISO-8859-1 over UTF-8, official pages declare UTF-8 and
hold Windows-1252, bodies are said to be gzip and are not.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard
from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipeline.errors import ParseError
from storage.model import Headers, Response

MOST_BYTES = 50_000_000
"""The largest decoded body, in bytes. Chosen by hand."""

MOST_RATIO = 250.0
"""How many times its coded size a body may decode to. Pages reach 40, repetitive listings 100, bombs a thousand and more."""

_RATIO_FREE_BYTES = 1 << 20
"""Below this size no ratio makes a bomb, in bytes: it does no harm."""
_STEP = 1 << 16
"""Bytes decoded at a time, so that a bomb is noticed before it fills memory. Chosen by hand."""
_LEAST_SHOWN = 1 << 10
"""The bytes that a gzip decoder is first shown, doubled while the stream goes on: what it copies from behind the end stays
small."""
_ZSTD_STEP = 1 << 7  # its decoder has no output limit: a step of this size yields 4 MB at the very most
_ZSTD_WINDOW = 1 << 27  # 128 MB: what the reference decoder accepts unless told otherwise; RFC 8878 asks for 8 MB at least
_GZIP_MAGIC = b"\x1f\x8b\x08"
"""The identification and the one compression method of a gzip member (RFC 1952, 2.3.1)."""
_MOST_WRAPPINGS = 3
"""Some servers pack what is packed already; nothing good is packed oftener. Chosen by hand."""
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_NO_CODING = {"", "identity", "none"}
_SEVEN_BIT = ("iso2022", "hz")
_WIDE = ("utf-16", "utf-32")
_SINGLE_BYTE = ("cp125", "iso8859", "koi8", "cp86", "mac-", "latin", "ascii", "tis-620", "cp874")
_SAMPLE_BYTES = 1 << 16
"""The first bytes by which an undeclared encoding is detected. Chosen by hand: detection takes time with the length."""
_WIDE_SAMPLE = 512
"""The first bytes in which UTF-16 or plain markup shows. Chosen by hand."""
_LEAST_BY_DESIGN = 4
"""A text in a code of two bytes a letter may hold up to three valid sequences of UTF-8 by chance; more were meant. Chosen by
hand."""
_LEAST_WIDE = 16
"""Fewer bytes than eight letters of UTF-16 show nothing. Chosen by hand."""
_FOREIGN_SHARE = 0.15
"""From this share of non-ASCII bytes on, a text is not English with curly marks but another script, and is detected. Chosen by
hand: accented letters of French are about one in twenty-five."""

_USUAL = {
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl", "ro", "sq", "bs"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
}
"""The single-byte codes that pages in Latin letters are in where nothing states one, by the page's language."""

_LANGUAGE = re.compile(rb"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2})\b")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_ISLANDS = "onrecord-cp1252-islands"
_CONTROLS = "onrecord-c1-controls"


def decode_content(response: Response, *, most_bytes: int = MOST_BYTES, most_ratio: float = MOST_RATIO) -> bytes:
    """Undo a response's content codings (gzip, deflate, br, zstd; several in a row), and unpack what is gzip without saying so,
    such as a sitemap.xml.gz.

    Raises ParseError for a bomb, a body that ends too early, a damaged one, and a coding that is not known.
    """
    body = response.body
    for coding in _list_codings(response.headers):
        body = b"".join(_undo(coding, body, response.url, most_bytes, most_ratio))
    for _ in range(_MOST_WRAPPINGS):
        if not body.startswith(_GZIP_MAGIC):
            break
        body = unpack_gzip(body, where=response.url, most_bytes=most_bytes, most_ratio=most_ratio)
    return body


def measure_content(response: Response, *, most_bytes: int = MOST_BYTES, most_ratio: float = MOST_RATIO) -> int:
    """Measure a response's decoded length in bytes without holding it (where only one coding was applied).

    Raises ParseError as ``decode_content`` does.
    """
    codings = _list_codings(response.headers)
    body = response.body
    for coding in codings[:-1]:
        body = b"".join(_undo(coding, body, response.url, most_bytes, most_ratio))
    return sum(map(len, _undo(codings[-1], body, response.url, most_bytes, most_ratio))) if codings else len(body)


def unpack_gzip(body: bytes, *, where: str, most_bytes: int = MOST_BYTES, most_ratio: float = MOST_RATIO) -> bytes:
    """Unpack a gzip file of one or more members, such as a sitemap.xml.gz; what is no gzip file stays as it is."""
    return b"".join(_undo("gzip", body, where, most_bytes, most_ratio))


def decode_text(body: bytes, *, headers: Headers = ()) -> str:
    """Turn bytes into text: by byte order mark, valid UTF-8, the header's charset, the document's own, or a detector.

    Invalid bytes between valid ones become Windows-1252 characters where they stand alone, else U+FFFD.
    """
    if wide := find_unmarked(body):
        return body.decode(wide, "replace")
    marked, mark = read_bom(body)
    if marked and mark:
        return body[len(mark) :].decode(marked, "replace")
    declared = list(_declared(body, headers))
    utf8 = _decode_strictly(body, "utf-8")
    if utf8 is not None and not _prefers_declared(body, declared):
        return utf8
    for encoding in declared:
        text = _decode_strictly(body, encoding)
        if text is not None:
            return text
    if any(encoding != "utf-8" for encoding in declared):
        return body.decode(next(encoding for encoding in declared if encoding != "utf-8"), "replace")
    return _decode_undeclared(body)


def find_unmarked(body: bytes) -> str | None:
    """Tell UTF-16 without a mark: of the letters of markup every second byte is nought."""
    head = body[:_WIDE_SAMPLE]
    if len(head) < _LEAST_WIDE or head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or 0 not in head:
        return None
    half = len(head) // 2
    for encoding, noughts, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        written = sum(byte >= 0x20 or byte in b"\t\n\r" for byte in letters)
        if noughts.count(0) * 10 > half * 4 and written * 100 > len(letters) * 99:
            return encoding
    return None


def _list_codings(headers: Headers) -> list[str]:
    """List the content codings of a response in the order in which they are to be undone."""
    stated = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    codings = [coding.strip().lower() for coding in stated.split(",")]
    return [coding.removeprefix("x-") for coding in reversed(codings) if coding not in _NO_CODING]


def _undo(coding: str, body: bytes, where: str, most_bytes: int, most_ratio: float) -> Iterator[bytes]:
    """Undo one coding within the limits, part by part."""
    steps = _find_decoder(coding, body, where)
    if steps is None or not body:
        yield body
        return
    size = 0
    try:
        for part in steps(body):
            size += len(part)
            if size > _RATIO_FREE_BYTES and size > most_ratio * len(body):
                message = f"{where}: {len(body)} bytes of {coding} decode to more than {most_ratio:g} times as many."
                raise ParseError("decompression bomb", message)
            if size > most_bytes:
                raise ParseError("body too large", f"{where}: the body decodes to more than {most_bytes} bytes, the limit.")
            yield part
    except EOFError:
        raise ParseError("truncated body", f"{where}: the {coding} body ends before its end mark; fetch it again.") from None
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise ParseError("damaged body", f"{where}: said to be {coding}, and is not ({error}); fetch it again.") from error


def _find_decoder(coding: str, body: bytes, where: str) -> Callable[[bytes], Iterator[bytes]] | None:
    """Find how to undo a coding; None if the body plainly is not in it, as archives and proxies leave behind."""
    if coding == "gzip":
        return _gunzip if body.startswith(_GZIP_MAGIC) else None
    if coding == "zstd":
        return _unzstd if body.startswith(_ZSTD_MAGIC) else None
    if coding == "deflate":
        return None if _is_plain_markup(body) else _inflate
    if coding == "br":
        return None if body.lstrip()[:1] in (b"<", b"{") else _unbrotli
    if not _looks_coded(body):
        return None
    raise ParseError("unknown content coding", f"{where}: Content-Encoding is {coding!r}; known: gzip, deflate, br, zstd.")


def _is_plain_markup(body: bytes) -> bool:
    """Say whether a body is markup or JSON as it stands: a whole tag, or an object's first name, in ASCII."""
    head = body.lstrip()[:_WIDE_SAMPLE]
    begins = (head.startswith(b"<") and b">" in head) or head.startswith((b'{"', b'[{"'))
    return begins and head[:40].isascii() and not any(byte < 0x20 and byte not in b"\t\n\r" for byte in head)


def _looks_coded(body: bytes) -> bool:
    """Say whether a body is anything but text: servers name charsets and worse where a content coding belongs."""
    head = body[:1000]
    return sum(byte < 0x20 and byte not in b"\t\n\r\x1b" for byte in head) * 20 > len(head)


def _gunzip(body: bytes) -> Iterator[bytes]:
    """Unpack member after member. A decoder copies what stands behind its member: it is shown little at first, then more."""
    at = 0
    while body.startswith(_GZIP_MAGIC, at):
        decoder = zlib.decompressobj(zlib.MAX_WBITS + 16)
        shown = _LEAST_SHOWN
        while not decoder.eof:
            if at >= len(body):
                raise EOFError
            yield from _drain(decoder, body[at : at + shown])
            at += shown
            shown = min(2 * shown, _STEP)
        at = min(at, len(body)) - len(decoder.unused_data)


def _inflate(body: bytes) -> Iterator[bytes]:
    # The standard means zlib's wrapping; some servers send the bare stream.
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] * 256 + body[1]) % 31 == 0
    decoder = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    yield from _drain(decoder, body)
    if not decoder.eof:
        raise EOFError


def _drain(decoder: zlib._Decompress, pending: bytes) -> Iterator[bytes]:
    """Unpack what a decoder can of some bytes, a step at a time."""
    part = b""
    while not decoder.eof and (pending or len(part) == _STEP):
        part = decoder.decompress(pending, _STEP)
        pending = decoder.unconsumed_tail
        yield part


def _unbrotli(body: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    yield decoder.process(body, output_buffer_limit=_STEP)
    while not decoder.is_finished():
        part = decoder.process(b"", output_buffer_limit=_STEP)
        if not part and decoder.can_accept_more_data():
            raise EOFError
        yield part


def _unzstd(body: bytes) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    at = 0
    while body.startswith(_ZSTD_MAGIC, at):
        decoder = unpacker.decompressobj()
        while not decoder.eof:
            if at >= len(body):
                raise EOFError
            yield decoder.decompress(body[at : at + _ZSTD_STEP]) or b""
            at += _ZSTD_STEP
        at = min(at, len(body)) - len(decoder.unused_data)


_NO_CHARSETS = frozenset(
    "base64 bz2 hex idna mbcs oem punycode quopri raw_unicode_escape rot_13 undefined unicode_escape uu zlib".split()
)
"""What Python's codecs are named that are no charsets: those between bytes, those of names of hosts, those of source code, and
those of another system (docs.python.org, codecs, "Python Specific Encodings")."""


def _declared(body: bytes, headers: Headers) -> Iterator[str]:
    """Yield the encodings that the header and the document's head declare, by their Python names."""
    stated = http_content_type_encoding(_find_content_type(headers))
    for encoding in (stated, html_body_declared_encoding(body)):
        resolved = resolve_encoding(encoding) if encoding else None
        if not resolved or resolved.replace("-", "_") in _NO_CHARSETS:
            continue
        if resolved.startswith(_WIDE) and 0 not in body[:_WIDE_SAMPLE]:  # markup in it has a nought in each letter
            continue
        yield resolved


def _find_content_type(headers: Headers) -> str | None:
    return next((value for name, value in headers if name.lower() == "content-type"), None)


def _prefers_declared(body: bytes, declared: list[str]) -> bool:
    """Say whether a declaration beats bytes that are valid UTF-8: only for codes that look like ASCII or by mere chance so."""
    if not declared or declared[0] == "utf-8":
        return False
    name = declared[0]
    if name.replace("_", "").replace("-", "").startswith(_SEVEN_BIT):
        return True
    if name.startswith(_WIDE):
        return True
    if body.isascii() or name.replace("_", "").startswith(_SINGLE_BYTE):
        return False
    return len(_MULTIBYTE.findall(body)) < _LEAST_BY_DESIGN


def _decode_strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding, _CONTROLS if encoding == "cp1252" else "strict")
    except UnicodeDecodeError:
        return None


def _decode_undeclared(body: bytes) -> str:
    """Decode bytes that are not valid UTF-8 and of which nothing else is stated."""
    if _MULTIBYTE.search(body):
        text = body.decode("utf-8", _ISLANDS)
        if text.count("\ufffd") * 4 <= len(_MULTIBYTE.findall(body)):
            return text
    foreign = sum(byte > 0x7F for byte in body[:_SAMPLE_BYTES])
    if foreign > _FOREIGN_SHARE * min(len(body), _SAMPLE_BYTES):
        best = from_bytes(body[:_SAMPLE_BYTES]).best()
        if best:
            return body.decode(best.encoding, "replace")
    if _MULTIBYTE.search(body):
        return body.decode("utf-8", _ISLANDS)
    language = _LANGUAGE.search(body[:2000])
    usual = _USUAL.get(language[1].lower().decode("ascii"), "cp1252") if language else "cp1252"
    return body.decode(usual, _CONTROLS)


def _read_island(error: UnicodeError) -> tuple[str, int]:
    """Read an invalid byte that stands alone among ASCII as Windows-1252, anything longer as U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    content, start, end = error.object, error.start, error.end
    alone = end - start == 1 and content[start - 1 : start] < b"\x80" and content[end : end + 1] < b"\x80"
    return (content[start:end].decode("cp1252", "replace") if alone else "\ufffd"), end


def _read_control(error: UnicodeError) -> tuple[str, int]:
    """Read the five bytes that Windows-1252 leaves open as the control characters browsers make of them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_ISLANDS, _read_island)
codecs.register_error(_CONTROLS, _read_control)
