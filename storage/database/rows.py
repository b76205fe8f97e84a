"""Turn the records of storage.model into rows of the archive and back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

from storage.errors import StorageError
from storage.model import (
    Capture,
    Document,
    Mention,
    Notice,
    Polarity,
    Post,
    Quote,
    QuoteKind,
    RecordType,
    Sha256,
    Span,
    WarcPointer,
    WarcRecord,
    When,
)
from storage.model.codec import format_instant, from_json, read_instant, to_json
from storage.text.index_form import index_words

Row = tuple[Any, ...]

_MOST_SHOWN = 60
"""The characters of a damaged cell that an error shows. Chosen by hand."""
_SURROGATE = re.compile("[\ud800-\udfff]")

write_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def load_cell(written: str) -> Any:
    """Read the JSON that a cell of the archive holds. Raises StorageError if it is none: only damage makes it so."""
    try:
        return json.loads(written)
    except (ValueError, TypeError) as error:
        raise StorageError(
            f"The database holds {str(written)[:_MOST_SHOWN]!r} where JSON was written ({error}): it is damaged. Restore it "
            "from a backup."
        ) from error


def format_second(instant: datetime | None) -> str | None:
    """Write an instant to the second, so that the order of the text is that of the instants."""
    return format_instant(instant.replace(microsecond=0)) if instant else None


@lru_cache(maxsize=4096)
def when_columns(when: When | None) -> tuple[str | None, str | None, str | None]:
    """Return a date as its JSON and the ends of its interval."""
    if when is None:
        return None, None, None
    return write_json(to_json(when)), format_second(when.earliest), format_second(when.latest)


def storable(text: str) -> str:
    """Put U+FFFD for every lone surrogate, which SQLite cannot keep as text. Offsets stay."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def storable_document(document: Document) -> Document:
    """Put U+FFFD for the lone surrogates of a document, wherever they stand in it."""
    written = storable(write_json(to_json(document)))
    return replace(from_json(Document, json.loads(written)), id=document.id)


# ------------------------------------------------------------------------------------------------- captures


def ledger_row(entry: WarcRecord) -> Row:
    """Return the row of warc_records for a line of the ledger."""
    at = entry.pointer
    url = storable(entry.url) if entry.url else None
    return (at.path, at.offset, at.length, at.sha256, entry.record_id, entry.record_type, url, entry.origin)


def capture_row(capture: Capture, source: str | None) -> Row:
    """Return the row of captures."""
    return (
        capture.id,
        source,
        storable(capture.url),
        format_second(capture.captured_at),
        capture.record_type.value,
        capture.status,
        capture.media_type,
        storable(write_json(capture.headers)),
        capture.payload_sha256,
        capture.payload_length,
        capture.pointer.path,
        capture.pointer.offset,
        capture.refers_to,
        storable(capture.location) if capture.location else None,
        capture.origin,
    )


CAPTURE_COLUMNS: Final = (
    "c.id, c.url, c.captured_at, c.record_type, c.status, c.media_type, c.headers, c.payload_sha256, c.payload_length, "
    "c.refers_to, c.location, c.origin, w.path, w.offset, w.length, w.sha256"
)
"""What ``read_capture`` reads, in order, of captures c joined with warc_records w."""


def read_capture(row: Sequence[Any]) -> Capture:
    """Make a capture of CAPTURE_COLUMNS."""
    (id_, url, captured_at, record_type, status, media_type, headers, payload, length, refers_to, location, origin) = row[:12]
    path, offset, stored_length, sha256 = row[12:16]
    return Capture(
        id=id_,
        url=url,
        captured_at=read_instant(captured_at),
        record_type=RecordType(record_type),
        status=status,
        media_type=media_type,
        headers=tuple((name, value) for name, value in load_cell(headers)),
        payload_sha256=Sha256(payload),
        payload_length=length,
        pointer=WarcPointer(path=path, offset=offset, length=stored_length, sha256=Sha256(sha256)),
        refers_to=refers_to,
        location=location,
        origin=origin,
    )


# ------------------------------------------------------------------------------------- documents and quotes


def derivation_row(document: Document) -> Row:
    """Return the columns of derivations that describe a document."""
    return (
        document.kind.value,
        document.url,
        document.title,
        document.language,
        *when_columns(document.published),
        write_json(document.issuers),
        write_json(document.speakers),
        write_json(document.via),
        write_json([to_json(turn) for turn in document.turns]) if document.turns else "[]",
        document.fragment,
    )


def alternate_rows(document: Document) -> list[Row]:
    """Return the columns of alternates: language and address of each."""
    return list({url: (storable(language), storable(url)) for language, url in document.alternates}.values())


