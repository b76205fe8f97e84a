"""Keep the list of all words of the index: for parts of words, compounds, and what a misspelt word may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.text.index_form import list_tags, list_tokens


def add_words(db: Database, indexed: Iterable[str]) -> None:
    """Add the words of quotes, given as the index keeps them. ``tag`` marks what was only seen as a hashtag."""
    tags: set[str] = set()
    words: set[str] = set()
    for text in indexed:
        tokens = set(list_tokens(text))
        tagged = list_tags(text) & tokens
        tags |= tagged
        words |= tokens - tagged
    found = {word: int(word not in words) for word in words | tags}
    known = dict(
        db.execute(
            "SELECT word, tag FROM vocabulary WHERE word IN (SELECT value FROM json_each(?))", (write_json(list(found)),)
        ).fetchall()
    )
    new = sorted((word, tag) for word, tag in found.items() if word not in known)
    db.conn.executemany("INSERT INTO vocabulary (word, tag) VALUES (?, ?)", new)
    _index(db, [word for word, _ in new])
    plain = [(word,) for word, tag in found.items() if known.get(word, 0) > tag]
    db.conn.executemany("UPDATE vocabulary SET tag = 0 WHERE word = ?", plain)


def drop_words(db: Database, indexed: Iterable[str]) -> None:
    """Drop the words that no quote of the index holds any more."""
    for word in sorted({token for text in indexed for token in list_tokens(text)}):
        if not db.execute("SELECT 1 FROM quote_words WHERE quote_words MATCH ? LIMIT 1", (f'"{word}"',)).fetchone():
            gone = "INSERT INTO vocabulary_parts (vocabulary_parts, rowid, word) SELECT 'delete', seq, word FROM vocabulary"
            db.execute(f"{gone} WHERE word = ?", (word,))
            db.execute("DELETE FROM vocabulary WHERE word = ?", (word,))


def clear_words(db: Database) -> None:
    """Drop all words."""
    db.execute("DELETE FROM vocabulary")
    db.execute("INSERT INTO vocabulary_parts (vocabulary_parts) VALUES ('rebuild')")


def _index(db: Database, words: list[str]) -> None:
    db.execute(
        "INSERT INTO vocabulary_parts (rowid, word) SELECT seq, word FROM vocabulary "
        "WHERE word IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (write_json(words),),
    )
