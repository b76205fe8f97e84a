"""What the site asks beside search, show and trace: counts, calendars, passages, speakers, runs, captures, corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.errors import SourceError
from pipeline.home import Home
from pipeline.registry.declared_sources import get_source
from pipeline.run.opening import limiting, reading
from pipeline.run.read.surveying import list_people, survey_source
from pipeline.run.read.surveys import OfficeHeld, SourceView
from pipeline.run.remote.mirroring import require
from storage.captures import read_response
from storage.captures.index import find_capture
from storage.errors import StorageError
from storage.model import Capture
from storage.model.findings import Coverage
from storage.model.overviews import CalendarDay, Count, Facets, Month, Passage, RunView, Speaker
from storage.reading.days import Ground, judge_months, list_months, list_years, read_calendar, read_ground
from storage.reading.executions import list_run_views, read_run
from storage.reading.passages import read_passage
from storage.reading.source_coverage import coverage
from storage.reading.speakers import list_speakers, read_speaker
from storage.reading.withdrawn import is_withdrawn, is_withdrawn_from
from storage.search.facets import count_facets
from storage.search.filtering import Filters
from storage.search.missing import suggest_words

__all__ = ["limiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A source: what is declared and how it fares, one year of its calendar, the years there are, its newest runs."""

    survey: SourceView
    year: int | None
    years: tuple[int, ...]
    calendar: tuple[CalendarDay, ...]
    runs: tuple[RunView, ...]


def ground(home: Home) -> Ground:
    """Read what months are judged by: costly, and the same until the archive changes."""
    with reading(home) as db:
        return read_ground(db)


def facets(home: Home, query: str, ground: Ground, **given: Any) -> Facets:
    """Count the matches of a search; ``given`` are the fields of ``storage.search.filtering.Filters``."""
    with reading(home) as db:
        filters = Filters(**{name: value for name, value in given.items() if value is not None})
        return count_facets(db, query, ground, filters=filters)


def suggestions(home: Home, query: str) -> dict[str, list[str]]:
    """Suggest words of the archive for those of a query that it does not hold."""
    with reading(home) as db:
        return suggest_words(db, query)


def passage(home: Home, revision: str, start: int, end: int) -> Passage:
    """Read a range of a revision's text. Raises StorageError if it is not held, or was withdrawn."""
    with reading(home) as db:
        return read_passage(db, revision, start, end)


def speaker(home: Home, name: str, ground: Ground) -> Speaker:
    """Read what is held of a speaker, by id of the roster or by name. Raises StorageError if nothing is."""
    with reading(home) as db:
        return read_speaker(db, name, ground)


def speakers(home: Home) -> list[Count]:
    """List the speakers of the roster with the most quotes."""
    with reading(home) as db:
        return list_speakers(db)


def offices(id_: str) -> Sequence[OfficeHeld]:
    """List the offices that a person of the roster held, as declared; none if the roster lacks the id."""
    try:
        found = list_people(id_)
    except SourceError:
        return ()
    return next((person.offices for person in found if person.id == id_), ())


def run(home: Home, id_: str, source: str) -> RunView:
    """Read a run over a source. Raises StorageError if there is none."""
    with reading(home) as db:
        return read_run(db, id_, source)


def source(home: Home, id_: str, *, year: int | None = None) -> SourcePage:
    """Read a declared source: its health, the calendar of a year (None: the last with documents or runs), its runs.

    Raises SourceError if it is not declared.
    """
    survey = survey_source(home, get_source(id_).id)
    with reading(home) as db:
        years = list_years(db, id_)
        chosen = year if year is not None else (years[-1] if years else None)
        days = read_calendar(db, id_, date(chosen, 1, 1), date(chosen, 12, 31)) if chosen else []
        return SourcePage(
            survey=survey, year=chosen, years=tuple(years), calendar=tuple(days), runs=tuple(list_run_views(db, id_))
        )


def covered(home: Home, ground: Ground) -> tuple[list[Coverage], tuple[Month, ...]]:
    """Return how far each source is covered, and the months of the whole archive."""
    counted: Counter[str] = Counter()
    for (_, month), number in ground.quotes.items():
        counted[month] += number
    months = list_months(min(counted), max(counted)) if counted else []
    with reading(home) as db:
        return coverage(db), judge_months(ground, months, counted)


def capture(home: Home, id_: str) -> Capture:
    """Find a capture. Raises StorageError if there is none, or it was withdrawn."""
    with reading(home) as db:
        return _find(db, id_)


def payload(home: Home, id_: str) -> tuple[Capture, bytes]:
    """Read a capture's bytes from its WARC record. Raises StorageError if they are not here, withdrawn, or altered."""
    if home.snapshot:
        raise StorageError("A snapshot is a copy of the database only; the bytes are handed out where the archive is.")
    with reading(home) as db:
        found = _find(db, id_)
        if is_withdrawn_from(db, id_):
            raise StorageError(f"Words that capture {id_} holds were withdrawn, so its bytes are not handed out.")
        original = find_capture(db, found.refers_to) if found.refers_to else None
        for path in {each.pointer.path for each in (found, original) if each}:
            require(home, path)
        return found, read_response(home.warc, found, load=lambda other: find_capture(db, other)).body


def _find(db: Any, id_: str) -> Capture:
    found = None if is_withdrawn(db, id_) else find_capture(db, id_)
    if found is None:
        raise StorageError(f"The archive shows no capture {id_!r}; expected the id of a capture (c_...) that is not withdrawn.")
    return found
