"""Write what all migrations come to as SQL: the one page to read, and what a new archive is made from."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from storage.database.schema import migrations

_HEAD = "-- Made by `python -m storage.database.schema > storage/schema.sql` from the migrations there.\n"
_OWN = """
    name NOT GLOB '*sqlite_*' AND NOT EXISTS (SELECT 1 FROM pragma_table_list t WHERE t.name = m.tbl_name AND t.type = 'shadow')
"""


def render() -> str:
    """Write the schema that all migrations come to, and the rows that they enter, as SQL. Raises ValueError for a statement
    with a blank line, which could not be told from two."""
    db = Database(memory=True)
    migrations.apply(db)
    statements = [*_list_definitions(db), *_list_rows(db), *_list_settings(db)]
    for statement in statements:
        if "\n\n" in statement:
            raise ValueError(f"A blank line stands in: {statement}")
    return _HEAD + "".join(f"\n{statement};\n" for statement in statements)


def _list_definitions(db: Database) -> Iterator[str]:
    rows = db.execute(f"SELECT sql FROM sqlite_schema m WHERE sql IS NOT NULL AND {_OWN} ORDER BY rowid")
    yield from (sql for (sql,) in rows.fetchall())


def _list_rows(db: Database) -> Iterator[str]:
    """List the rows of tables that begin with some: the marks of how far a work has come."""
    tables = (
        f"SELECT name FROM sqlite_schema m WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND {_OWN} ORDER BY rowid"
    )
    for (table,) in db.execute(tables).fetchall():
        for row in db.execute(f"SELECT * FROM {table}").fetchall():
            values = [db.execute("SELECT quote(?)", (value,)).fetchone()[0] for value in row]
            yield f"INSERT INTO {table} VALUES ({', '.join(values)})"


def _list_settings(db: Database) -> Iterator[str]:
    """List the settings of full-text tables, but for the version of their format, which SQLite enters itself."""
    tables = "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5%' ORDER BY rowid"
    for (table,) in db.execute(tables).fetchall():
        for key, value in db.execute(f"SELECT k, quote(v) FROM {table}_config WHERE k <> 'version' ORDER BY k").fetchall():
            yield f"INSERT INTO {table} ({table}, rank) VALUES ('{key}', {value})"
