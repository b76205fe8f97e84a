"""Find the words of an archive, and the quotes, that hold a part of a word."""

from __future__ import annotations

import json
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.text.marks import GONE, any_mark

MOST_LISTED: Final = 60_000
"""At most so many quotes are listed that hold a part of a word; of a part that stands in more, texts are looked at."""

HOLDING: Final = "SELECT f.rowid FROM json_each(?) e CROSS JOIN quote_words f WHERE f.quote_words MATCH e.value"
"""Finds the quotes that match one of the expressions of a JSON array."""

_WORDS: Final = "SELECT word FROM vocabulary_parts WHERE vocabulary_parts MATCH ?"


class Parts:
    """The parts of words that a query asks for. What was looked up is kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._words: dict[str, str] = {}
        self._quotes: dict[str, frozenset[int] | None] = {}

    def list_words(self, part: str) -> str:
        """List the words of the archive that hold a part, each as an expression of FTS5, as JSON."""
        if part not in self._words:
            escaped = part.replace('"', '""')
            found = self._db.execute(_WORDS, (f'"{escaped}"',)).fetchall()
            self._words[part] = write_json([f'"{word}"' for (word,) in found if part in word])
        return self._words[part]

    def list_all(self, part: str) -> list[int] | None:
        """List the quotes that hold a part, also those that are not current; None if they are too many."""
        found = self._db.execute(f"{HOLDING} LIMIT ?", (self.list_words(part), MOST_LISTED + 1)).fetchall()
        return list({quote for (quote,) in found}) if len(found) <= MOST_LISTED else None

    def list_quotes(self, part: str) -> frozenset[int] | None:
        """List the current quotes that hold a part; None if it is usual: if it stands in too many."""
        if part not in self._quotes:
            expressions = [f"{word} NOT {any_mark([GONE])}" for word in json.loads(self.list_words(part))]
            found = self._db.execute(f"{HOLDING} LIMIT ?", (write_json(expressions), MOST_LISTED + 1)).fetchall()
            self._quotes[part] = frozenset(quote for (quote,) in found) if len(found) <= MOST_LISTED else None
        return self._quotes[part]

    def is_usual(self, part: str) -> bool:
        """Say whether a part stands in so many quotes that they are not listed."""
        return self.list_quotes(part) is None
