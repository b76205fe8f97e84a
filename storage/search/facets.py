"""Count the matches of a search by what they can be narrowed to, and by month beside what is held of each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model.browsing import Count, Facets, Month
from storage.reading.days import DAY_COUNTED, Ground, judge_months, list_months
from storage.search.filtering import Filters
from storage.search.limiting import TIME_LIMIT_S, Clock, TookTooLong
from storage.search.matching import Matcher
from storage.search.understanding import understand

MOST_COUNTED: Final = 20_000
"""Matches that go into the counts; of more, the newest."""

MOST_VALUES: Final = 12
"""Values listed for each facet."""

MOST_YEARS: Final = 40
"""Years that are listed."""

_FOUND: Final = f"""
    SELECT q.speaker_id, q.speaker, q.source, q.kind, q.language, {DAY_COUNTED}
    FROM json_each(?) e CROSS JOIN current_quotes q ON q.quote = e.value
"""
_PEOPLE: Final = "SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))"
_SOURCES: Final = "SELECT id, title FROM sources WHERE id IN (SELECT value FROM json_each(?)) AND title IS NOT NULL"


def count_facets(
    db: Database, query: str, ground: Ground, *, filters: Filters | None = None, time_limit_s: float = TIME_LIMIT_S
) -> Facets:
    """Count the matches of a query that are current, by speaker, source, kind, language, year and month.

    What takes longer than ``time_limit_s`` seconds is left uncounted: the facets are then empty and not complete.
    """
    asked = understand(db, query, filters or Filters())
    if asked.tree is None:
        return Facets()
    matcher = Matcher(db, asked.conditions, asked.as_of)
    try:
        with Clock(db, time_limit_s).within():
            many = matcher.count(asked.tree, most=MOST_COUNTED + 1) > MOST_COUNTED
            found = matcher.find(asked.tree, order="newest", limit=MOST_COUNTED, many=many)
            keys = write_json([key for key, *_ in found])
            return _count(db, keys, ground, filters, complete=not many, counted=len(found))
    except TookTooLong:
        return Facets(complete=False)


def _count(db: Database, keys: str, ground: Ground, filters: Filters | None, *, complete: bool, counted: int) -> Facets:
    """Count matches, which are read once for all facets."""
    speakers, named = Counter[str](), dict[str, str]()
    sources, kinds, languages, years, months = (Counter[str]() for _ in range(5))
    for speaker_id, speaker, source, kind, language, day in db.execute(_FOUND, (keys,)):
        if value := speaker_id or speaker:
            speakers[value] += 1
            named[value] = max(named.get(value, ""), speaker or "")
        sources[source] += 1
        kinds[kind] += 1
        if language is not None:
            languages[language] += 1
        if day is not None:
            years[day[:4]] += 1
            months[day[:7]] += 1
    named |= dict(db.execute(_PEOPLE, (write_json(list(speakers)),)).fetchall())
    titles = dict(db.execute(_SOURCES, (write_json(list(sources)),)).fetchall())
    return Facets(
        speakers=_list(speakers, named),
        sources=_list(sources, titles),
        kinds=_list(kinds, {}),
        languages=_list(languages, {}),
        years=tuple(Count(value=year, label=year, quotes=years[year]) for year in sorted(years, reverse=True)[:MOST_YEARS]),
        months=_describe_months(db, months, ground, filters),
        complete=complete,
        counted=counted,
    )


def _list(counted: Counter[str], labels: Mapping[str, str]) -> tuple[Count, ...]:
    """List the most frequent values with how readers know them; of equally many by that name."""
    named = (Count(value=value, label=labels.get(value, value), quotes=quotes) for value, quotes in counted.items())
    return tuple(sorted(named, key=lambda each: (-each.quotes, each.label))[:MOST_VALUES])


def _describe_months(db: Database, quotes: Mapping[str, int], ground: Ground, filters: Filters | None) -> tuple[Month, ...]:
    """Describe the months from the first to the last match, and at least the days that were asked for."""
    asked = [day.isoformat()[:7] for day in (filters.since, filters.until) if day] if filters else []
    ends = sorted([*quotes, *asked])
    if not ends:
        return ()
    return judge_months(ground, list_months(ends[0], ends[-1]), quotes, _find_sources(db, filters))


def _find_sources(db: Database, filters: Filters | None) -> list[str] | None:
    """Find the declared source that a filter names by its id; None, which is all of them, if it names none so."""
    if filters is None or filters.source is None:
        return None
    known = db.execute("SELECT 1 FROM sources WHERE id = ?", (filters.source,)).fetchone()
    return [filters.source] if known else None
