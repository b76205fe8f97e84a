"""Count the matches of a search by what they can be narrowed to, and by month beside what is held of each month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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

_COUNTS: Final = {
    "speakers": "SELECT coalesce(speaker_id, speaker) AS value, max(coalesce(p.name, speaker)) AS label, count(*) AS quotes "
    "FROM found LEFT JOIN people p ON p.id = speaker_id WHERE coalesce(speaker_id, speaker) IS NOT NULL",
    "sources": "SELECT source AS value, max(coalesce(s.title, source)), count(*) AS quotes "
    "FROM found LEFT JOIN sources s ON s.id = source WHERE TRUE",
    "kinds": "SELECT kind AS value, kind, count(*) AS quotes FROM found WHERE TRUE",
    "languages": "SELECT language AS value, language, count(*) AS quotes FROM found WHERE language IS NOT NULL",
    "years": f"SELECT substr({DAY_COUNTED}, 1, 4) AS value, substr({DAY_COUNTED}, 1, 4), count(*) AS quotes FROM found "
    f"WHERE {DAY_COUNTED} IS NOT NULL",
}
_FOUND: Final = """
    WITH found AS (
        SELECT q.* FROM json_each(?) e CROSS JOIN current_quotes q ON q.quote = e.value
    )
"""
_MONTHS: Final = f"SELECT substr({DAY_COUNTED}, 1, 7), count(*) FROM found WHERE {DAY_COUNTED} IS NOT NULL GROUP BY 1"


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
    counts: dict[str, Any] = {
        name: tuple(
            Count(value=value, label=label, quotes=quotes)
            for value, label, quotes in db.execute(
                f"{_FOUND} {sql} GROUP BY 1 ORDER BY {'1 DESC' if name == 'years' else '3 DESC, 2'} LIMIT ?",
                (keys, MOST_VALUES if name != "years" else 40),
            )
        )
        for name, sql in _COUNTS.items()
    }
    by_month = dict(db.execute(f"{_FOUND} {_MONTHS}", (keys,)).fetchall())
    return Facets(**counts, months=_describe_months(db, by_month, ground, filters), complete=complete, counted=counted)


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
