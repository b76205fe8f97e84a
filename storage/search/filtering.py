"""Turn what a search is narrowed to into conditions on the quotes that stand, and name what cannot be used."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from rapidfuzz import fuzz, process
from sqlite_utils import Database

from storage.database.rows import format_second, storable, write_json
from storage.model import DocumentKind, QuoteKind
from storage.text.folding import fold_text, words

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_DAYS = ("since", "until", "as_of")
_NEAR_ENOUGH = 60
_KINDS: Final = {kind.value: "c.kind" for kind in QuoteKind} | {kind.value: "c.document_kind" for kind in DocumentKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed to. All days are included; ``as_of`` shows the archive as it was at the end of that day.

    ``speaker`` is a name in any spelling, a roster id or an office; ``source`` an id or part of a title; ``kind`` that of a
    quote or of a document.
    """

    speaker: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    language: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Conditions on ``c``, the quotes that stand, with their values; and what must be said about them.

    ``sources`` are those searched, None for all. ``dated`` says that quotes without a date are left out.
    """

    conditions: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] | None = None
    dated: bool = False


def add_filters(filters: Filters, asked: Iterable[tuple[str, str]]) -> tuple[Filters, tuple[str, ...]]:
    """Add the filters that a query named, as (field, value); gives what cannot be used as notes."""
    notes: list[str] = []
    for field, value in asked:
        day = read_day(value, last=field != "since") if field in _DAYS else None
        if field in _DAYS and day is None:
            notes.append(f"{field}:{value} is no date such as 2020-10-27, 2020-10 or 2020; left out")
        else:
            found: dict[str, Any] = {field: day or value}
            filters = replace(filters, **found)
    return filters, tuple(notes)


def read_day(text: str, *, last: bool) -> date | None:
    """Read a day, month or year; the last day of a month or year is taken where ``last``. None where it is none."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        month_or_end = month or (12 if last else 1)
        return date(year, month_or_end, day or (monthrange(year, month_or_end)[1] if last else 1))
    except ValueError:
        return None


def narrow(db: Database, filters: Filters) -> Narrowing:
    """Turn filters into conditions."""
    texts: dict[str, Any] = {
        field.name: storable(value) for field in fields(filters) if isinstance(value := getattr(filters, field.name), str)
    }
    filters = replace(filters, **texts)
    parts = [
        _by_speaker(db, filters.speaker),
        _by_source(db, filters.source),
        _by_kind(filters.kind),
        _by_language(filters.language),
        _by_date(filters),
    ]
    chosen = [part for part in parts if part]
    return Narrowing(
        conditions=tuple(condition for part in chosen for condition in part.conditions),
        values=tuple(value for part in chosen for value in part.values),
        notes=tuple(note for part in chosen for note in part.notes),
        sources=next((part.sources for part in chosen if part.sources is not None), None),
        dated=any(part.dated for part in chosen),
    )


def is_empty(filters: Filters) -> bool:
    """Say whether nothing is narrowed, the moment of looking aside."""
    return all(getattr(filters, field.name) is None for field in fields(filters) if field.name != "as_of")


def end_of_day(day: date) -> str:
    """Give the last second of a day in UTC, as the archive writes it."""
    return format_second(datetime.combine(day, time.max, UTC)) or ""


def _by_speaker(db: Database, speaker: str | None) -> Narrowing | None:
    if speaker is None:
        return None
    people, names = _find_people(db, speaker), _find_names(db, speaker)
    named = [
        name
        for (name,) in db.execute("SELECT name FROM people WHERE id IN (SELECT value FROM json_each(?))", (write_json(people),))
    ]
    values = (write_json(people), write_json(sorted({*names, *named})))
    condition = "(c.speaker_id IN (SELECT value FROM json_each(?)) OR c.speaker IN (SELECT value FROM json_each(?)))"
    notes: tuple[str, ...] = ()
    if not people and not names:
        notes = (f"no speaker is known as {speaker!r}{_nearest(db, speaker)}",)
    elif len({*names, *named}) > 1:
        notes = (f"{speaker!r} stands for {', '.join(sorted({*names, *named})[:8])}",)
    return Narrowing(conditions=(condition,), values=values, notes=notes)


