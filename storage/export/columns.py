"""The columns of a quote in a table, the same for CSV, SQLite and Parquet."""

from __future__ import annotations

import json
from typing import Final

from storage.model import When
from storage.model.codec import format_instant
from storage.model.findings import Cited

Cell = str | int | None

COLUMNS: Final = (
    "id kind exact prefix suffix start end cue polarity speaker speaker_id office via "
    "said said_precision said_earliest said_latest published published_precision published_earliest published_latest "
    "document document_kind title language issuers url source publisher platform account "
    "revision capture captured_at payload_sha256"
).split()
"""The names, in order. ``start`` and ``end`` are code points into the text of ``revision``; ``issuers`` is a JSON list; dates
are as printed, with the interval in UTC beside them."""

NUMBERS: Final = frozenset({"start", "end"})
"""The columns that hold whole numbers; all others hold text."""


def list_cells(cited: Cited) -> tuple[Cell, ...]:
    """Return the cells of COLUMNS. Raises ValueError for a document, which is no row."""
    quote, document, account, evidence = cited.quote, cited.document, cited.account, cited.evidence
    if quote is None:
        raise ValueError(f"{cited.id} is a document; a row is a quote")
    return (
        quote.id,
        quote.kind.value,
        quote.exact,
        quote.prefix,
        quote.suffix,
        quote.start,
        quote.end,
        quote.cue,
        quote.polarity.value,
        quote.speaker,
        quote.speaker_id,
        quote.office,
        quote.via,
        *_spell(quote.said),
        *_spell(cited.published),
        document.id,
        document.kind.value,
        document.title,
        document.language,
        json.dumps(document.issuers, ensure_ascii=False),
        document.address,
        cited.source,
        cited.publisher,
        account.platform if account else None,
        account.handle if account else None,
        evidence.revision,
        evidence.capture,
        format_instant(evidence.captured_at),
        evidence.payload_sha256,
    )


def _spell(when: When | None) -> tuple[Cell, Cell, Cell, Cell]:
    if when is None:
        return None, None, None, None
    earliest, latest = (format_instant(end) if end else None for end in (when.earliest, when.latest))
    return when.value, when.precision.value, earliest, latest
