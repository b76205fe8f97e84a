"""Follow quotes, not wordings, when links are made: a wording is looked at again once a second document carries it."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE linked_quotes (
            -- Up to which quote links between wordings were looked for.
            upto INTEGER NOT NULL
        ) STRICT;
        INSERT INTO linked_quotes SELECT coalesce(
            (SELECT min(quote) - 1 FROM wordings WHERE seq > (SELECT upto FROM linked)),
            (SELECT max(quote) FROM quote_wordings),
            0
        );
        DROP TABLE linked;
    """)
