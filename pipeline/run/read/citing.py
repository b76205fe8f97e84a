"""Cite quotes, documents and frozen searches; freeze a search and tell what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.collect.version import code_version
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.remote.owning import require_archive
from pipeline.stages.cite import MEDIA_TYPES, Reference, Style, format_references, make_reference, make_set_reference
from storage.database.archive import open_writer
from storage.errors import StorageError
from storage.export.cited import find_cited
from storage.export.sets import compare_set, freeze, list_members, list_sets, read_set
from storage.model.findings import Cited, ResultSet, SetDifference, Withdrawn
from storage.search.filtering import Filters

__all__ = ["MEDIA_TYPES", "Style", "cite", "find", "freeze_search", "list_frozen", "rerun_set", "show_set"]

_SET = "s_"


def cite(home: Home, ids: Sequence[str], style: Style) -> str:
    """Return citations of quotes (q_…), documents (d_…) or frozen searches (s_…) as one text, in the order asked.

    Raises StorageError for an id that the archive does not hold, and for one that was withdrawn, with the reason.
    """
    with reading(home) as db:
        return format_references([_refer(db, id_) for id_ in ids], style)


def find(home: Home, id_: str) -> Cited | Withdrawn:
    """Find what a citation of a quote or document states. Raises StorageError if the archive does not hold it."""
    with reading(home) as db:
        return find_cited(db, id_)


def freeze_search(home: Home, query: str, *, now: datetime | None = None, **given: Any) -> ResultSet:
    """Store a search with all that it finds, so that it can be cited; ``given`` are the fields of
    ``storage.search.filtering.Filters``."""
    require_archive(home)
    bring_up_to_date(home)
    filters = Filters(**{name: value for name, value in given.items() if value is not None})
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    with open_writer(home.archive) as db:
        return freeze(db, query, filters, frozen_at=moment, code_version=code_version())


def show_set(home: Home, id_: str) -> tuple[ResultSet, tuple[str, ...]]:
    """Return a frozen search and the ids of its quotes that may still be shown. Raises StorageError if there is none."""
    with reading(home) as db:
        return read_set(db, id_), tuple(list_members(db, id_))


def list_frozen(home: Home) -> list[ResultSet]:
    """List the frozen searches, the newest first."""
    with reading(home) as db:
        return list_sets(db)


def rerun_set(home: Home, id_: str) -> SetDifference:
    """Run a frozen search again, and return what it finds otherwise. Raises StorageError if there is none."""
    with reading(home) as db:
        return compare_set(db, id_)


def _refer(db: Database, id_: str) -> Reference:
    if id_.startswith(_SET):
        return make_set_reference(read_set(db, id_))
    found = find_cited(db, id_)
    if isinstance(found, Withdrawn):
        raise StorageError(f"{id_} was withdrawn and is not cited: {found.redacted.why}")
    return make_reference(found)
