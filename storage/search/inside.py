"""Find the words of an archive, and the quotes, that hold a part of a word."""

from __future__ import annotations

import json
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.text.marks import GONE, any_mark

MOST_LISTED: Final = 60_000
"""At most so many quotes are listed that hold a part of a word; of a part that stands in more, texts are looked at."""

_FEW: Final = 5_000
"""Of no more quotes it is asked word by word which are not current. Chosen by hand."""

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

    def list_all(self, part: str) -> set[int] | None:
        """List the quotes that hold a part, also those that are not current; None if they are too many."""
        return self._list(json.loads(self.list_words(part)))

    def list_quotes(self, part: str) -> frozenset[int] | None:
        """List the current quotes that hold a part; None if it is usual: if it stands in too many."""
        if part not in self._quotes:
            found = self.list_all(part)
            self._quotes[part] = None if found is None else frozenset(self._leave_current(part, found))
        return self._quotes[part]

    def _leave_current(self, part: str, found: set[int]) -> set[int]:
        """Leave out what is not current: by the list of all that is not, or where that is long, word by word."""
        gone = any_mark([GONE])
        all_gone = self._list([gone]) if len(found) > _FEW else None
        if all_gone is not None:
            return found - all_gone
        return found - (self._list([f"{word} AND {gone}" for word in json.loads(self.list_words(part))]) or set())

    def _list(self, expressions: list[str]) -> set[int] | None:
        # One list in JSON is read in two thirds of the time that rows take.
        sql = f"SELECT json_group_array(rowid) FROM ({HOLDING} LIMIT ?)"
        [(listed,)] = self._db.execute(sql, (write_json(expressions), MOST_LISTED + 1)).fetchall()
        quotes: list[int] = json.loads(listed)
        return set(quotes) if len(quotes) <= MOST_LISTED else None

    def is_usual(self, part: str) -> bool:
        """Say whether a part stands in so many quotes that they are not listed."""
        return self.list_quotes(part) is None
