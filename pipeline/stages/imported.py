"""Read a file that someone imported: plain text, a page, a dump of posts or a collection of documents as JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pipeline.declarations import Source
from pipeline.errors import READER_FAULTS, ParseError
from pipeline.knowledge import Vocabulary
from pipeline.stages.dates import read_when
from pipeline.stages.parse import parse, parse_text
from pipeline.stages.parse.binaries import name_binary
from pipeline.stages.parse.embedded import name_owner
from pipeline.stages.parse.shapes import Shape, detect_shape
from pipeline.stages.posts import Found, describe_other, detect_dump, detect_posts, iterate_posts, read_posts
from pipeline.stages.responses.encoding import decode_text
from pipeline.stages.results import Parsed, ParsedDocuments, ParsedPosts
from storage.model import Basis, Document, DocumentKind, LargeResponse, Response, Sha256, When
from storage.model.identity import document_id
from storage.text.untrusted_json import load_json

_NOBODY: Mapping[str, str] = MappingProxyType({})
_LARGE = 1 << 20
"""A larger body is read as a stream, in bytes. Chosen by hand: below, reading it whole is faster."""
_NO_POSTS = ("text", "page", "documents")
_WORDS = ("url", "title", "issuer", "speaker", "language")
_FIRST_ROWS = 20
"""A collection is recognised by one of its first rows, as a bad one may be the first. Chosen by hand."""
_URN = "urn:sha256:"
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<rss", b"<feed", b"<head", b"<body", b"<article", b"<div", b"<urlset")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What whoever imported a file said about it: its address, its day (ISO 8601) and its format, each None if unsaid."""

    url: str | None = None
    date: str | None = None
    format: str | None = None
    title: str | None = None


def address_import(digest: Sha256, note: ImportOptions) -> str:
    """Return the address of an imported file: a URN of its digest, with what was said about it as q-component (RFC 8141)."""
    said = {field.name: value for field in fields(note) if (value := getattr(note, field.name))}
    return f"{_URN}{digest}?={urlencode(said)}" if said else f"{_URN}{digest}"


def read_import_address(url: str) -> ImportOptions | None:
    """Read back what was said about an imported file; None for an address that is no import's."""
    if not url.startswith(_URN):
        return None
    return ImportOptions(**dict(parse_qsl(url.partition("?=")[2])))


def parse_imported(
    response: Response,
    note: ImportOptions,
    *,
    source: Source | None,
    words: Vocabulary,
    day: date,
    owners: Mapping[str, str] = _NOBODY,
) -> Parsed:
    """Read an imported file by what its bytes are; ``words`` and ``owners`` as for ``parse``.

    Raises ParseError if they are nothing that can be read.
    """
    if isinstance(response, LargeResponse):
        _refuse_binary(next(iter(response.pieces()), b""), response.url)
        body = b"".join(response.pieces())
        response = Response(url=response.url, status=response.status, headers=response.headers, body=body)
    body, given = response.body, _Given(source=source, words=words, day=day, owners=owners)
    if not body.strip():
        raise ParseError("empty file", f"{response.url}: the file is empty; expected a page, a text or posts.")
    match note.format:
        case None:
            return _parse_detected(response, note, given)
        case "text":
            return ParsedDocuments(documents=(_read_text(body, response.url, note, given),))
        case "page":
            return _parse_page(response, note, given)
        case "documents":
            return _read_collection(body, given)
        case posts:
            return read_posts(body, format=posts, **name_owner(note.url, source))


