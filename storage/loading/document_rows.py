"""Make the rows of a document from what was derived of it, with the digest by which the same is stored once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from storage.database.rows import (
    Row,
    alternate_rows,
    derivation_row,
    describe_reading,
    notice_row,
    post_row,
    reading_row,
    storable_document,
    when_columns,
)
from storage.errors import StorageError
from storage.model import Document, Polarity, Quote

_POST_WITHOUT_EDIT: Final = 13
"""So many columns of a post were there before edits were kept; before cut texts were marked:"""
_POST_WITHOUT_CUT: Final = 15  # columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A document ready to be stored: its columns, its quotes with theirs, and the digest over all of it."""

    document: Document
    described: Row
    readings: tuple[tuple[Quote, Row], ...]
    digest: str


def understand(document: Document) -> Understood:
    """Make a document's columns. Raises StorageError if a quote's words do not stand at its offsets."""
    _check_places(document)
    described = derivation_row(document)
    readings = {quote.id: (quote, describe_reading(quote)) for quote in document.quotes}
    post = post_row(document.post) if document.post else None
    quoted = [(id_, reading) for id_, (_, reading) in readings.items()]
    # What few documents have is digested only where it is there, so that what was stored before it was known stays the same.
    rare: list[object] = [alternate_rows(document)] if document.alternates else []
    rare += [["notice", *notice_row(document.notice)]] if document.notice else []
    if post and document.post and document.post.edited:
        rare.append(post[_POST_WITHOUT_EDIT:_POST_WITHOUT_CUT])
    if document.post and document.post.cut:
        rare.append("cut")
    rare += [[id_, quote.polarity.value] for id_, (quote, _) in readings.items() if quote.polarity is not Polarity.SAID]
    said = json.dumps((described, post and post[:_POST_WITHOUT_EDIT], quoted, *rare), ensure_ascii=False)
    try:
        document.text.encode()
        digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    except UnicodeEncodeError:
        return understand(storable_document(document))
    published = when_columns(document.published)
    rows = tuple((quote, reading_row(quote, reading, published)) for quote, reading in readings.values())
    return Understood(document=document, described=described, readings=rows, digest=digest)


def _check_places(document: Document) -> None:
    text = document.text
    for quote in document.quotes:
        if text[quote.start : quote.end] != quote.exact:
            raise StorageError(
                f"Document {document.id} ({document.url}): quote {quote.id} is {quote.exact[:40]!r}, but "
                f"{text[quote.start : quote.end][:40]!r} stands at [{quote.start}:{quote.end}]. Derive it again."
            )
        if not (text.endswith(quote.prefix, 0, quote.start) and text.startswith(quote.suffix, quote.end)):
            raise StorageError(
                f"Document {document.id} ({document.url}): quote {quote.id} has another prefix or suffix than stands around "
                f"[{quote.start}:{quote.end}]. Derive it again."
            )
