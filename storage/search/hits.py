"""Read what search found as the JSON of hits: the quote, its document and the piece that shows why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from storage.database.rows import READING_COLUMNS, quote_json, write_json
from storage.model.identity import canonical_url
from storage.sameness.spread import list_variants, name_variants
from storage.search.querying import Term
from storage.search.snippets import cut_snippet

DOCUMENT_COLUMNS = "d.id, v.url, v.title, v.kind, v.language, v.issuers, v.fragment, v.published"
_HITS = f"""
    SELECT {READING_COLUMNS}, {DOCUMENT_COLUMNS}, e.value ->> 2, (
        SELECT c.url FROM observations o JOIN captures c ON c.id = o.capture
        WHERE o.derivation = v.seq ORDER BY o.captured_at, c.id LIMIT 1
    )
    FROM json_each(?) e
    CROSS JOIN quotes q ON q.seq = e.value ->> 0
    CROSS JOIN quote_readings g ON g.derivation = e.value ->> 1 AND g.quote = q.seq
    CROSS JOIN derivations v ON v.seq = g.derivation
    CROSS JOIN documents d ON d.seq = v.document
    ORDER BY e.key
"""
_QUOTE_WIDTH = READING_COLUMNS.count(",") + 1


def read_hits(db: Database, found: Sequence[tuple[int, int, str]], terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Read quotes, given as (quote, derivation, source) keys, as hits in the same order."""
    rows = db.execute(_HITS, (write_json(found),)).fetchall()
    variants = list_variants(db, [row[0] for row in rows])
    return [{**_hit(row, terms), **name_variants(variants[row[0]])} for row in rows]


def document_json(row: Sequence[Any]) -> dict[str, Any]:
    """Give DOCUMENT_COLUMNS but the last as JSON: what a document is, without its text."""
    id_, url, title, kind, language, issuers, fragment = row[:7]
    described = {"id": id_, "url": url, "title": title, "kind": kind, "language": language, "issuers": json.loads(issuers)}
    return {**described, "fragment": fragment} if fragment else described


def find_address(url: str | None, captured: str) -> str | None:
    """Give a document's address as its publisher wrote it, which is the one to cite: ``url`` is only for comparing."""
    return captured if url and canonical_url(captured) == url else url


def _hit(row: Sequence[Any], terms: Sequence[Term]) -> dict[str, Any]:
    quote = quote_json(row[:_QUOTE_WIDTH])
    document = row[_QUOTE_WIDTH:]
    snippet, highlights = cut_snippet(quote["exact"], terms)
    return {
        **quote,
        "document": {**document_json(document), "address": find_address(document[1], document[9])},
        "source": document[8],
        "published": json.loads(document[7]) if document[7] else None,
        "snippet": snippet,
        "highlights": [list(span) for span in highlights],
    }
