"""Let a migration make a table append-only."""

from __future__ import annotations

from sqlite_utils import Database


def refuse_changes(db: Database, table: str) -> None:
    """Make a table append-only."""
    for act in ("UPDATE", "DELETE"):
        db.execute(f"""
                CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only: nothing in it is ever changed or deleted'); END
            """)
