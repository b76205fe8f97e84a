"""When each page of a source was last asked for: noted as runs are loaded, read to choose which to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from storage.database.rows import format_second
from storage.model import Outcome, Page
from storage.model.codec import read_instant

Step = tuple[timedelta, timedelta]
"""An age below which a page is looked at again after an interval."""

_EARLY = 0.95
"""A look may come a twentieth of its interval early: where looks and schedule are daily, a run that starts a minute
earlier than the day before must not leave every page to the next one."""

_COLUMNS = "url, first_at, asked_at, outcome, published"
_NOTE = """
    INSERT INTO pages (source, url, first_at, asked_at, outcome, published) VALUES (?1, ?2, ?3, ?3, ?4, ?5)
    ON CONFLICT (source, url) DO UPDATE SET
        first_at = min(first_at, excluded.first_at),
        outcome = iif(excluded.asked_at >= asked_at, excluded.outcome, outcome),
        asked_at = max(asked_at, excluded.asked_at),
        published = coalesce(excluded.published, published)
"""


def note_pages(db: Database, rows: Iterable[tuple[str, str, str, str, str | None]]) -> None:
    """Note that addresses were asked for: (source, url, when, outcome, earliest publication), instants as stored."""
    db.conn.executemany(_NOTE, rows)


def note_hops(db: Database, rows: Iterable[tuple[str, str, str]]) -> None:
    """Note that addresses answered on the way to others: (when, source, url). Those never asked for themselves are no pages."""
    db.conn.executemany("UPDATE pages SET asked_at = max(asked_at, ?) WHERE (source, url) = (?, ?)", rows)


def find_page(db: Database, source: str, url: str) -> Page | None:
    """Find when an address of a source was asked for, None if it never was."""
    row = db.execute(f"SELECT {_COLUMNS} FROM pages WHERE (source, url) = (?, ?)", (source, url)).fetchone()
    return _read(row) if row else None


def iterate_due(db: Database, source: str, *, now: datetime, steps: Sequence[Step], then: timedelta) -> Iterator[Page]:
    """Yield the pages of a source that are due for another look: the youngest class first, in it the longest unasked first.

    A page's age counts from its publication, or from when it was first asked for if that is earlier or all that is known.
    One younger than the age of a step (the steps in the order of their ages) is due when that step's interval has passed since
    the last look; one older than all steps when ``then`` has passed; one whose last look failed is due at once.
    """
    cases = "".join("WHEN age < ? THEN ? " for _ in steps)
    ranks = "".join(f"WHEN age < ? THEN {rank} " for rank, _ in enumerate(steps))
    instant = format_second(now)
    values: list[Any] = [instant, instant, source]
    for age, interval in steps:
        values += [age.total_seconds(), interval.total_seconds() * _EARLY]
    values.append(then.total_seconds() * _EARLY)
    values += [age.total_seconds() for age, _ in steps]
    rows = db.execute(
        f"""
        WITH aged AS (
            SELECT {_COLUMNS}, unixepoch(?) - unixepoch(min(first_at, coalesce(published, first_at))) AS age,
                unixepoch(?) - unixepoch(asked_at) AS since
            FROM pages WHERE source = ?
        )
        SELECT {_COLUMNS} FROM aged
        WHERE outcome = 'failed' OR since >= CASE {cases} ELSE ? END
        ORDER BY CASE {ranks} ELSE {len(steps)} END, asked_at, url
        """,
        values,
    )
    yield from (_read(row) for row in rows.fetchall())


def _read(row: Sequence[Any]) -> Page:
    url, first_at, asked_at, outcome, published = row
    return Page(
        url=url,
        first_at=read_instant(first_at),
        asked_at=read_instant(asked_at),
        outcome=Outcome(outcome),
        published=read_instant(published) if published else None,
    )
