"""Trace a quote to its bytes and check every link: quote, revision, document, capture, payload, record, file, run.

Each link is recomputed, not looked up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from storage.captures import read_record, read_response
from storage.captures.index import find_capture
from storage.database.masking import Masks
from storage.database.rows import checksum, storable
from storage.errors import StorageError, WarcError
from storage.model import CanonicalUrl, Capture, RecordType, Response
from storage.model.codec import format_instant
from storage.model.findings import CaptureView, Chain, Link, LinkName, Withdrawn
from storage.model.identity import capture_id, document_id, revision_id
from storage.reading.show import show

DeriveText = Callable[[Capture, Response, str], str | None]
"""Derives the text of one document, by its id, from a capture's bytes; None if the current code finds no such document."""

_SEEN = """
    SELECT o.capture, o.code_version, d.id, r.id, r.text, v.kind, v.title, v.url, v.fragment, p.platform, p.id, v.seq
    FROM visible o
    JOIN derivations v ON v.seq = o.derivation
    JOIN documents d ON d.seq = v.document
    JOIN revisions r ON r.seq = v.revision
    LEFT JOIN posts p ON p.derivation = v.seq
"""
_NEWEST = "ORDER BY o.recency DESC LIMIT 1"
_WHERE = {
    "q_": "WHERE v.seq IN (SELECT g.derivation FROM readings g JOIN quotes q ON q.seq = g.quote WHERE q.id = ?)",
    "d_": "WHERE d.id = ?",
    "r_": "WHERE r.id = ?",
}
_SHOWN_CHARS = 80
"""The characters of a text that a link of the chain shows: a line of a terminal."""
WITHHELD: Final = "words of its document were withdrawn, so none are repeated here"
"""Stands for what a link says of a document from which words were withdrawn: its pieces may hold a part of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The newest observation of the traced document."""

    capture: str
    code_version: str
    document: str
    revision: str
    text: str
    kind: str
    title: str | None
    url: str | None
    fragment: str
    platform: str | None
    post: str | None
    derivation: int


def trace(db: Database, id: str, *, warc_root: Path, derive_text: DeriveText) -> Chain:  # noqa: A002 - the field's word
    """Return the chain of evidence from a quote, document, revision, capture or address to its bytes and its run.

    ``derive_text`` derives the text from the bytes again. A withdrawn item has one link, which states the reason and does not
    hold. Raises StorageError if there is no such item.
    """
    shown = show(db, id)
    if isinstance(shown, Withdrawn):
        what = f"withdrawn at {format_instant(shown.redacted.redacted_at)}"
        return Chain(id=id, links=(_link(LinkName.REDACTION, what, False, shown.redacted.why),))
    id = shown.id  # noqa: A001 - an address is traced by its document's id
    if isinstance(shown, CaptureView):
        return Chain(id=id, links=tuple(_capture_links(db, id, warc_root)[0]))
    seen = _find_seen(db, id)
    links = [_quote_link(db, id, seen)] if id.startswith("q_") else []
    links += [_revision_link(seen), _document_link(seen)]
    below, capture, response = _capture_links(db, seen.capture, warc_root)
    links += [_derivation_link(seen, capture, response, derive_text)]
    if Masks(db, [seen.document]).touches(seen.document):
        links = [replace(link, what="", detail=WITHHELD) for link in links]
    return Chain(id=id, links=(*links, *below))


def list_evidence(db: Database, id: str) -> tuple[str, ...]:  # noqa: A002 - as above
    """List the WARC files that ``trace`` reads. Raises StorageError if there is no such item."""
    shown = show(db, id)
    if isinstance(shown, Withdrawn):
        return ()
    capture = shown.capture if isinstance(shown, CaptureView) else find_capture(db, _find_seen(db, shown.id).capture)
    original = find_capture(db, capture.refers_to) if capture and capture.refers_to else None
    return tuple(dict.fromkeys(each.pointer.path for each in (capture, original) if each))


def _find_seen(db: Database, id_: str) -> _Seen:
    row = db.execute(f"{_SEEN} {_WHERE[id_[:2]]} {_NEWEST}", (id_,)).fetchone()
    return _Seen(**dict(zip(_Seen.__slots__, row, strict=True)))


def _link(name: LinkName, what: str, holds: bool, detail: str = "") -> Link:
    return Link(name=name, what=what, holds=holds, detail=detail)


def _quote_link(db: Database, id_: str, seen: _Seen) -> Link:
    """Check that a quote's words are at its offsets in the revision."""
    [(expected, start, end)] = db.execute(
        'SELECT g.checksum, g.start, g."end" FROM readings g JOIN quotes q ON q.seq = g.quote '
        "WHERE q.id = ? AND g.derivation = ?",
        (id_, seen.derivation),
    ).fetchall()
    stands = seen.text[start:end]
    holds = checksum(stands) == expected
    detail = f"characters {start} to {end} of revision {seen.revision}"
    return _link(
        LinkName.QUOTE,
        f"“{_shorten(stands)}”",
        holds,
        detail if holds else f"{detail} are not the words that were read",
    )


