"""Keep what readers leave: reports, and the searches that found nothing. Words only, no addresses."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from storage.errors import StorageError
from storage.model.codec import format_instant, read_instant
from storage.model.overviews import Report, ReportKind, ReportState
from storage.reports.file import ask, writing

LONGEST_TEXT: Final = 2_000
"""Characters of a report. Chosen by hand: some paragraphs; the form says so."""

MOST_OPEN: Final = 500
"""Reports that may wait for a decision; more are refused until an archivist has decided on some. Chosen by hand: what an
archivist may read in a week; a flood fills no disk."""

MOST_SEARCHES: Final = 5_000
"""Searches without a result that are kept; of more, those asked once and longest ago go. Chosen by hand."""

_LONGEST_SEARCH: Final = 200
"""The characters of a search that are kept. Chosen by hand: longer ones are texts that someone pasted."""
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS reports (
        number INTEGER PRIMARY KEY, quote TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, reported_at TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'rejected')),
        decided_at TEXT, why TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX IF NOT EXISTS reports_by_quote ON reports (quote, state);
    CREATE TABLE IF NOT EXISTS searches (
        words TEXT PRIMARY KEY, times INTEGER NOT NULL, last_asked TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
"""
_COLUMNS: Final = "number, quote, kind, text, reported_at, state, decided_at, why"


def add_report(path: Path, *, quote: str, kind: ReportKind, text: str, at: datetime | None = None) -> Report:
    """Store a reader's report, open until an archivist decides.

    Raises StorageError if it is empty, too long or one too many.
    """
    words = text.strip()
    if not words or len(words) > LONGEST_TEXT:
        raise StorageError(f"A report needs 1 to {LONGEST_TEXT} characters; this one has {len(words)}.")
    with writing(path, _SCHEMA) as db:
        [waiting] = db.execute("SELECT count(*) FROM reports WHERE state = 'open'").fetchone()
        if waiting >= MOST_OPEN:
            raise StorageError(f"{waiting} reports wait for an archivist already. Please report again later.")
        reported = format_instant((at or datetime.now(UTC)).replace(microsecond=0))
        number = db.execute(
            "INSERT INTO reports (quote, kind, text, reported_at) VALUES (?, ?, ?, ?)", (quote, kind.value, words, reported)
        ).lastrowid
    return find_report(path, int(number or 0))


def list_reports(path: Path, *, state: ReportState | None = ReportState.OPEN, quote: str | None = None) -> list[Report]:
    """List reports, the oldest first: of one state (None: of any), of one quote or all. None are kept without a file."""
    sql = f"SELECT {_COLUMNS} FROM reports WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR quote = ?2) ORDER BY number"
    return [_read(row) for row in ask(path, sql, (state.value if state else None, quote))]


def find_report(path: Path, number: int) -> Report:
    """Find a report by its number. Raises StorageError if there is none."""
    rows = ask(path, f"SELECT {_COLUMNS} FROM reports WHERE number = ?", (number,))
    if not rows:
        raise StorageError(f"There is no report {number}; see `onrecord corrections list`.")
    return _read(rows[0])


def decide(path: Path, number: int, state: ReportState, why: str, *, at: datetime | None = None) -> Report:
    """Accept or reject an open report, with the reason. Raises StorageError if it was decided before or no reason is stated."""
    if not why.strip():
        raise StorageError(f"Deciding on report {number} needs a reason; expected one sentence.")
    report = find_report(path, number)
    if report.state is not ReportState.OPEN:
        raise StorageError(f"Report {number} was {report.state} already: {report.why}")
    with writing(path, _SCHEMA) as db:
        decided = format_instant((at or datetime.now(UTC)).replace(microsecond=0))
        db.execute(
            "UPDATE reports SET state = ?, why = ?, decided_at = ? WHERE number = ?",
            (state.value, why.strip(), decided, number),
        )
    return find_report(path, number)


def add_search(path: Path, words: str, *, at: datetime | None = None) -> None:
    """Count a search that found nothing: its words and the day, not who asked."""
    asked = " ".join(words.split())[:_LONGEST_SEARCH]
    if not asked:
        return
    with writing(path, _SCHEMA) as db:
        db.execute(
            "INSERT INTO searches VALUES (?1, 1, ?2) ON CONFLICT (words) DO UPDATE SET times = times + 1, last_asked = ?2",
            (asked, (at or datetime.now(UTC)).date().isoformat()),
        )
        db.execute(
            "DELETE FROM searches WHERE words IN "
            "(SELECT words FROM searches ORDER BY times DESC, last_asked DESC LIMIT -1 OFFSET ?)",
            (MOST_SEARCHES,),
        )


def list_searches(path: Path, *, limit: int = 100) -> list[tuple[str, int, str]]:
    """List the searches that found nothing, the most frequent first: words, times, last day."""
    sql = "SELECT words, times, last_asked FROM searches ORDER BY times DESC, last_asked DESC, words LIMIT ?"
    return [(words, times, last) for words, times, last in ask(path, sql, (limit,))]


def _read(row: tuple[Any, ...]) -> Report:
    number, quote, kind, text, reported, state, decided, why = row
    return Report(
        number=number,
        quote=quote,
        kind=ReportKind(kind),
        text=text,
        reported_at=read_instant(reported),
        state=ReportState(state),
        decided_at=read_instant(decided) if decided else None,
        why=why,
    )
