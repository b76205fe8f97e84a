"""The functions that SQL of the archive calls: every connection that reads texts must have them.

The view ``revisions`` unpacks the texts by ``unpack_text``. A program that opens an archive without On Record defines it
itself; see docs/architecture.md.
"""

from __future__ import annotations

from typing import Any

from storage.text.index_form import holds_part
from storage.text.packing import unpack_text


def add_functions(connection: Any) -> None:
    """Define the functions on a connection of SQLite's, of the standard library or of pysqlite3."""
    connection.create_function("holds_part", 2, holds_part, deterministic=True)
    connection.create_function("unpack_text", 1, unpack_text, deterministic=True)
