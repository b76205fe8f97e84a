"""Find the mementos of an address, and order what they show by when the web archive saw it."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        -- The address that a raw memento (…/web/20201027100000id_/https://…) is a copy of.
        CREATE INDEX captures_by_memento ON captures (substr(url, instr(url, 'id_/') + 4)) WHERE instr(url, 'id_/') > 0;
    """)
