"""Say, where nothing was found, what that means: which words are nowhere, what stood there before, what is covered."""

from __future__ import annotations

from datetime import date, datetime

from sqlite_utils import Database

from storage.model.findings import Coverage
from storage.reading.coverage import coverage
from storage.search.filtering import Filters, end_of_day
from storage.search.querying import Query, Term, shorten

_MOST_SOURCES = 5


def tell_missing_words(db: Database, asked: Query, filters: Filters) -> list[str]:
    """Name the words that no quote holds, and the quotes that held them in earlier versions of their documents."""
    notes = [
        shorten(f"no quote holds {term.written!r}") for term in asked.terms if not term.inside and not _is_anywhere(db, term)
    ]
    if asked.expression and filters.as_of is None:
        earlier = (
            "SELECT count(*) FROM quote_words f WHERE f.quote_words MATCH ? "
            "AND NOT EXISTS (SELECT 1 FROM current_quotes c WHERE c.quote = f.rowid)"
        )
        number = db.execute(earlier, (asked.expression,)).fetchone()[0]
        if number:
            notes.append(f"{number} matched in earlier versions of their documents: look with as-of:DATE")
    return notes


def tell_coverage(db: Database, sources: tuple[str, ...] | None) -> list[str]:
    """Say how far the archive, or some of its sources, reaches: not found is not the same as not said."""
    covered = [entry for entry in coverage(db) if sources is None or entry.source in sources]
    held = [entry for entry in covered if entry.documents]
    notes = [_tell(entry) for entry in held[:_MOST_SOURCES]] if len(held) <= _MOST_SOURCES else [_tell_all(held)]
    empty = [entry.source for entry in covered if not entry.documents]
    if empty:
        named = ", ".join(empty) if len(empty) <= _MOST_SOURCES else f"{len(empty)} more sources that are declared"
        notes.append(f"nothing is held of {named}")
    return notes or ["the archive holds no documents yet"]


def tell_as_of(db: Database, as_of: date) -> list[str]:
    """Say where a day lies before the first capture: nothing can have stood in the archive then."""
    [(first,)] = db.execute("SELECT min(captured_at) FROM captures").fetchall()
    return [f"the first capture is of {first[:10]}; nothing stood as of {as_of}"] if first and first > end_of_day(as_of) else []


def _is_anywhere(db: Database, term: Term) -> bool:
    found = db.execute("SELECT 1 FROM quote_words WHERE quote_words MATCH ? LIMIT 1", (term.expression,)).fetchone()
    return found is not None


def _tell(entry: Coverage) -> str:
    fetched = f", last fetched well on {_day(entry.last_good)}" if entry.last_good else ""
    return f"{entry.source}: {entry.documents} documents of {_day(entry.first)} to {_day(entry.last)}{fetched}"


def _tell_all(held: list[Coverage]) -> str:
    first = min((entry.first for entry in held if entry.first), default=None)
    last = max((entry.last for entry in held if entry.last), default=None)
    good = max((entry.last_good for entry in held if entry.last_good), default=None)
    documents = sum(entry.documents for entry in held)
    fetched = f", last fetched well on {_day(good)}" if good else ""
    return f"searched: {documents} documents of {len(held)} sources, of {_day(first)} to {_day(last)}{fetched}"


def _day(instant: datetime | None) -> str:
    return instant.date().isoformat() if instant else "unknown"
