"""Small reads for capturing, replaying and reporting: what is known, what was loaded, how it ended, what is covered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.codec import read_instant
from storage.model import Capture, LeadResult, Outcome, Sha256, Tally
from storage.rows import CAPTURE_COLUMNS, format_second, read_capture, write_json

_CAPTURES = f"SELECT {CAPTURE_COLUMNS} FROM captures c JOIN warc_records w ON (w.path, w.offset) = (c.path, c.offset)"
_NOT_REDACTED = "NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = c.id)"
_PAGE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution over one source."""

    id: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    parameters: dict[str, Any]


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


def knows_capture(db: Database, id: str) -> bool:  # noqa: A002 - the word of the field
    """Say whether a capture is in the archive."""
    return db.execute("SELECT 1 FROM captures WHERE id = ?", (id,)).fetchone() is not None


def find_capture(db: Database, id: str) -> Capture | None:  # noqa: A002 - as above
    """Find a capture by its id, redacted or not."""
    return _find(db, f"{_CAPTURES} WHERE c.id = ?", id)


def find_payload(db: Database, sha256: Sha256) -> Capture | None:
    """Find the first capture that stored a payload."""
    where = "c.payload_sha256 = ? AND c.record_type <> 'revisit' ORDER BY c.captured_at, c.id LIMIT 1"
    return _find(db, f"{_CAPTURES} WHERE {where}", sha256)


def find_observed(db: Database, url: str, captured_at: datetime) -> Capture | None:
    """Find the capture of an address at an instant that stores its payload."""
    where = "c.url = ? AND c.captured_at = ? AND c.record_type <> 'revisit' LIMIT 1"
    return _find(db, f"{_CAPTURES} WHERE {where}", url, format_second(captured_at))


def list_stored(db: Database, url: str, most: int) -> Iterator[Capture]:
    """List the captures of an address that store their payload, newest first, ``most`` at the most."""
    where = "c.url = ? AND c.record_type <> 'revisit' ORDER BY c.captured_at DESC, c.id DESC LIMIT ?"
    yield from map(read_capture, db.execute(f"{_CAPTURES} WHERE {where}", (url, most)))


def latest_capture(db: Database, url: str) -> Capture | None:
    """Find the newest capture of an address that gave content; an error page's headers must not make a request conditional."""
    where = f"""
        c.url = ? AND {_NOT_REDACTED} AND (c.status IS NULL OR c.status BETWEEN 200 AND 299)
        AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.capture = c.id AND j.status <> 'content')
        ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
    """
    return _find(db, f"{_CAPTURES} WHERE {where}", url)


def iterate_captures(db: Database, *, source: str | None = None) -> Iterator[Capture]:
    """Yield the captures that may be read, in the order of their ids; the archive may be written to meanwhile."""
    where = f"c.id > ? AND {_NOT_REDACTED} AND (? IS NULL OR c.source = ?) ORDER BY c.id LIMIT {_PAGE}"
    after = ""
    while page := db.execute(f"{_CAPTURES} WHERE {where}", (after, source, source)).fetchall():
        yield from map(read_capture, page)
        after = page[-1][0]


def loaded_warcs(db: Database) -> set[str]:
    """List the WARC files that were loaded."""
    return {path for (path,) in db.execute("SELECT path FROM warc_files")}


def newest_load(db: Database) -> int:
    """Return the number of the newest load; 0 if nothing was loaded."""
    [(seq,)] = db.execute("SELECT coalesce(max(seq), 0) FROM loads").fetchall()
    return int(seq)


def list_runs(db: Database, *, source: str | None = None, limit: int = 50) -> list[Run]:
    """List the newest runs, the last begun first."""
    rows = db.execute(
        "SELECT id, source, started_at, finished_at, code_version, parameters FROM runs WHERE ? IS NULL OR source = ? "
        "ORDER BY started_at DESC, id DESC, source LIMIT ?",
        (source, source, limit),
    )
    return [
        Run(
            id=id_,
            source=of,
            started_at=read_instant(started),
            finished_at=read_instant(finished) if finished else None,
            code_version=version,
            parameters=json.loads(parameters),
        )
        for id_, of, started, finished, version, parameters in rows
    ]


def read_tally(db: Database, run: str, *, source: str | None = None) -> Tally:
    """Count how the leads of a run ended, over one of its sources or all."""
    where = "l.run = ? AND (? IS NULL OR l.source = ?)"
    return _tally(db, where, (run, source, source), source or ", ".join(_sources_of(db, run)) or run, run)


def read_load(db: Database, load: int) -> Tally:
    """Count how the leads of one load ended."""
    [(source, run)] = db.execute("SELECT source, run FROM loads WHERE seq = ?", (load,)).fetchall()
    return _tally(db, "l.seq = ?", (load,), source, run)


def list_outcomes(db: Database, captures: Iterable[str]) -> list[LeadResult]:
    """List how the leads of some captures ended, over all runs, the oldest load first."""
    rows = db.execute(
        "SELECT o.url, o.outcome, o.reason, o.capture, d.id FROM outcomes o LEFT JOIN documents d ON d.seq = o.document "
        "WHERE o.capture IN (SELECT value FROM json_each(?)) ORDER BY o.load, o.position",
        (write_json(list(captures)),),
    )
    return [
        LeadResult(url=url, outcome=Outcome(outcome), reason=reason, capture_id=capture, document_id=document)
        for url, outcome, reason, capture, document in rows
    ]


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


def _find(db: Database, sql: str, *values: str | None) -> Capture | None:
    row = db.execute(sql, values).fetchone()
    return read_capture(row) if row else None


def _sources_of(db: Database, run: str) -> list[str]:
    return [source for (source,) in db.execute("SELECT source FROM runs WHERE id = ? ORDER BY source", (run,))]


def _tally(db: Database, where: str, values: tuple[Any, ...], source: str, run: str) -> Tally:
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    quotes = 0
    sql = "SELECT o.outcome, o.reason, count(*), sum(o.quotes) FROM outcomes o JOIN loads l ON l.seq = o.load WHERE"
    for outcome, reason, number, new_quotes in db.execute(f"{sql} {where} GROUP BY 1, 2", values):
        counts[outcome] += number
        quotes += new_quotes
        if reason and outcome in (Outcome.SKIPPED, Outcome.FAILED):
            reasons[reason] += number
    stops = db.execute(f"SELECT DISTINCT e.value FROM loads l, json_each(l.stops) e WHERE {where} ORDER BY l.seq", values)
    [(listed, due, deferred)] = db.execute(
        f"SELECT sum(l.listed), coalesce(sum(l.due), 0), coalesce(sum(l.deferred), 0) FROM loads l WHERE {where}", values
    ).fetchall()
    return Tally(
        source=source,
        run=run,
        **counts,
        quotes=quotes,
        reasons=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        stops=tuple(stop for (stop,) in stops),
        listed=listed,
        due=due,
        deferred=deferred,
    )


def _instant(text: str | None) -> datetime | None:
    return read_instant(text) if text else None