def _revision_link(seen: _Seen) -> Link:
    """Check that a revision's id is that of its document and text."""
    expected = revision_id(seen.document, seen.text)
    detail = f"{len(seen.text)} characters" if expected == seen.revision else f"its text would make it {expected}"
    return _link(LinkName.REVISION, seen.revision, expected == seen.revision, detail)


def _document_link(seen: _Seen) -> Link:
    """Check that a document's id is that of its address or post; if it is identified by its text alone, say so."""
    what = f"{seen.kind} {seen.document}: {_shorten(seen.title or 'untitled')}"
    url = CanonicalUrl(seen.url) if seen.url else None
    if not seen.platform and not url:
        return _link(LinkName.DOCUMENT, what, True, "known by its issuer, date and text, having no address")
    possible = {
        document_id(url=url, platform=seen.platform, post_id=seen.post, fragment=seen.fragment),
        document_id(url=url, fragment=seen.fragment),
    }
    holds = seen.document in possible
    where = seen.url or f"{seen.platform} {seen.post}"
    return _link(LinkName.DOCUMENT, what, holds, where if holds else f"{where} does not identify it")


def _derivation_link(seen: _Seen, capture: Capture | None, response: Response | None, derive_text: DeriveText) -> Link:
    """Derive the text from the bytes again."""
    what = f"the text, derived from the bytes again (first by {seen.code_version})"
    if capture is None or response is None:
        return _link(LinkName.DERIVATION, what, False, "the bytes cannot be read")
    text = derive_text(capture, response, seen.document)
    if text is None:
        return _link(LinkName.DERIVATION, what, False, "today's code finds no such document in them")
    text = storable(text)
    if text == seen.text:
        return _link(LinkName.DERIVATION, what, True, "the same, character for character")
    at = next((i for i, (a, b) in enumerate(zip(text, seen.text, strict=False)) if a != b), min(len(text), len(seen.text)))
    return _link(
        LinkName.DERIVATION,
        what,
        False,
        f"differs from character {at} on: {text[at : at + _SHOWN_CHARS]!r}, stored is {seen.text[at : at + _SHOWN_CHARS]!r}; "
        "`onrecord reparse` adds what today's code reads",
    )


def _capture_links(db: Database, id_: str, root: Path) -> tuple[list[Link], Capture | None, Response | None]:
    """Check a capture, its payload, the stored records that hold them, and the run that brought them."""
    capture = find_capture(db, id_)
    if capture is None:
        raise StorageError(f"The archive names capture {id_} and does not hold it; restore it from a backup.")
    expected = capture_id(capture.url, capture.captured_at, capture.payload_sha256)
    status = f", status {capture.status}" if capture.status else ""
    what = f"{capture.url} at {capture.captured_at.isoformat()}{status}"
    detail = id_ if expected == id_ else f"{id_}, but its address, instant and payload make it {expected}"
    payload, response = _payload_link(db, capture, root)
    original = find_capture(db, capture.refers_to) if capture.record_type is RecordType.REVISIT and capture.refers_to else None
    records = [_record_link(each, root) for each in (capture, original) if each]
    return (
        [_link(LinkName.CAPTURE, what, expected == id_, detail), payload, *records, _run_link(db, capture)],
        capture,
        response,
    )


def _payload_link(db: Database, capture: Capture, root: Path) -> tuple[Link, Response | None]:
    what = f"{capture.payload_length} bytes, SHA-256 {capture.payload_sha256}"
    try:
        response = read_response(root, capture, load=lambda id_: find_capture(db, id_))
    except WarcError as error:
        return _link(LinkName.PAYLOAD, what, False, str(error)), None
    holds = len(response.body) == capture.payload_length
    return _link(
        LinkName.PAYLOAD, what, holds, "read and hashed again" if holds else f"{len(response.body)} bytes were read"
    ), response


def _record_link(capture: Capture, root: Path) -> Link:
    at = capture.pointer
    what = f"{capture.record_type.value} record at byte {at.offset} of {at.path}, {at.length} bytes"
    try:
        record = read_record(root, at)
    except WarcError as error:
        return _link(LinkName.RECORD, what, False, str(error))
    holds = record.url is not None and storable(record.url) == capture.url
    return _link(LinkName.RECORD, what, holds, f"SHA-256 {at.sha256}" if holds else f"the record is of {record.url}")


def _run_link(db: Database, capture: Capture) -> Link:
    row = db.execute(
        "SELECT r.id, r.source, r.started_at, r.code_version FROM warc_files w JOIN loads l ON l.seq = w.load "
        "JOIN runs r ON (r.id, r.source) = (l.run, l.source) WHERE w.path = ?",
        (capture.pointer.path,),
    ).fetchone()
    if row is None:
        return _link(LinkName.RUN, capture.pointer.path, False, "no run is known to have brought this file in")
    id_, source, started_at, version = row
    origin = f"; copied from {capture.origin}" if capture.origin else ""
    return _link(LinkName.RUN, f"{id_} over {source}, begun {started_at}", True, f"by code version {version}{origin}")


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS].rstrip()}…"
