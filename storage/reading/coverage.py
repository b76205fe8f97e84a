"""How far each source is covered: the documents it holds, the days they are of, and when it was last fetched well."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.rows import read_moment
from storage.model.findings import Coverage


def coverage(db: Database) -> list[Coverage]:
    """Return how far each source is covered, declared ones without a document too."""
    rows = db.execute("""
        WITH held AS (
            SELECT source, count(*) AS documents, min(published_earliest) AS first, max(published_latest) AS last
            FROM current_documents GROUP BY 1
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
            first=read_moment(first),
            last=read_moment(last),
            last_captured=read_moment(captured),
            last_good=read_moment(good),
        )
        for source, documents, first, last, captured, good in rows
    ]
