"""How far each source is covered: the documents it holds, the days they are of, and when it was last fetched well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlite_utils import Database

from storage.database.rows import read_moment, write_json
from storage.model.findings import Coverage

_SEEN: Final = """
    WITH RECURSIVE seen(source) AS (
        SELECT min(source) FROM captures
        UNION ALL SELECT (SELECT min(c.source) FROM captures c WHERE c.source > seen.source) FROM seen
        WHERE seen.source IS NOT NULL
    )
"""
_HELD: Final = f"""
    {_SEEN}, held AS (SELECT source, sum(documents) AS documents FROM held_months GROUP BY 1)
    SELECT s.id, coalesce(held.documents, 0)
    FROM (
        SELECT id FROM sources UNION SELECT source FROM held WHERE documents > 0
        UNION SELECT source FROM seen WHERE source IS NOT NULL
    ) s LEFT JOIN held ON held.source = s.id ORDER BY s.id
"""
# Documents without a day are of no month; those whose days are not known to the month count from their first.
_REACH: Final = """
    WITH held AS (
        SELECT source, min(month) AS first, max(month) AS last FROM held_months WHERE documents > 0 AND month <> '' GROUP BY 1
    ), good AS (
        SELECT l.source, max(r.started_at) AS started FROM loads l JOIN runs r ON (r.id, r.source) = (l.run, l.source)
        WHERE EXISTS (SELECT 1 FROM outcomes e WHERE e.load = l.seq AND e.outcome IN ('new', 'unchanged', 'revised'))
        GROUP BY 1
    )
    SELECT s.value, (
        SELECT min(v.published_earliest) FROM derivations v CROSS JOIN current n ON n.derivation = v.seq
        CROSS JOIN observations o ON o.seq = n.observation
        WHERE n.document = v.document AND o.source = s.value
        AND v.published_earliest >= held.first AND v.published_earliest < held.first || '~'
    ), (
        SELECT max(v.published_latest) FROM derivations v CROSS JOIN current n ON n.document = v.document
        CROSS JOIN observations o ON o.seq = n.observation
        WHERE n.derivation = v.seq AND o.source = s.value
        AND v.published_earliest >= held.last AND v.published_earliest < held.last || '~'
    ), (SELECT max(captured_at) FROM captures c WHERE c.source = s.value), good.started
    FROM json_each(?) s LEFT JOIN held ON held.source = s.value LEFT JOIN good ON good.source = s.value
"""


def coverage(db: Database) -> list[Coverage]:
    """Return how far each source is covered, declared ones without a document too."""
    return reach(db, count_documents(db))


def count_documents(db: Database) -> dict[str, int]:
    """Count the documents that are held of each source, in the order of their ids: none of some that are declared."""
    return dict(db.execute(_HELD).fetchall())


def reach(db: Database, documents: Mapping[str, int]) -> list[Coverage]:
    """Return how far sources are covered, given with the number of their documents."""
    return [
        Coverage(
            source=source,
            documents=documents[source],
            first=read_moment(first),
            last=read_moment(last),
            last_captured=read_moment(captured),
            last_good=read_moment(good),
        )
        for source, first, last, captured, good in db.execute(_REACH, (write_json(list(documents)),))
    ]
