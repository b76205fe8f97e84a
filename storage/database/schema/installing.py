"""Create the schema of a new archive at once, from the file that the migrations come to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlite_utils import Database, Migrations

SCHEMA: Final = Path(__file__).parents[2] / "schema.sql"
"""Made by ``storage.database.schema.render``; a blank line ends each statement."""


def is_empty(db: Database) -> bool:
    """Say whether a database holds nothing yet."""
    return db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None


def install(db: Database, migrations: Migrations, names: Iterable[str]) -> None:
    """Give an empty database the schema in one transaction, and enter the named migrations as applied."""
    _, *statements = SCHEMA.read_text(encoding="utf-8").split("\n\n")
    applied_at = str(datetime.now(UTC))
    with db.atomic():
        migrations.ensure_migrations_table(db)
        for statement in statements:
            db.execute(statement)
        db.conn.executemany(
            f"INSERT INTO {migrations.migrations_table} (migration_set, name, applied_at) VALUES (?, ?, ?)",
            [(migrations.name, name, applied_at) for name in names],
        )
