"""What many quotes share stands once, and they have its number: to whom they are attributed, and what they are and whose.

The quotes that search reads are ``c`` here: of ``listed_quotes`` or ``listed_past_quotes``. The views ``current_quotes`` and
``past_quotes`` show all that these share.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlite_utils import Database

CLASS: Final = ("kind", "document_kind", "language", "source")
"""The columns of ``quote_classes``, in order."""
ATTRIBUTION: Final = ("speaker", "speaker_id", "office", "via", "polarity")
"""The columns of ``attributions``, in order."""


def read_shared(column: str) -> str:
    """Write SQL that reads what a quote ``c`` shares with others, such as its source."""
    table, key = _find(column)
    return f"(SELECT h.{column} FROM {table} h WHERE h.seq = c.{key})"


def meet_shared(column: str, condition: str) -> str:
    """Write the condition on quotes ``c`` that what they share, ``h``, meets one. ``column`` is any column of it."""
    table, key = _find(column)
    return f"c.{key} IN (SELECT h.seq FROM {table} h WHERE {condition})"


def number_shared(db: Database, columns: tuple[str, ...], values: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """Return the numbers of combinations of CLASS or ATTRIBUTION; those that are new are entered."""
    table, _ = _find(columns[0])
    met = " AND ".join(f"{column} IS ?" for column in columns)
    find = f"SELECT seq FROM {table} WHERE {met}"
    enter = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) RETURNING seq"
    numbers = {}
    for each in dict.fromkeys(values):
        found = db.execute(find, each).fetchone() or db.execute(enter, each).fetchall()[0]
        numbers[each] = int(found[0])
    return numbers


def _find(column: str) -> tuple[str, str]:
    return ("quote_classes", "class") if column in CLASS else ("attributions", "attribution")
