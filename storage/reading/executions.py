"""Read one run over one source, with its Tally and how its leads ended."""

from __future__ import annotations

import json
from typing import Final

from sqlite_utils import Database

from storage.database.rows import load_cell
from storage.errors import StorageError
from storage.loading.tallies import list_runs, read_tally
from storage.model.codec import read_instant
from storage.model.overviews import RunView

MOST_OUTCOMES: Final = 200
"""Outcomes shown of one run. Chosen by hand."""


def read_run(db: Database, run: str, source: str) -> RunView:
    """Read a run over a source. Raises StorageError if the archive has no such run."""
    row = db.execute(
        "SELECT started_at, finished_at, code_version, parameters FROM runs WHERE (id, source) = (?, ?)", (run, source)
    ).fetchone()
    if row is None:
        raise StorageError(f"The archive holds no run {run!r} over {source!r}; expected a run's id and its source.")
    outcomes = db.execute(
        """
        SELECT e.url, e.outcome, e.reason, e.capture, d.id FROM outcomes e JOIN loads l ON l.seq = e.load
        LEFT JOIN documents d ON d.seq = e.document AND EXISTS (SELECT 1 FROM current n WHERE n.document = d.seq)
        WHERE (l.run, l.source) = (?, ?)
        ORDER BY e.outcome <> 'failed', e.outcome = 'unchanged', l.seq, e.position LIMIT ?
        """,
        (run, source, MOST_OUTCOMES),
    ).fetchall()
    started, finished, version, written = row
    return RunView(
        id=run,
        source=source,
        started_at=read_instant(started),
        finished_at=read_instant(finished) if finished else None,
        code_version=version,
        parameters=tuple((name, json.dumps(value)) for name, value in load_cell(written).items() if value),
        tally=read_tally(db, run, source=source),
        outcomes=tuple(tuple(each) for each in outcomes),
    )


def list_run_views(db: Database, source: str, *, limit: int = 20) -> list[RunView]:
    """List the newest runs over a source with their Tallies, without their outcomes."""
    return [
        RunView(
            id=run.id,
            source=run.source,
            started_at=run.started_at,
            finished_at=run.finished_at,
            code_version=run.code_version,
            parameters=tuple((name, json.dumps(value)) for name, value in run.parameters.items() if value),
            tally=read_tally(db, run.id, source=source),
            outcomes=(),
        )
        for run in list_runs(db, source=source, limit=limit)
    ]
