"""Refuse every change of what is recorded: triggers hold the law that nothing is updated or deleted."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from storage.database.schema.guard import refuse_changes

APPEND_ONLY: Final = (
    "warc_files",
    "warc_records",
    "captures",
    "judgements",
    "documents",
    "revisions",
    "derivations",
    "posts",
    "observations",
    "quotes",
    "quote_readings",
    "loads",
    "outcomes",
    "redactions",
)
"""Tables whose rows are never changed or deleted; triggers refuse it."""


def apply(db: Database) -> None:
    """Apply it."""
    for table in APPEND_ONLY:
        refuse_changes(db, table)
    db.execute("""
        CREATE TRIGGER runs_only_finish BEFORE UPDATE ON runs
        WHEN OLD.finished_at IS NOT NULL OR (OLD.id, OLD.source, OLD.started_at, OLD.code_version, OLD.parameters)
            IS NOT (NEW.id, NEW.source, NEW.started_at, NEW.code_version, NEW.parameters)
        BEGIN SELECT RAISE(ABORT, 'of a run only the moment it finished is filled in, once'); END
    """)
    db.execute("""
        CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs
        BEGIN SELECT RAISE(ABORT, 'runs is append-only: nothing in it is ever deleted'); END
    """)
