"""Run health checks on the archive: is the database sound, is derived data consistent, does every referenced file exist."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

from storage.captures import CLOCKS_DIFFER, OPEN_SUFFIX
from storage.database.rows import format_second
from storage.loading.tallies import loaded_warcs
from storage.model.findings import Check

SAFE_SQLITE: Final = (3, 51, 3)
"""Versions before this can corrupt a database in WAL mode that several processes use. SQLite's release notes of 3.51.3: the
WAL-reset bug."""

_BACKUP = "Restore the archive from a backup."
_REBUILD = "Restore the archive from a backup, or load its shards into a new one."
_AHEAD = (
    "Set the clocks of the machines that fetch. Until these days have come, later captures of the same documents do not count: "
    "withdraw the captures (`onrecord redact c_… --why …`), and fetch them again."
)
_END_OF_FILE: Final = """
    SELECT coalesce(max(length + offset), 0)
    FROM (SELECT length, offset FROM warc_records WHERE path = ? ORDER BY offset DESC LIMIT 1)"""
_STRAY: Final = {
    "the current version of a document is not its newest observation": """
        SELECT count(*) FROM current n WHERE n.observation IS NOT (
            SELECT o.seq FROM visible o WHERE o.document = n.document ORDER BY o.recency DESC LIMIT 1
        )""",
    "a visible document has no current version": """
        SELECT count(DISTINCT o.document) FROM visible o
        WHERE NOT EXISTS (SELECT 1 FROM current n WHERE n.document = o.document)""",
    "a quote in the search index is not in the current version of its document": """
        SELECT count(*) FROM current_quotes c
        WHERE NOT EXISTS (SELECT 1 FROM current n WHERE (n.document, n.derivation) = (c.document, c.derivation))""",
    "a quote in the current version of a document is not in the search index": """
        SELECT count(*) FROM current n JOIN readings g ON g.derivation = n.derivation
        JOIN unredacted_quotes q ON q.seq = g.quote
        WHERE NOT EXISTS (SELECT 1 FROM current_quotes c WHERE c.quote = g.quote)""",
}


def diagnose(
    db: Database,
    *,
    warc_root: Path,
    stored: Collection[str] = (),
    is_at_work: Callable[[str], bool] = lambda _: False,
    now: datetime | None = None,
) -> list[Check]:
    """Return what each check found; fast enough to run every day.

    ``stored`` are the WARC files in an object store. ``is_at_work`` says whether a file, by its path below ``warc_root``, is
    that of a run that is active. ``now`` is this moment, else that of the clock. Stored bytes are checked by
    ``storage.evidence.verify``.
    """
    checks: tuple[Callable[[], Check], ...] = (
        _check_version,
        lambda: _check_database(db),
        lambda: _check_references(db),
        lambda: _check_index(db),
        lambda: _check_standing(db),
        lambda: _check_dates(db, now or datetime.now(UTC)),
        lambda: _check_files(db, warc_root, stored),
        lambda: _check_left_open(warc_root, is_at_work),
        lambda: _check_runs(db),
    )
    return [check() for check in checks]


def _finding(name: str, holds: bool, detail: str, remedy: str) -> Check:
    return Check(name=name, holds=holds, detail=detail, remedy="" if holds else remedy)


def _check_version() -> Check:
    holds = tuple(map(int, sqlite3.sqlite_version.split("."))) >= SAFE_SQLITE
    least = ".".join(map(str, SAFE_SQLITE))
    return _finding("sqlite", holds, f"version {sqlite3.sqlite_version}, at least {least} is safe", "Run `make setup` again.")


def _check_database(db: Database) -> Check:
    try:
        found = [line for (line,) in db.execute("PRAGMA quick_check(5)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    return _finding("database", found == ["ok"], "; ".join(found), _BACKUP)


def _check_references(db: Database) -> Check:
    broken = db.execute("PRAGMA foreign_key_check").fetchall()
    tables = sorted({row[0] for row in broken})
    detail = f"{len(broken)} rows of {', '.join(tables)} refer to nothing" if broken else "every reference holds"
    return _finding("references", not broken, detail, _BACKUP)


def _check_index(db: Database) -> Check:
    """Compare the search index with the quotes that it should contain."""
    number = "SELECT (SELECT count(*) FROM searchable), (SELECT count(*) FROM quote_words_docsize)"
    [(quotes, words)] = db.execute(number).fetchall()
    [(listed, parts)] = db.execute(
        "SELECT (SELECT count(*) FROM vocabulary), (SELECT count(*) FROM vocabulary_parts_docsize)"
    ).fetchall()
    holds = quotes == words and listed == parts
    detail = f"{quotes} quotes may be found" + (
        "" if holds else f", the index holds {words}; of {listed} words of the vocabulary {parts} are indexed"
    )
    return _finding("search index", holds, detail, _REBUILD)


def _check_standing(db: Database) -> Check:
    counts = {what: db.execute(sql).fetchone()[0] for what, sql in _STRAY.items()}
    wrong = [f"{what} ({number} times)" for what, number in counts.items() if number]
    return _finding("standing", not wrong, "; ".join(wrong) or "the current version of each document is its newest", _REBUILD)


def _check_dates(db: Database, now: datetime) -> Check:
    """Find captures of a clock that ran ahead: what they show stays the current version of their documents."""
    ahead = "SELECT count(*), max(captured_at) FROM unredacted_captures WHERE captured_at > ?"
    [(number, last)] = db.execute(ahead, (format_second(now + CLOCKS_DIFFER),)).fetchall()
    detail = f"{number} captures are dated ahead of today, up to {last}" if number else "no capture is dated ahead of today"
    return _finding("dates", not number, detail, _AHEAD)


def _check_files(db: Database, root: Path, stored: Collection[str]) -> Check:
    paths = sorted(path for path in loaded_warcs(db) if path not in stored)
    gone = {path: Path(path).name for path in paths if not (root / path).is_file()}
    places = {path.name: path.relative_to(root) for path in root.rglob("*") if path.is_file()} if gone else {}
    wrong = [path + (f" (its name is that of {places[name]})" if name in places else "") for path, name in gone.items()]
    wrong += [said for path in paths if path not in gone and (said := _find_cut(db, root, path))]
    detail = f"{len(wrong)} are missing or cut off: {'; '.join(wrong[:5])}" if wrong else "every WARC file exists"
    remedy = "Move them back, or restore them from a backup; until then their captures cannot be traced."
    return _finding("files", not wrong, detail, remedy)


def _find_cut(db: Database, root: Path, path: str) -> str | None:
    """Say by how much a WARC file is shorter than its records; None if it is not."""
    [(whole,)] = db.execute(_END_OF_FILE, (path,)).fetchall()
    length = (root / path).stat().st_size
    return f"{path} has {length} of {whole} bytes" if length < whole else None


def _check_left_open(root: Path, is_at_work: Callable[[str], bool]) -> Check:
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob(f"*{OPEN_SUFFIX}"))
    left = [path for path in found if not is_at_work(path)]
    detail = f"{len(left)} left open: {', '.join(left[:5])}" if left else "none left open by a crash"
    return _finding("open files", not left, detail, "If no run is active, run `onrecord recover`.")


def _check_runs(db: Database) -> Check:
    """Name the runs that never finished: still active, or aborted. Another check covers what they captured."""
    rows = db.execute("SELECT id, source FROM runs WHERE finished_at IS NULL ORDER BY started_at DESC").fetchall()
    named = ", ".join(f"{run} over {source}" for run, source in rows[:5])
    return _finding("runs", True, f"{len(rows)} active or aborted: {named}" if rows else "every run finished", "")
