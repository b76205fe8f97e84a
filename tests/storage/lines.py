"""Small invented lines of a shard, for the tests of loading, search and evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from storage.loading.load import begin_run, load_lines
from storage.model import (
    Basis,
    Capture,
    Derived,
    Document,
    DocumentKind,
    EffectiveStatus,
    Precision,
    Quote,
    QuoteKind,
    RecordType,
    Tally,
    WarcPointer,
    WarcRecord,
    When,
)
from storage.model.identity import canonical_url, capture_id, document_id, quote_id, sha256
from storage.text.folding import fold_text

NOON = datetime(2020, 10, 27, 12, tzinfo=UTC)
VERSION = "test-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSource:
    """A declared source of few words."""

    id: str
    title: str | None = None
    publisher: str | None = None
    country: str | None = None


def day(text: str) -> When:
    """Make the When of a day in UTC."""
    start = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return When(
        raw=text,
        value=text,
        precision=Precision.DAY,
        zone="UTC",
        earliest=start,
        latest=start + timedelta(days=1) - timedelta(seconds=1),
        basis=Basis.TEXT,
    )


def make_quotes(document: str, text: str, **fields: Any) -> tuple[Quote, ...]:
    """Make an own quote of every line of a text."""
    quotes = []
    seen: dict[str, int] = {}
    for found in re.finditer(r"[^\n]+", text):
        folded = fold_text(found[0])
        ordinal = seen[folded] = seen.get(folded, -1) + 1
        id_ = quote_id(document, QuoteKind.OWN, folded, ordinal)
        span = (found.start(), found.end())
        quotes.append(Quote(id=id_, kind=QuoteKind.OWN, exact=found[0], start=span[0], end=span[1], spans=(span,), **fields))
    return tuple(quotes)


def make_document(url: str, text: str, *, published: str | None = "2020-10-27", **fields: Any) -> Document:
    """Make a document whose every line is a quote; ``quote`` holds fields for all of them."""
    address = canonical_url(url)
    id_ = document_id(url=address)
    when = day(published) if published else None
    about = {"said": when, **fields.pop("quote", {})}
    plain = Document(
        id=id_,
        kind=DocumentKind.STATEMENT,
        url=address,
        title="Sample statement",
        language="en",
        published=when,
        issuers=("Ministry of Samples",),
        speakers=(),
        via=(),
        text=text,
        quotes=make_quotes(id_, text, **about),
    )
    return replace(plain, **fields)


def make_capture(url: str, payload: str, *, at: datetime = NOON, warc: str = "a.warc.gz", offset: int = 0) -> Capture:
    """Make a capture that lies at an offset of a WARC."""
    digest = sha256(payload.encode("utf-8", "surrogatepass"))
    return Capture(
        id=capture_id(url, at, digest),
        url=url,
        captured_at=at,
        record_type=RecordType.RESPONSE,
        status=200,
        media_type="text/html",
        headers=(("Content-Type", "text/html"), ("ETag", '"1"')),
        payload_sha256=digest,
        payload_length=len(payload),
        pointer=WarcPointer(path=warc, offset=offset, length=100, sha256=sha256(f"{warc}{offset}".encode())),
    )


def make_line(capture: Capture, *documents: Document, **fields: Any) -> Derived:
    """Make the line of a page: its capture with the one record that holds it, and its documents."""
    at = capture.pointer
    entry = WarcRecord(pointer=at, record_id=f"<urn:uuid:{at.offset}>", record_type="response", url=capture.url)
    plain = Derived(
        code_version=VERSION,
        source="samples",
        lead=capture.url,
        capture=capture,
        status=EffectiveStatus.CONTENT,
        documents=documents,
        ledger=(entry,),
    )
    return replace(plain, **fields)


def make_page(url: str, text: str, *, at: datetime = NOON, offset: int = 0, warc: str = "a.warc.gz", **fields: Any) -> Derived:
    """Make the line of a page with one document."""
    return make_line(make_capture(url, text, at=at, offset=offset, warc=warc), make_document(url, text, **fields))


def load(db: Database, *lines: Derived, run: str = "run-1", warc: str | None = "a.warc.gz", **fields: Any) -> Tally:
    """Load lines in a run, which is begun first."""
    begin_run(db, run=run, source="samples", started_at=NOON, code_version=VERSION, parameters={})
    return load_lines(db, lines, run=run, source="samples", warc=warc, **fields)
