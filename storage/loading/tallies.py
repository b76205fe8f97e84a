"""Runs and their Tallies: how the leads of a run or of one load ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.database.rows import load_cell, write_json
from storage.model import LeadResult, Outcome, Tally
from storage.model.codec import read_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution over one source."""

    id: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    parameters: dict[str, Any]


def loaded_warcs(db: Database) -> set[str]:
    """List the WARC files that were loaded, or of which a part was."""
    return {path for (path,) in db.execute("SELECT path FROM warc_files")}


def unfinished_warcs(db: Database) -> set[str]:
    """List the WARC files whose load is under way, or was broken off: a part of them is in the archive."""
    sql = "SELECT w.path FROM unfinished_loads u JOIN loads l ON l.seq = u.load JOIN warc_files w ON w.path = l.shard"
    return {path for (path,) in db.execute(sql)}


def newest_load(db: Database) -> int:
    """Return the number of the newest load that is finished; 0 if none is."""
    [(seq,)] = db.execute(
        "SELECT coalesce(max(seq), 0) FROM loads WHERE seq NOT IN (SELECT load FROM unfinished_loads)"
    ).fetchall()
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
            parameters=load_cell(parameters),
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
