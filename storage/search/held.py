"""Say what an archive holds of the speakers, sources and days that were asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Final

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model.findings import Coverage
from storage.reading.source_coverage import count_documents, reach
from storage.search.matching import Bound, Matcher
from storage.search.naming import find_sources
from storage.search.spans import cut_spans, end_of_day, list_spans, start_of_day
from storage.search.tree import And, Filter, Node, Or, both

_MOST_SOURCES: Final = 5
"""Sources that a note names; of more, it tells the sum. Chosen by hand."""
_MOST_MONTHS: Final = 12
"""Months or years that a note names. Chosen by hand."""
_MOST_FILTERS: Final = 5
"""Filters of whom a query asks for that are told about, each by a query of its own. Chosen by hand."""
_WHOSE: Final = {"speaker": "of", "via": "relayed by", "office": "of the office"}

Days = tuple[date | None, date | None]


def tell_held(db: Database, matcher: Matcher, tree: Node) -> list[str]:
    """Say what is held of each speaker and source that was asked for, in all and of the days asked for."""
    days, spans = _read_days(tree)
    asked = list(_list_wanted(tree))
    people = [found for found in asked if found.field in _WHOSE][:_MOST_FILTERS]
    notes = [_tell_whose(matcher, about, days, spans) for about in people]
    named = [found.value for found in asked if found.field == "source"]
    sources = sorted({id_ for name in named for id_ in find_sources(db, name)[0]}) if named else None
    if sources == []:
        return notes
    if days != (None, None) and not (days[0] and days[1] and days[0] > days[1]):
        notes += _tell_published(db, days, sources)
    return notes + _tell_coverage(db, sources)


def _list_wanted(node: Node) -> Iterator[Filter]:
    """Yield the filters outside NOT."""
    match node:
        case Filter():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _list_wanted(part)
        case _:
            return


def _read_days(tree: Node) -> tuple[Days, list[Node]]:
    """Read the first and the last day that all matches must be of, with the filters that say so."""
    spans = list_spans(tree)
    return cut_spans(spans.values()), list(spans)


def _tell_whose(matcher: Matcher, about: Filter, days: Days, spans: list[Node]) -> str:
    name = f"{_WHOSE[about.field]} {about.value!r}"
    number = matcher.count(about)
    if not number:
        return f"no words {name} are held"
    ends = (_month_of(matcher, about, "earliest"), _month_of(matcher, about, "latest"))
    note = f"{_count(number, 'quote')} {name} {'is' if number == 1 else 'are'} held, {_between(*ends)}"
    if not spans:
        return note
    within = matcher.count(both([about, *spans]))
    return f"{note}; {within or 'none'} {_tell_days(days)}"


def _month_of(matcher: Matcher, about: Filter, column: Bound) -> str | None:
    found = matcher.bound(about, column)
    return found[:7] if found and found[:4] not in ("0000", "9999") else None


def _between(first: str | None, last: str | None) -> str:
    if first is None and last is None:
        return "without a date"
    return f"said {first or 'unknown'}" if first == last else f"said {first or 'unknown'} to {last or 'unknown'}"


def _tell_published(db: Database, days: Days, sources: list[str] | None) -> list[str]:
    """Count the documents published in a span, and name the months of which none is held."""
    first, last = days
    sql = """
        SELECT substr(v.published_earliest, 1, 7), count(*)
        FROM derivations v CROSS JOIN current n ON n.document = v.document AND n.derivation = v.seq
        CROSS JOIN observations o ON o.seq = n.observation
        WHERE v.published_earliest BETWEEN ? AND ? AND (? IS NULL OR o.source IN (SELECT value FROM json_each(?)))
        GROUP BY 1 ORDER BY 1
    """
    since = start_of_day(first) if first else "0000"
    until = end_of_day(last) if last else "9999"
    months = dict(db.execute(sql, (since, until, sources and 1, write_json(sources or []))).fetchall())
    whose = f" by {', '.join(sources[:_MOST_SOURCES])}" if sources else ""
    total = sum(months.values())
    number = _count(total, "document") if total else "no documents"
    notes = [f"{number} published {_tell_days(days)}{whose} {'is' if total == 1 else 'are'} held"]
    empty = [month for month in _list_months(first, last) if month not in months]
    if total and empty:
        later = " and later months" if len(empty) > _MOST_MONTHS else ""
        notes.append(f"nothing is held{whose} of {', '.join(empty[:_MOST_MONTHS])}{later}")
    return notes


def _list_months(first: date | None, last: date | None) -> list[str]:
    if first is None or last is None:
        return []
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, min(end, begin + 600) + 1)]


def _tell_days(days: Days) -> str:
    first, last = days
    if first and last:
        return f"on {first}" if first == last else f"from {first} to {last}"
    return f"from {first} on" if first else f"until {last}"


def _tell_coverage(db: Database, sources: list[str] | None) -> list[str]:
    """Say how far the archive, or some of its sources, reaches."""
    covered = {source: number for source, number in count_documents(db).items() if sources is None or source in sources}
    held = {source: number for source, number in covered.items() if number}
    few = len(held) <= _MOST_SOURCES
    notes = [_tell(entry) for entry in reach(db, held)] if few else [_tell_years(db, held)]
    empty = [source for source in covered if source not in held]
    if empty:
        named = ", ".join(empty) if len(empty) <= _MOST_SOURCES else f"{len(empty)} more sources that are declared"
        notes.append(f"nothing is held of {named}")
    return notes or ["the archive holds no documents yet"]


def _tell(entry: Coverage) -> str:
    fetched = f", last fetched well on {_day(entry.last_good)}" if entry.last_good else ""
    return f"{entry.source}: {_count(entry.documents, 'document')} of {_day(entry.first)} to {_day(entry.last)}{fetched}"


def _tell_years(db: Database, held: Collection[str]) -> str:
    """Say of which years documents of many sources are."""
    sql = """
        SELECT substr(month, 1, 4), sum(documents) FROM held_months WHERE month <> '' AND documents > 0
        GROUP BY 1 ORDER BY 2 DESC
    """
    years = db.execute(sql).fetchall()
    listed = [f"{year} ({number})" for year, number in sorted(years[:_MOST_MONTHS])]
    fewer = f", and {sum(number for _, number in years[_MOST_MONTHS:])} of other years" if len(years) > _MOST_MONTHS else ""
    return f"held are documents of {len(held)} sources, by year: {', '.join(listed)}{fewer}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _day(instant: datetime | None) -> str:
    return instant.date().isoformat() if instant else "unknown"
