"""Show things of an archive in tests, which name the attributes they expect: whatever else is shown lacks them, and fails."""

from typing import Any

from sqlite_utils import Database

from pipeline.run.read.following import follow
from storage.reading.show import show as show_archive


def show(db: Database, id_: str, *, history: bool = False) -> Any:
    """Show one thing, without saying of which kind it is."""
    return show_archive(db, id_, history=history)


def show_followed(db: Database, id_: str) -> Any:
    """Show one thing with its history, followed."""
    return follow(db, show_archive(db, id_, history=True))
