"""Tell of each day or month whether anything is held of it, whether fetching failed, or whether it was never looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlite_utils import Database

from storage.database.rows import load_cell, write_json
from storage.database.seconds import AFTER_ALL, BEFORE_ALL, read_month, write_day
from storage.model.overviews import CalendarDay, DayState, Month

_OPENING: Final = timedelta(days=31)
"""How far back the first run for what is new is taken to have looked: a month of a newsroom's lists at most. Chosen by hand."""

_MOST_MONTHS: Final = 12 * 30
"""The months of a calendar or timeline at most: thirty years. Chosen by hand."""

DAY_COUNTED: Final = write_day(f"iif(earliest_s > {BEFORE_ALL}, earliest_s, nullif(latest_s, {AFTER_ALL}))")
"""The day that a quote is counted on: the first on which it may have been said, else the last; see ``read_month``."""

_DOCUMENTS = """
    SELECT o.source, substr(coalesce(v.published_earliest, v.published_latest), 1, 10), count(*)
    FROM current n JOIN observations o ON o.seq = n.observation JOIN derivations v ON v.seq = n.derivation
    WHERE coalesce(v.published_earliest, v.published_latest) IS NOT NULL
    AND (?1 IS NULL OR o.source = ?1) GROUP BY 1, 2
"""
_QUOTES = f"""
    SELECT h.source, l.day, sum(l.quotes)
    FROM (
        SELECT class, {DAY_COUNTED} AS day, count(*) AS quotes FROM listed_quotes WHERE {DAY_COUNTED} IS NOT NULL GROUP BY 1, 2
    ) l
    JOIN quote_classes h ON h.seq = l.class GROUP BY 1, 2
"""
_RUNS = """
    SELECT r.source, r.started_at, r.parameters,
        sum(e.outcome IN ('new', 'unchanged', 'revised')), sum(e.outcome = 'failed'), coalesce(sum(l.listed), 0),
        max(iif(e.outcome = 'failed', e.reason, NULL))
    FROM runs r JOIN loads l ON (l.run, l.source) = (r.id, r.source) LEFT JOIN outcomes e ON e.load = l.seq
    WHERE ?1 IS NULL OR r.source IN (SELECT value FROM json_each(?1))
    GROUP BY r.id, r.source ORDER BY r.source, r.started_at
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One run's look at a source: the days it covers (both included), and whether it was answered."""

    source: str
    first: date
    last: date
    answered: bool
    why: str = ""


def list_looks(db: Database, sources: Collection[str] | None = None) -> list[Look]:
    """List the looks of all runs that asked a source for what it published, the oldest first for each source.

    A run with days covers those; one for what is new covers the days since the run before it. Imports, replays and reparsing
    ask for nothing: what they brought shows in the documents.
    """
    listed = write_json(sorted(sources)) if sources is not None else None
    looks: list[Look] = []
    before: dict[str, date] = {}
    for source, started, written, good, failed, on_lists, why in db.execute(_RUNS, (listed,)):
        parameters = load_cell(written)
        began = date.fromisoformat(started[:10])
        span = _read_span(parameters, began, before.get(source))
        if span is None:
            continue
        before[source] = began
        answered = bool(good or on_lists) or not failed
        looks.append(Look(source=source, first=span[0], last=span[1], answered=answered, why="" if answered else why or ""))
    return looks


def read_calendar(db: Database, source: str, first: date, last: date) -> list[CalendarDay]:
    """Tell of each day between two what is known of it for one source."""
    documents = _count_documents(db, source)
    looks = list_looks(db, [source])
    return [
        _judge(day, documents.get(day.isoformat(), 0), looks)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def list_years(db: Database, source: str) -> list[int]:
    """List the years of which documents of a source are held or were looked for."""
    years = {int(day[:4]) for day in _count_documents(db, source)}
    for look in list_looks(db, [source]):
        years |= set(range(look.first.year, look.last.year + 1))
    return sorted(years)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What is held of each source and month, as ``("am_mfa", "2020-10")``: documents and quotes; the sums of both for each
    month; and all looks at sources."""

    documents: Mapping[tuple[str, str], int]
    quotes: Mapping[tuple[str, str], int]
    sums: tuple[Counter[str], Counter[str]]
    looks: tuple[Look, ...]


def read_ground(db: Database) -> Ground:
    """Read what months are judged by. It reads all of the archive: keep it while the archive stays as it is."""
    documents: Counter[tuple[str, str]] = Counter()
    for source, day, number in db.execute(_DOCUMENTS, (None,)):
        documents[source, day[:7]] += number
    quotes: Counter[tuple[str, str]] = Counter()
    for source, counted, number in db.execute(_QUOTES):
        quotes[source, read_month(counted)] += number
    sums = _sum_up(documents, None), _sum_up(quotes, None)
    return Ground(documents=documents, quotes=quotes, sums=sums, looks=tuple(list_looks(db)))


def judge_months(
    ground: Ground, months: Collection[str], quotes: Mapping[str, int], sources: Collection[str] | None = None
) -> tuple[Month, ...]:
    """Describe months, as ``2020-10``: the quotes counted in each, all that are held of it, and what is known of the rest.

    ``sources`` are those that count, None for all.
    """
    documents, held = ground.sums
    if sources is not None:
        documents, held = _sum_up(ground.documents, sources), _sum_up(ground.quotes, sources)
    looks = [look for look in ground.looks if sources is None or look.source in sources]
    return tuple(
        Month(
            month=month,
            quotes=quotes.get(month, 0),
            held=held[month],
            state=_judge_month(month, documents[month] + held[month] + quotes.get(month, 0), looks),
        )
        for month in sorted(months)
    )


def _sum_up(counts: Mapping[tuple[str, str], int], sources: Collection[str] | None) -> Counter[str]:
    summed: Counter[str] = Counter()
    for (source, month), number in counts.items():
        if sources is None or source in sources:
            summed[month] += number
    return summed


def list_months(first: str, last: str) -> list[str]:
    """List the months of the years from one month to another, whole years; of more than thirty the last."""
    begin, end = int(first[:4]) * 12, int(last[:4]) * 12 + 11
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(max(begin, end - _MOST_MONTHS + 1), end + 1)]


def _count_documents(db: Database, source: str) -> dict[str, int]:
    return {day: number for _, day, number in db.execute(_DOCUMENTS, (source,))}


def _read_span(parameters: Mapping[str, Any], began: date, before: date | None) -> tuple[date, date] | None:
    since, until = parameters.get("since"), parameters.get("until")
    if since:
        first = date.fromisoformat(str(since)[:10])
        return first, min(date.fromisoformat(str(until)[:10]), began) if until else began
    if any(parameters.get(name) for name in ("replay", "import", "reparse", "files", "failed_only")):
        return None
    return (before or began - _OPENING), began


def _judge(day: date, documents: int, looks: Collection[Look]) -> CalendarDay:
    if documents:
        return CalendarDay(day=day, state=DayState.HELD, documents=documents)
    covering = [look for look in looks if look.first <= day <= look.last]
    if any(look.answered for look in covering):
        return CalendarDay(day=day, state=DayState.NOTHING)
    if covering:
        return CalendarDay(day=day, state=DayState.FAILED, why=covering[-1].why)
    return CalendarDay(day=day, state=DayState.NEVER)


def _judge_month(month: str, held: int, looks: Collection[Look]) -> DayState:
    if held:
        return DayState.HELD
    covering = [look for look in looks if look.first.isoformat()[:7] <= month <= look.last.isoformat()[:7]]
    if any(look.answered for look in covering):
        return DayState.NOTHING
    return DayState.FAILED if covering else DayState.NEVER
