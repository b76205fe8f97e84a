"""Read an archive: search it, show what it holds, say what it covers and how its sources fare."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.home import Home
from pipeline.run.opening import reading
from pipeline.run.read.following import find_presence, follow
from storage.model.findings import DocumentView, QuoteView, SearchAnswer, Shown
from storage.reading.show import show as show_archive
from storage.search.filtering import Filters
from storage.search.limiting import TIME_LIMIT_S
from storage.search.search import Sort
from storage.search.search import search as search_archive
from storage.search.spans import read_day

__all__ = ["read_day", "search", "show"]


def search(
    home: Home,
    query: str,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    offset: int = 0,
    time_limit_s: float | None = None,
    **given: Any,
) -> SearchAnswer:
    """Search quotes; ``given`` are the fields of ``storage.search.filtering.Filters``."""
    with reading(home) as db:
        filters = Filters(**{name: value for name, value in given.items() if value is not None})
        limit_s = TIME_LIMIT_S if time_limit_s is None else time_limit_s
        return search_archive(db, query, filters=filters, sort=sort, limit=limit, offset=offset, time_limit_s=limit_s)


def show(home: Home, id_: str, *, history: bool = False) -> Shown:
    """Show one quote, document, revision or capture; of the first two also whether the publisher still shows it.

    Raises StorageError if the archive holds none of that id.
    """
    with reading(home) as db:
        shown = show_archive(db, id_, history=history)
        if history:
            return follow(db, shown)
        if isinstance(shown, QuoteView):
            return replace(shown, presence=find_presence(db, shown.document.id))
        if isinstance(shown, DocumentView):
            return replace(shown, presence=find_presence(db, shown.id))
        return shown
