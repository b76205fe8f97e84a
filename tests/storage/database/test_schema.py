"""The schema is what its file says, strict, and keeps what it was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

import storage
from storage.database import schema
from storage.database.schema import installing
from storage.database.schema.render import render
from tests.storage.lines import load, make_page

STORED = (
    "warc_files warc_records captures judgements documents packed_revisions derivations observations quotes readings".split()
)


def test_the_file_of_the_schema_is_fresh() -> None:
    written = Path(storage.__file__).with_name("schema.sql").read_text(encoding="utf-8")
    assert written == render(), "run `python -m storage.database.schema > storage/schema.sql`"


def read_everything(db: Database) -> tuple[list[Any], dict[str, list[Any]], list[Any]]:
    """Read the definitions, the rows of all tables (of the migrations their names) and the settings of a database."""
    definitions = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name, type").fetchall()
    tables = [name for type_, name, _, _ in definitions if type_ == "table"]
    rows = {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}
    rows["_sqlite_migrations"] = sorted(row[:-1] for row in rows["_sqlite_migrations"])
    pragmas = "user_version application_id auto_vacuum encoding page_size".split()
    return definitions, rows, [db.execute(f"PRAGMA {name}").fetchone() for name in pragmas]


def test_a_new_archive_is_made_at_once_what_all_migrations_make_it() -> None:
    installed, migrated = Database(memory=True), Database(memory=True)
    schema.apply_migrations(installed)
    schema.migrations.apply(migrated)
    assert read_everything(installed) == read_everything(migrated)


def test_a_new_archive_is_made_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "schema.sql"
    broken.write_text("-- Broken.\n\nCREATE TABLE one (a);\n\nCREATE TABLE one (a);\n", encoding="utf-8")
    monkeypatch.setattr(installing, "SCHEMA", broken)
    db = Database(memory=True)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        schema.apply_migrations(db)
    assert installing.is_empty(db)


def test_every_table_is_strict(db: Database) -> None:
    tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    loose = f"{tables} AND NOT strict AND name NOT GLOB '*sqlite_*'"
    assert db.execute(loose).fetchall() == []


@pytest.mark.parametrize("table", [*STORED, "loads", "outcomes"])
def test_what_is_stored_is_neither_changed_nor_deleted(db: Database, table: str) -> None:
    load(db, make_page("https://example.gov/a", "Peace."))
    column = db.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)


def test_a_row_cannot_be_replaced(db: Database) -> None:
    load(db, make_page("https://example.gov/a", "Peace."))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("INSERT OR REPLACE INTO packed_revisions SELECT seq, id, document, 'War.' FROM packed_revisions")


def test_a_run_only_finishes_once(db: Database) -> None:
    load(db, make_page("https://example.gov/a", "Peace."))
    db.execute("UPDATE runs SET finished_at = '2020-10-27T13:00:00Z'")
    for change in ("finished_at = '2021-01-01T00:00:00Z'", "source = 'other'"):
        with pytest.raises(sqlite3.IntegrityError, match="only the moment"):
            db.execute(f"UPDATE runs SET {change}")


def test_foreign_keys_hold(db: Database) -> None:
    load(db, make_page("https://example.gov/a", "Peace."))
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_migration_is_named_in_the_archive_as_its_module_is() -> None:
    listed = {path.stem for path in Path(schema.__file__).parent.glob("m[0-9]*.py")}
    assert [f"m{migration.name}" for migration in schema.migrations._migrations] == sorted(listed)
