"""Count what the last runs of a source yielded: leads, documents and their filled parts, failures, missed selectors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage.database.rows import load_cell
from storage.model.codec import read_instant

_DOCUMENTS = """
    SELECT count(*), sum(v.title IS NOT NULL), sum(v.published IS NOT NULL), sum(v.speakers <> '[]'), sum(v.issuers <> '[]'),
        sum(trim(r.text) <> ''), sum(v.language IS NOT NULL), max(v.published_earliest),
        sum((SELECT count(*) FROM readings g WHERE g.derivation = v.seq))
    FROM (
        SELECT DISTINCT o.document FROM outcomes o JOIN loads l ON l.seq = o.load
        WHERE (l.run, l.source) = (?, ?) AND o.document IS NOT NULL
    ) e
    JOIN current n ON n.document = e.document JOIN derivations v ON v.seq = n.derivation JOIN revisions r ON r.seq = v.revision
"""
_ENDED = """
    SELECT o.outcome, o.reason, count(*), min(o.url) FROM outcomes o JOIN loads l ON l.seq = o.load
    WHERE (l.run, l.source) = (?, ?)
"""
_PARTS = ("title", "published", "speaker", "issuer", "body", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """The result of one run of a source.

    ``reasons`` count why leads ended as they did, ``failures`` the same for failed leads only; ``examples`` has one address for
    each reason; ``listed`` is how many leads the lists held (None: none was read). ``filled`` counts the documents that have a
    part, ``problems`` the missed selectors in the parser's words; ``newest`` is when the newest document was published;
    ``stops`` say why discovery ended, ``parameters`` the arguments of the run.
    """

    run: str
    started_at: datetime
    leads: int
    new: int
    failed: int
    skipped: int
    listed: int | None
    documents: int
    quotes: int
    filled: Mapping[str, int]
    problems: Mapping[str, int]
    reasons: Mapping[str, int]
    failures: Mapping[str, int]
    examples: Mapping[str, str]
    stops: tuple[str, ...]
    newest: datetime | None
    parameters: Mapping[str, Any]


def list_yields(db: Database, source: str, *, newest: int = 21, days: int = 30) -> list[Yield]:
    """List the yields of a source's newest runs and, for the days before these, of the last run of each day; newest first."""
    runs = db.execute(
        """
        WITH ranked AS (
            SELECT id, started_at, parameters, row_number() OVER (ORDER BY started_at DESC, id DESC) AS rank,
                row_number() OVER (PARTITION BY substr(started_at, 1, 10) ORDER BY started_at DESC, id DESC) AS of_day
            FROM runs WHERE source = ?1
        )
        SELECT id, started_at, parameters FROM ranked WHERE rank <= ?2 OR of_day = 1
        ORDER BY started_at DESC, id DESC LIMIT ?2 + ?3
        """,
        (source, newest, days),
    ).fetchall()
    return [_read_yield(db, run, source, started, parameters) for run, started, parameters in runs]


def read_yield(db: Database, run: str, source: str) -> Yield | None:
    """Read the yield of one run of a source; None if the archive has no such run."""
    found = db.execute("SELECT started_at, parameters FROM runs WHERE (id, source) = (?, ?)", (run, source)).fetchone()
    return _read_yield(db, run, source, *found) if found else None


def iterate_news(db: Database, source: str) -> Iterator[Yield]:
    """Iterate over the yields of the runs of a source that found something new, newest first."""
    runs = db.execute(
        """
        SELECT r.id, r.started_at, r.parameters FROM runs r
        WHERE r.source = ? AND EXISTS (
            SELECT 1 FROM loads l JOIN outcomes o ON o.load = l.seq
            WHERE (l.run, l.source) = (r.id, r.source) AND o.outcome = 'new'
        ) ORDER BY r.started_at DESC, r.id DESC
        """,
        (source,),
    )
    for run, started, parameters in runs:
        yield _read_yield(db, run, source, started, parameters)


def _read_yield(db: Database, run: str, source: str, started: str, parameters: str) -> Yield:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for outcome, reason, count, example in db.execute(f"{_ENDED} GROUP BY 1, 2 ORDER BY 1, 2", (run, source)):
        outcomes[outcome] += count
        if reason:
            reasons[reason] += count
            failures[reason] += count if outcome == "failed" else 0
            examples.setdefault(reason, example)
    [(listed,)] = db.execute("SELECT sum(listed) FROM loads WHERE (run, source) = (?, ?)", (run, source)).fetchall()
    [(documents, *filled, newest, quotes)] = db.execute(_DOCUMENTS, (run, source)).fetchall()
    return Yield(
        run=run,
        started_at=read_instant(started),
        leads=outcomes.total(),
        new=outcomes["new"],
        failed=outcomes["failed"],
        skipped=outcomes["skipped"],
        listed=listed,
        documents=documents,
        quotes=quotes or 0,
        filled=dict(zip(_PARTS, (count or 0 for count in filled), strict=True)),
        problems=_count_problems(db, run, source),
        reasons=reasons,
        failures=+failures,
        examples=examples,
        stops=_list_stops(db, run, source),
        newest=read_instant(newest) if newest else None,
        parameters=load_cell(parameters),
    )


def _list_stops(db: Database, run: str, source: str) -> tuple[str, ...]:
    rows = db.execute(
        "SELECT e.value FROM loads l, json_each(l.stops) e WHERE (l.run, l.source) = (?, ?) ORDER BY l.seq, e.key",
        (run, source),
    )
    return tuple(stop for (stop,) in rows)


def _count_problems(db: Database, run: str, source: str) -> Counter[str]:
    rows = db.execute(
        """
        SELECT j.problems FROM judgements j WHERE j.problems <> '[]' AND j.capture IN (
            SELECT o.capture FROM outcomes o JOIN loads l ON l.seq = o.load WHERE (l.run, l.source) = (?, ?)
        )
        """,
        (run, source),
    )
    return Counter(problem for (problems,) in rows for problem in set(load_cell(problems)))
