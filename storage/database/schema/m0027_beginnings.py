"""Keep the beginnings of words of two letters in the full-text index again: without their list, each search for one reads the
lists of all words that begin so."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        DROP TABLE quote_words;
        CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, marks, content = '', contentless_delete = 1, prefix = '2',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );
        INSERT INTO quote_words (quote_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');
        DELETE FROM index_versions WHERE name = 'words';
    """)
