"""Keep whether words were said, or denied, asked, expected or supposed."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        -- What the text says of the words: that they were said, were denied, put as a question, are expected, or supposed only.
        ALTER TABLE quote_readings ADD COLUMN polarity TEXT NOT NULL DEFAULT 'said'
            CHECK (polarity IN ('said', 'denied', 'asked', 'expected', 'hypothetical'));
    """)