def _find_people(db: Database, speaker: str) -> list[str]:
    """Find the people of the roster who go by an id, a name, an alias or an office."""
    folded = fold_text(speaker)
    exact = db.execute(
        "SELECT id FROM people WHERE id = ? UNION SELECT person FROM aliases WHERE folded = ? AND person IS NOT NULL "
        "UNION SELECT o.person FROM aliases a JOIN occupancies o ON o.position = a.position WHERE a.folded = ? "
        "UNION SELECT person FROM occupancies WHERE position = ?",
        (speaker, folded, folded, speaker),
    ).fetchall()
    if exact:
        return [person for (person,) in exact]
    return _with_all_words(db, "SELECT person, folded FROM aliases WHERE person IS NOT NULL AND folded LIKE ?", folded)


def _find_names(db: Database, speaker: str) -> list[str]:
    """Find the names of speakers, in the roster or not, that are this name or hold all its words."""
    folded = fold_text(speaker)
    exact = db.execute("SELECT name FROM speakers WHERE folded = ?", (folded,)).fetchall()
    if exact:
        return [name for (name,) in exact]
    return _with_all_words(db, "SELECT name, folded FROM speakers WHERE folded LIKE ?", folded)


def _with_all_words(db: Database, sql: str, folded: str) -> list[str]:
    wanted = set(words(folded))
    if not wanted:
        return []
    longest = max(wanted, key=len)
    return list(dict.fromkeys(found for found, name in db.execute(sql, (f"%{longest}%",)) if wanted <= set(words(name))))


def _nearest(db: Database, speaker: str) -> str:
    """Name the speakers whose names come nearest."""
    names = dict(
        db.execute(
            "SELECT name, folded FROM speakers UNION SELECT alias, folded FROM aliases WHERE person IS NOT NULL"
        ).fetchall()
    )
    near = process.extract(fold_text(speaker), names, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR_ENOUGH)
    return f"; the nearest are {', '.join(str(name) for *_, name in near)}" if near else ""


def _by_source(db: Database, source: str | None) -> Narrowing | None:
    if source is None:
        return None
    held = db.execute("SELECT 1 FROM observations WHERE source = ? LIMIT 1", (source,)).fetchone()
    declared = {
        id_: fold_text(f"{id_} {title or ''} {publisher or ''}")
        for id_, title, publisher in db.execute("SELECT id, title, publisher FROM sources")
    }
    asked = fold_text(source)
    chosen = [source] if held or source in declared else sorted(id_ for id_, title in declared.items() if asked in title)
    notes: tuple[str, ...] = ()
    if not chosen or not asked:
        chosen = []
        near = process.extract(asked, declared, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR_ENOUGH)
        nearest = f"; the nearest are {', '.join(str(id_) for *_, id_ in near)}" if near else ""
        notes = (f"no source is known as {source!r}{nearest}",)
    condition = "c.source IN (SELECT value FROM json_each(?))"
    return Narrowing(conditions=(condition,), values=(write_json(chosen),), notes=notes, sources=tuple(chosen) or None)


def _by_kind(kind: str | None) -> Narrowing | None:
    if kind is None:
        return None
    column = _KINDS.get(kind.strip().lower().replace("-", "_"))
    if column is None:
        return Narrowing(conditions=(), values=(), notes=(f"{kind!r} is no kind; there are {', '.join(_KINDS)}; left out",))
    return Narrowing(conditions=(f"{column} = ?",), values=(kind.strip().lower().replace("-", "_"),), notes=())


def _by_language(language: str | None) -> Narrowing | None:
    if language is None:
        return None
    bare = language.strip().lower().replace("_", "-")
    return Narrowing(conditions=("(c.language = ? OR c.language LIKE ? || '-%')",), values=(bare, bare), notes=())


def _by_date(filters: Filters) -> Narrowing | None:
    """Keep what may have been said between two days: its interval meets theirs."""
    conditions, values = [], []
    if filters.since:
        conditions.append("c.latest >= ?")
        values.append(f"{filters.since.isoformat()}T00:00:00Z")
    if filters.until:
        conditions.append("c.earliest <= ?")
        values.append(end_of_day(filters.until))
    if not conditions:
        return None
    notes: tuple[str, ...] = ()
    if filters.since and filters.until and filters.since > filters.until:
        notes = (f"since {filters.since} lies after until {filters.until}; no day lies between",)
    return Narrowing(conditions=tuple(conditions), values=tuple(values), notes=notes, dated=True)
