"""Count the matches of a search by what they can be narrowed to, and by month beside what is held of each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, Final

from sqlite_utils import Database

from storage.database.listed import read_shared
from storage.database.rows import write_json
from storage.database.seconds import read_month
from storage.model.findings import Certainty
from storage.model.overviews import Count, Facets, Month
from storage.reading.days import DAY_COUNTED, Ground, judge_months, list_months
from storage.search.filtering import Filters
from storage.search.limiting import TIME_LIMIT_S, Clock, TookTooLong
from storage.search.match_samples import Sample
from storage.search.matching import Matcher
from storage.search.understanding import understand
from storage.text.sampling import round_estimate

MOST_COUNTED: Final = 2_000
"""Matches that go into the counts. Of more, a sample of up to so many stands for all, of at least 900 of words: a value that a
quarter of them have is so estimated to within 2.8 hundredths of all (1.96 times the square root of 0.25 · 0.75 / 900), 95 times
of 100."""

MOST_VALUES: Final = 12
"""Values listed for each facet. Chosen by hand."""

MOST_YEARS: Final = 40
"""Years listed. Chosen by hand."""

_READ: Final = (*map(read_shared, ("speaker_id", "speaker", "source", "kind", "language")), DAY_COUNTED)
_PEOPLE: Final = "SELECT id, name FROM people WHERE id IN (SELECT value FROM json_each(?))"
_TITLES: Final = "SELECT id, title FROM sources WHERE title IS NOT NULL AND id IN (SELECT value FROM json_each(?))"


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
            return _count(db, matcher.sample(asked.tree, MOST_COUNTED, read=_READ), ground, filters)
    except TookTooLong:
        return Facets(complete=False, total_is=Certainty.AT_LEAST)


def _count(db: Database, sample: Sample, ground: Ground, filters: Filters | None) -> Facets:
    """Count rows of matches, and estimate from them how many of all matches have each value."""
    rows, total = sample.rows, sample.extent.number
    is_complete = len(rows) == total and sample.extent.certainty is Certainty.EXACT
    is_estimate = sample.of_all and not is_complete and len(rows) > 0
    counted = _count_rows(db, rows, ground, filters, weight=total / len(rows) if is_estimate else 1.0)
    if is_estimate:
        counted = replace(counted, months=tuple(map(_bound, counted.months)))
    return replace(counted, complete=is_complete, estimated=is_estimate, total=total, total_is=sample.extent.certainty)


def _count_rows(
    db: Database, rows: Sequence[tuple[Any, ...]], ground: Ground, filters: Filters | None, *, weight: float
) -> Facets:
    """Count rows, each of which stands for so many as its ``weight``."""
    names = {speaker_id or speaker: speaker for _, speaker_id, speaker, *_ in rows}
    speakers = Counter(speaker_id or speaker for _, speaker_id, speaker, *_ in rows)
    sources, kinds, languages, days = (Counter(map(itemgetter(column), rows)) for column in (3, 4, 5, 6))
    months: Counter[Any] = Counter()
    for day, number in days.items():
        months[day and read_month(day)] += number
    years: Counter[str | None] = Counter()
    for month, number in months.items():
        years[month and month[:4]] += number
    if weight != 1.0:
        speakers, sources, kinds, languages, months, years = (
            _weigh(counts, weight) for counts in (speakers, sources, kinds, languages, months, years)
        )
    people = dict(db.execute(_PEOPLE, (write_json(list(filter(None, names))),)).fetchall())
    titles = dict(db.execute(_TITLES, (write_json(list(sources)),)).fetchall())
    return Facets(
        speakers=_list_most(speakers, names | people),
        sources=_list_most(sources, titles),
        kinds=_list_most(kinds, {}),
        languages=_list_most(languages, {}),
        years=tuple(sorted(_list_most(years, {}, MOST_YEARS), key=lambda year: year.value, reverse=True)),
        months=_describe_months(db, {month: number for month, number in months.items() if month}, ground, filters),
        counted=len(rows),
    )


def _bound(month: Month) -> Month:
    """Keep the estimate of a month at or below what is held of it."""
    return replace(month, quotes=min(month.quotes, month.held)) if month.held else month


def _weigh(counts: Counter[Any], weight: float) -> Counter[Any]:
    return Counter({value: round_estimate(number * weight) for value, number in counts.items()})


def _list_most(counts: Mapping[Any, int], labels: Mapping[Any, str], most: int = MOST_VALUES) -> tuple[Count, ...]:
    """List the most frequent values with their labels."""
    found = [Count(value=value, label=labels.get(value, value), quotes=number) for value, number in counts.items() if value]
    return tuple(sorted(found, key=lambda each: (-each.quotes, each.label))[:most])


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
