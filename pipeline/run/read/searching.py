"""Read an archive: search it, show what it holds, say what it covers and how its sources fare."""

from __future__ import annotations

from typing import Any

from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.run.read.following import follow, tell_presence
from storage.reading.show import show as show_archive
from storage.search.filtering import Filters
from storage.search.search import Sort
from storage.search.search import search as search_archive


def search(home: Home, query: str, *, sort: Sort = "relevance", limit: int = 20, **given: Any) -> dict[str, Any]:
    """Search quotes; ``given`` are the fields of ``storage.search.search.Filters``."""
    with reading(home) as db:
        filters = Filters(**{name: value for name, value in given.items() if value is not None})
        return search_archive(db, query, filters=filters, sort=sort, limit=limit)


def show(home: Home, id_: str, *, history: bool = False) -> dict[str, Any]:
    """Show one quote or document, and whether its publisher still shows it.

    Raises StorageError where the archive holds none of that id.
    """
    with reading(home) as db:
        shown = show_archive(db, id_, history=history)
        if history:
            return follow(db, shown)
        if shown.get("noun") not in ("quote", "document"):
            return shown
        document = shown["document"]["id"] if shown["noun"] == "quote" else shown["id"]
        return {**shown, "presence": tell_presence(db, document)}