def open_dump(response: Response, note: ImportOptions, source: Source | None) -> Callable[[], Iterator[Found]] | None:
    """Return what reads an imported dump of posts post by post, from the beginning each time; None for any other file, and for
    dumps so small that they are read at once."""
    if note.format in _NO_POSTS:
        return None
    if isinstance(response, LargeResponse):
        pieces = response.pieces
    elif len(response.body) > _LARGE:
        pieces = partial(iter, (response.body,))
    else:
        return None
    if note.format is None and detect_dump(pieces()) is None:
        return None
    return lambda: iterate_posts(pieces(), format=note.format, **name_owner(note.url, source))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What an imported file is read with besides its bytes."""

    source: Source | None
    words: Vocabulary
    day: date
    owners: Mapping[str, str]


def _parse_detected(response: Response, note: ImportOptions, given: _Given) -> Parsed:
    """Read a file by its content: posts, a collection, other JSON, a page, else plain text."""
    body = response.body
    if detect_posts(body):
        return read_posts(body, **name_owner(note.url, given.source))
    if _is_collection(body):
        return _read_collection(body, given)
    if detect_shape(body[:65_536].decode("utf-8", "replace")) is Shape.JSON:
        return _parse(replace(response, url=note.url or response.url), given)
    if _is_markup(body):
        return _parse_page(response, note, given)
    if other := describe_other(body):
        raise ParseError("no posts", f"{response.url}: {other}. Import it with --format text to keep it as a text.")
    return ParsedDocuments(documents=(_read_text(body, response.url, note, given),))


def _parse_page(response: Response, note: ImportOptions, given: _Given) -> Parsed:
    return _parse(replace(response, url=note.url or response.url, headers=(("Content-Type", "text/html"),)), given)


def _parse(response: Response, given: _Given) -> Parsed:
    return parse(response, source=given.source, words=given.words, day=given.day, owners=given.owners)


def _is_markup(body: bytes) -> bool:
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(_MARKUP) or b"<html" in head


def _read_text(body: bytes, address: str, note: ImportOptions, given: _Given) -> Document:
    _refuse_binary(body, address)
    text = decode_text(body).strip()
    published = _read_day(note.date, given.source)
    return parse_text(text, url=note.url, source=given.source, published=published, words=given.words, title=note.title)


def _refuse_binary(body: bytes, address: str) -> None:
    if binary := name_binary(body):
        raise ParseError("binary file", f"{address}: the bytes are {binary}; expected a page, a text, posts or a WARC file.")


def _read_day(raw: str | None, source: Source | None) -> When | None:
    if raw is None:
        return None
    return read_when(raw, zone=source.timezone if source else None, basis=Basis.PLATFORM)


# ------------------------------------------------------------------------------- a collection, one document a line


def _is_collection(body: bytes) -> bool:
    start = body.lstrip()
    return start.startswith(b"{") and any(map(_is_document, start.split(b"\n", _FIRST_ROWS)[:_FIRST_ROWS]))


def _is_document(line: bytes) -> bool:
    try:
        row = load_json(line)
    except ValueError:
        return False
    return isinstance(row, dict) and isinstance(row.get("text"), str) and bool({"url", "issuer", "doc_id"} & row.keys())


def _read_collection(body: bytes, given: _Given) -> ParsedPosts:
    """Read a document a line; those that share an address are distinguished by their ``doc_id``, else by their line."""
    documents: list[Document] = []
    refused: list[tuple[str, str]] = []
    seen: set[str] = set()
    for number, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = load_json(line)
            document = _read_row(row, given)
        except (ParseError, *READER_FAULTS) as error:
            refused.append((f"line {number}", f"no document: {error}"))
            continue
        if document.id in seen and document.url:
            fragment = str(row.get("doc_id") or number)
            document = replace(document, fragment=fragment, id=document_id(url=document.url, fragment=fragment))
        seen.add(document.id)
        documents.append(document)
    return ParsedPosts(documents=tuple(documents), refused=tuple(refused))


def _read_row(row: Any, given: _Given) -> Document:
    """Make a document of a row {doc_id?, url, issuer, speaker, kind, published, language?, title?, text}."""
    if not isinstance(row, dict):
        raise ValueError(f"a {type(row).__name__} stands where an object is expected")
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("its text is missing or empty")
    for name in _WORDS:
        if not isinstance(row.get(name), str | None):
            raise ValueError(f"its {name} is {row[name]!r}, expected a text")
    published = row.get("published")
    when = _read_day(str(published), given.source) if published else None
    if published and when is None:
        raise ValueError(f"published is {published!r}, expected an ISO 8601 date")
    return parse_text(
        text,
        url=row.get("url"),
        source=given.source,
        published=when,
        words=given.words,
        title=row.get("title"),
        issuer=row.get("issuer"),
        speaker=row.get("speaker"),
        kind=DocumentKind(row.get("kind") or DocumentKind.STATEMENT),
        language=row.get("language"),
    )
