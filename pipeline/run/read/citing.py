"""Cite quotes, documents and frozen searches; freeze a search and tell what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlite_utils import Database

from pipeline.home import Home
from pipeline.run.collect.version import code_version
from pipeline.run.opening import bring_up_to_date, reading
from pipeline.run.remote.primary_machine import require_archive
from pipeline.stages.cite import MEDIA_TYPES, Reference, Style, format_references, make_reference, make_set_reference
from storage.database.archive import open_writer
from storage.database.masking import list_withdrawn_words, mask
from storage.errors import StorageError
from storage.export.cited_items import find_cited
from storage.export.frozen_searches import (
    Members,
    compare_set,
    describe,
    freeze,
    list_found,
    list_members,
    list_sets,
    members_named,
    members_of,
    read_members,
    read_set,
)
from storage.model.findings import Cited, ResultSet, SetDifference, Withdrawn
from storage.reports.site_sets import MOST_QUOTES, add_set, find_set
from storage.search.filtering import Filters

__all__ = [
    "MEDIA_TYPES",
    "Style",
    "cite",
    "find",
    "freeze_for_reader",
    "freeze_search",
    "list_frozen",
    "read_quotes",
    "rerun_set",
    "show_set",
]  # fmt: skip

_SET = "s_"


def cite(home: Home, ids: Sequence[str], style: Style, *, site: str = "") -> str:
    """Return citations of quotes (q_…), documents (d_…) or frozen searches (s_…) as one text, in the order asked.

    ``site`` is the address of the archive's pages, where a frozen search is found; it has no other address.

    Raises StorageError for an id that the archive does not hold, and for one that was withdrawn, with the reason.
    """
    with reading(home) as db:
        return format_references([_refer(home, db, id_, site) for id_ in ids], style)


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


def freeze_for_reader(home: Home, query: str, *, now: datetime | None = None, **given: Any) -> ResultSet:
    """Freeze a search as a reader of the site does: the archive is only read, and the set is kept beside it.

    ``pipeline.run.maintaining`` takes it into the archive under the same id. Raises StorageError if it finds too many quotes.
    """
    filters = Filters(**{name: value for name, value in given.items() if value is not None})
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    with reading(home) as db:
        frozen = describe(db, query, filters, frozen_at=moment, code_version=code_version())
        ids = tuple(islice(list_found(db), MOST_QUOTES))
    return add_set(home.reports, frozen, ids)


def show_set(home: Home, id_: str) -> tuple[ResultSet, tuple[str, ...]]:
    """Return a frozen search and the ids of its quotes that may still be shown. Raises StorageError if there is none."""
    with reading(home) as db:
        frozen, members = _find_set(home, db, id_)
        return _show(db, frozen), tuple(list_members(db, members))


def read_quotes(home: Home, id_: str, *, limit: int, offset: int) -> list[Cited]:
    """Read some of the quotes of a frozen search that may still be shown, as they are cited."""
    with reading(home) as db:
        frozen, members = _find_set(home, db, id_)
        return read_members(db, members, frozen.total, limit=limit, offset=offset)


def list_frozen(home: Home) -> list[ResultSet]:
    """List the frozen searches of the archive, the newest first."""
    with reading(home) as db:
        return [_show(db, each) for each in list_sets(db)]


def rerun_set(home: Home, id_: str) -> SetDifference:
    """Run a frozen search again, and return what it finds otherwise. Raises StorageError if there is none."""
    with reading(home) as db:
        return compare_set(db, *_find_set(home, db, id_))


def _find_set(home: Home, db: Database, id_: str) -> tuple[ResultSet, Members]:
    """Find a set in the archive, or among those that readers froze since it last took them."""
    waiting = find_set(home.reports, id_)
    if waiting is not None:
        return waiting[0], members_named(waiting[1])
    return read_set(db, id_), members_of(db, id_)


def _show(db: Database, frozen: ResultSet) -> ResultSet:
    """Mask in a query what has been withdrawn since: it may repeat the words."""
    words = [each for found in list_withdrawn_words(db).values() for each in found]
    return replace(frozen, query=mask(frozen.query, words), notes=tuple(mask(note, words) for note in frozen.notes))


def _refer(home: Home, db: Database, id_: str, site: str) -> Reference:
    if id_.startswith(_SET):
        reference = make_set_reference(_show(db, _find_set(home, db, id_)[0]))
        return replace(reference, url=f"{site}/s/{id_}" if site else None)
    found = find_cited(db, id_)
    if isinstance(found, Withdrawn):
        raise StorageError(f"{id_} was withdrawn and is not cited: {found.redacted.why}")
    return make_reference(found)
