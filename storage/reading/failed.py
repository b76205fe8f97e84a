"""List the leads that failed and have not come in since: what a run may ask for again."""

from __future__ import annotations

from datetime import date

from sqlite_utils import Database

from storage.model.findings import FailedLead


def list_failed(db: Database, source: str, *, since: date | None = None, until: date | None = None) -> list[str]:
    """List the addresses of a source whose last outcome was a failure, over the runs that asked for some of these days.

    A run that asked for no days counts as asking for all. Addresses are in the order in which they last failed.
    """
    rows = db.execute(
        """
        WITH ended AS (
            SELECT o.url, o.outcome, l.seq AS load, o.position,
                row_number() OVER (PARTITION BY o.url ORDER BY l.seq DESC) AS age
            FROM outcomes o JOIN loads l ON l.seq = o.load JOIN runs r ON (r.id, r.source) = (l.run, l.source)
            WHERE l.source = :source
            AND coalesce(json_extract(r.parameters, '$.since') <= :until, TRUE)
            AND coalesce(json_extract(r.parameters, '$.until') >= :since, TRUE)
        )
        SELECT url FROM ended WHERE age = 1 AND outcome = 'failed' AND url LIKE 'http%' ORDER BY load, position
        """,
        {"source": source, "since": since and since.isoformat(), "until": until and until.isoformat()},
    )
    return [url for (url,) in rows]


def list_failed_leads(db: Database, run: str, source: str, *, limit: int) -> list[FailedLead]:
    """List the leads of a run that failed, at most ``limit``, in the order in which they did."""
    rows = db.execute(
        """
        SELECT o.url, coalesce(o.reason, ''), coalesce(
            (SELECT j.why FROM judgements j WHERE j.capture = o.capture ORDER BY j.code_version DESC LIMIT 1), '')
        FROM outcomes o JOIN loads l ON l.seq = o.load
        WHERE (l.run, l.source) = (?, ?) AND o.outcome = 'failed' ORDER BY l.seq, o.position LIMIT ?
        """,
        (run, source, limit),
    )
    return [FailedLead(url=url, reason=reason, why=why) for url, reason, why in rows]
