"""How far each source is covered: the documents it holds, the days they are of, and when it was last fetched well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from storage.model.codec import read_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a source is covered: what it holds, which days its documents are of, and when it was last fetched well.

    ``first`` and ``last`` are the ends of its documents' dates of publication, None where none is known.
    """

    source: str
    documents: int
    first: datetime | None
    last: datetime | None
    last_captured: datetime | None
    last_good: datetime | None


def coverage(db: Database) -> list[Coverage]:
    """Tell how far each source is covered, declared ones without a document too."""
    rows = db.execute("""
        WITH held AS (
            SELECT o.source, count(*) AS documents, min(v.published_earliest) AS first, max(v.published_latest) AS last
            FROM current n JOIN observations o ON o.seq = n.observation JOIN derivations v ON v.seq = n.derivation GROUP BY 1
        ), seen AS (
            SELECT source, max(captured_at) AS captured FROM captures WHERE source IS NOT NULL GROUP BY 1
        ), good AS (
            SELECT l.source, max(r.started_at) AS started FROM loads l JOIN runs r ON (r.id, r.source) = (l.run, l.source)
            WHERE EXISTS (SELECT 1 FROM outcomes e WHERE e.load = l.seq AND e.outcome IN ('new', 'unchanged', 'revised'))
            GROUP BY 1
        )
        SELECT s.id, coalesce(held.documents, 0), held.first, held.last, seen.captured, good.started
        FROM (SELECT id FROM sources UNION SELECT source FROM held UNION SELECT source FROM seen) s
        LEFT JOIN held ON held.source = s.id LEFT JOIN seen ON seen.source = s.id LEFT JOIN good ON good.source = s.id
        ORDER BY s.id
    """)
    return [
        Coverage(
            source=source,
            documents=documents,
            first=_instant(first),
            last=_instant(last),
            last_captured=_instant(captured),
            last_good=_instant(good),
        )
        for source, documents, first, last, captured, good in rows
    ]


def _instant(text: str | None) -> datetime | None:
    return read_instant(text) if text else None
