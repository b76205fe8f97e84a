"""Count what the last runs of a source yielded: leads, documents and their filled parts, failures, missed selectors."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.codec import read_instant

_DOCUMENTS = """
    SELECT count(*), sum(v.title IS NOT NULL), sum(v.published IS NOT NULL), sum(v.speakers <> '[]'), sum(v.issuers <> '[]'),
        sum(trim(r.text) <> ''), sum(v.language IS NOT NULL), max(v.published_earliest),
        sum((SELECT count(*) FROM quote_readings g WHERE g.derivation = v.seq))
    FROM (
        SELECT DISTINCT o.document FROM outcomes o JOIN loads l ON l.seq = o.load
        WHERE (l.run, l.source) = (?, ?) AND o.document IS NOT NULL
    ) e
    JOIN current n ON n.document = e.document JOIN derivations v ON v.seq = n.derivation JOIN revisions r ON r.seq = v.revision
"""
_PARTS = ("title", "published", "speaker", "issuer", "body", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What one run of a source came to. ``filled`` counts the documents that have a part, ``problems`` the selectors' misses as
    worded by the parser; ``newest`` is when the newest document was published; ``parameters`` say what the run was asked."""

    run: str
    started_at: datetime
    leads: int
    failed: int
    documents: int
    quotes: int
    filled: Mapping[str, int]
    problems: Mapping[str, int]
    reasons: Mapping[str, int]
    newest: datetime | None
    parameters: Mapping[str, Any]


def list_yields(db: Database, source: str, *, limit: int = 21) -> list[Yield]:
    """List what the newest runs of a source yielded, the last begun first."""
    runs = db.execute(
        "SELECT id, started_at, parameters FROM runs WHERE source = ? ORDER BY started_at DESC, id DESC LIMIT ?",
        (source, limit),
    ).fetchall()
    return [_read_yield(db, run, source, started, parameters) for run, started, parameters in runs]


def _read_yield(db: Database, run: str, source: str, started: str, parameters: str) -> Yield:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    ended = (
        "SELECT o.outcome, o.reason, count(*) FROM outcomes o JOIN loads l ON l.seq = o.load WHERE (l.run, l.source) = (?, ?)"
    )
    for outcome, reason, count in db.execute(f"{ended} GROUP BY 1, 2", (run, source)):
        outcomes[outcome] += count
        if reason:
            reasons[reason] += count
    [(documents, *filled, newest, quotes)] = db.execute(_DOCUMENTS, (run, source)).fetchall()
    return Yield(
        run=run,
        started_at=read_instant(started),
        leads=outcomes.total(),
        failed=outcomes["failed"],
        documents=documents,
        quotes=quotes or 0,
        filled=dict(zip(_PARTS, (count or 0 for count in filled), strict=True)),
        problems=_count_problems(db, run, source),
        reasons=reasons,
        newest=read_instant(newest) if newest else None,
        parameters=json.loads(parameters),
    )


def _count_problems(db: Database, run: str, source: str) -> Counter[str]:
    rows = db.execute(
        """
        SELECT j.problems FROM judgements j WHERE j.problems <> '[]' AND j.capture IN (
            SELECT o.capture FROM outcomes o JOIN loads l ON l.seq = o.load WHERE (l.run, l.source) = (?, ?)
        )
        """,
        (run, source),
    )
    return Counter(problem for (problems,) in rows for problem in set(json.loads(problems)))
