"""Stop queries that take too long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pysqlite3 import dbapi2 as sqlite3
from sqlite_utils import Database

TIME_LIMIT_S: Final = 5.0
"""A search may take this many seconds, if no other limit is given. Chosen by hand."""

_STEPS: Final = 20_000
"""Instructions of SQLite's machine between two looks at the clock: well under a millisecond."""


class TookTooLong(Exception):
    """The time for a search is over."""


class Clock:
    """The time that a search may still take."""

    def __init__(self, db: Database, limit_s: float) -> None:
        self._db = db
        self._limit_s = limit_s
        self._ends = time.monotonic() + limit_s

    @property
    def limit_s(self) -> float:
        """The seconds that were given in all."""
        return self._limit_s

    @contextmanager
    def within(self, share: float = 1.0) -> Iterator[None]:
        """Stop what SQLite does in this block when that share of the time is over. Raises TookTooLong."""
        ends = self._ends - (1 - share) * self._limit_s
        self._db.conn.set_progress_handler(lambda: int(time.monotonic() > ends), _STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise TookTooLong from error
        finally:
            self._db.conn.set_progress_handler(None, 0)