def notice_row(notice: Notice) -> Row:
    """Return the columns of notices."""
    return (notice.kind.value, storable(notice.text), write_json(to_json(notice.dated)) if notice.dated else None)


def post_row(post: Post) -> Row:
    """Return the columns of posts."""
    return (
        post.platform,
        post.id,
        post.account,
        post.author,
        post.kind.value,
        post.reply_to,
        post.reposted,
        post.quoted,
        write_json(post.links),
        write_json([to_json(media) for media in post.media]),
        write_json(post.edits),
        post.withheld,
        post.deleted,
        *_edited_columns(post.edited),
        int(post.cut),
    )


def _edited_columns(edited: When | None) -> tuple[str | None, str | None]:
    """Return an edit's date as JSON, and its earliest instant if it is bounded on both sides."""
    written, earliest, latest = when_columns(edited)
    return written, earliest if latest else None


def describe_reading(quote: Quote) -> Row:
    """Return what a reading says of a quote: where it stands and whose words it is, in the order of its columns."""
    return (
        quote.start,
        quote.end,
        write_json(quote.spans),
        write_json(quote.marked),
        quote.prefix,
        quote.suffix,
        quote.cue,
        write_json(to_json(quote.mention)) if quote.mention else None,
        quote.speaker,
        quote.speaker_id,
        quote.office,
        quote.via,
        *when_columns(quote.said),
    )


def reading_row(quote: Quote, described: Row, published: Row) -> Row:
    """Return the columns of readings that describe a quote, its attribution as the columns of that. ``described`` is what
    ``describe_reading`` returned for it, ``published`` the columns of its derivation's date of publication."""
    spans, marked, cue, mention = described[2], described[3], *described[6:8]
    said = described[-3:]
    as_published = said[0] is not None and said == published
    return (
        quote.start,
        quote.end,
        checksum(quote.exact),
        len(quote.prefix),
        len(quote.suffix),
        None if quote.spans == ((quote.start, quote.end),) else spans,
        marked if quote.marked else None,
        cue,
        mention,
        (quote.speaker, quote.speaker_id, quote.office, quote.via, quote.polarity.value),
        int(as_published),
        *((None, None, None) if as_published else said),
    )


def checksum(text: str) -> int:
    """Return the CRC-32 of a text in UTF-8, by which words are recognised that are not kept."""
    return crc32(text.encode())


def quote_text(quote: Quote, text: str) -> str:
    """Return the words of a quote as they stand: its content, without a cue that stands between."""
    return " ".join(text[start:end] for start, end in quote.spans) if len(quote.spans) > 1 else quote.exact


def quote_words(quote: Quote, text: str) -> str:
    """Return the words of a quote as the index keeps them."""
    return index_words(quote_text(quote, text))


READING_COLUMNS: Final = (
    'q.id, q.kind, g.start, g."end", g.spans, g.marked, g.before, g.after, g.cue, g.mention, g.speaker, '
    "g.speaker_id, g.office, g.via, g.said, g.polarity"
)
"""What ``read_quote`` reads, in order, of quotes q joined with quote_readings g."""

QUOTE_WIDTH: Final = READING_COLUMNS.count(",") + 1
"""The number of READING_COLUMNS."""


def read_quote(row: Sequence[Any], text: str) -> Quote:
    """Make a quote of READING_COLUMNS and the text of its revision."""
    (id_, kind, start, end, spans, marked, before, after, cue, mention) = row[:10]
    speaker, speaker_id, office, via, said, polarity = row[10:QUOTE_WIDTH]
    return Quote(
        id=id_,
        kind=QuoteKind(kind),
        exact=text[start:end],
        start=start,
        end=end,
        spans=_read_spans(spans),
        marked=_read_spans(marked),
        prefix=text[start - before : start],
        suffix=text[end : end + after],
        cue=cue,
        mention=from_json(Mention, load_cell(mention)) if mention else None,
        speaker=speaker,
        speaker_id=speaker_id,
        office=office,
        via=via,
        said=read_when(said),
        polarity=Polarity(polarity),
    )


def _read_spans(written: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in load_cell(written))


@lru_cache(maxsize=4096)
def read_when(written: str | None) -> When | None:
    """Read a date from its JSON."""
    return from_json(When, load_cell(written)) if written else None


def read_names(written: str) -> tuple[str, ...]:
    """Read a list of names or ids from its JSON."""
    return tuple(load_cell(written))


def read_moment(written: str | None) -> datetime | None:
    """Read an instant, None if there is none."""
    return read_instant(written) if written else None
