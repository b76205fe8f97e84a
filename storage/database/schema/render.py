"""Write the schema that all migrations come to as SQL: the one page to read."""

from __future__ import annotations

from sqlite_utils import Database

from storage.database.schema import apply_migrations


def render() -> str:
    """Write the schema that all migrations come to, as SQL."""
    db = Database(memory=True)
    apply_migrations(db)
    statements = db.execute("""
        SELECT sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND tbl_name NOT GLOB '*sqlite_*'
          AND NOT EXISTS (SELECT 1 FROM pragma_table_list t WHERE t.name = tbl_name AND t.type = 'shadow')
        ORDER BY rowid
    """).fetchall()
    head = "-- Made by `python -m storage.database.schema > storage/schema.sql` from the migrations there.\n"
    return head + "".join(f"\n{_align(sql)};\n" for (sql,) in statements)


def _align(sql: str) -> str:
    """Take out the indentation that the migrations' text gives all but the first line."""
    first, *rest = sql.strip().split("\n")
    least = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    return "\n".join([first, *(line[least:] for line in rest)])
