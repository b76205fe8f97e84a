"""Read the texts of revisions, from which the words of quotes are cut; the last ones are remembered."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from sqlite_utils import Database

_MOST_CHARS: Final = 2_000_000
"""Texts of together no more than this number of characters are remembered, or a single longer one."""


class Texts:
    """The texts of revisions by key, each read once while it is among the last."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._texts: OrderedDict[int, str] = OrderedDict()
        self._chars = 0

    def read(self, revision: int) -> str:
        """Return the text of a revision."""
        known = self._texts.get(revision)
        if known is not None:
            self._texts.move_to_end(revision)
            return known
        [(text,)] = self._db.execute("SELECT text FROM revisions WHERE seq = ?", (revision,)).fetchall()
        self._texts[revision] = text
        self._chars += len(text)
        while self._chars > _MOST_CHARS and len(self._texts) > 1:
            self._chars -= len(self._texts.popitem(last=False)[1])
        return str(text)
