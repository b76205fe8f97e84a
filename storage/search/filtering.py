"""Turn the filters of a query into conditions on quotes, and name what cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from sqlite_utils import Database

from storage.database.listed import meet_shared, read_shared
from storage.database.rows import storable, write_json
from storage.database.seconds import to_seconds
from storage.model import DocumentKind, QuoteKind
from storage.search.naming import (
    find_holders,
    find_nearest_office,
    find_nearest_speaker,
    find_relayers,
    find_sources,
    find_speakers,
    is_office,
)
from storage.search.spans import DATE_FIELDS, end_of_day, read_span, start_of_day
from storage.search.tree import Filter, Node
from storage.text import marks
from storage.text.marks import any_mark, mark_language, mark_month, mark_name

UNDATED: Final = Filter("undated", "")
"""Meets quotes of which no date is known."""

_KINDS: Final = {kind.value: "kind" for kind in QuoteKind} | {kind.value: "document_kind" for kind in DocumentKind}
_MOST_NAMED: Final = 8
"""Names that a note lists. Chosen by hand."""
_MOST_MARKS: Final = 48
"""This many marks are looked for at most: FTS5 compares all of them at each quote that one of them has. Chosen by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is narrowed to beside its query. All days are included; ``as_of`` shows the archive at the end of a day.

    ``speaker`` is a name in any spelling or a roster id; ``via`` the same of who relays; ``office`` an office, of whoever held
    it on the day said; ``source`` an id or part of a title; ``kind`` that of a quote or of a document.
    """

    speaker: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    language: str | None = None
    as_of: date | None = None
    via: str | None = None
    office: str | None = None

    def nodes(self) -> list[Node]:
        """Return the filters as nodes of a query, the moment of looking aside."""
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "as_of"}
        return [
            Filter(name, value.isoformat() if isinstance(value, date) else storable(value))
            for name, value in given.items()
            if value is not None
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition on the quotes ``c`` as SQL, with its values; and what must be said about it.

    A filter that cannot be used has no ``sql``. ``marks`` is an expression of FTS5 that every quote meets which meets the
    condition, and few others.
    """

    sql: str | None
    values: tuple[Any, ...] = ()
    marks: str | None = None
    notes: tuple[str, ...] = ()


def read_filter(db: Database, asked: Filter) -> Condition:
    """Turn a filter into a condition."""
    if asked == UNDATED:
        return Condition(sql="(c.earliest_s IS NULL AND c.latest_s IS NULL)", marks=any_mark([marks.UNDATED]))
    if asked.field in DATE_FIELDS:
        return _by_date(asked)
    return _READERS[asked.field](db, asked.value)


def _by_speaker(db: Database, speaker: str) -> Condition:
    named = find_speakers(db, speaker)
    if is_office(db, speaker) or not named:
        by_office = _by_office(db, speaker)
        if by_office.values or not named:
            relayed = () if by_office.values else find_relayers(db, speaker)
            return _relayed(speaker, relayed) if relayed else _or_unknown(db, speaker, by_office)
    parts = [_among("h.speaker_id", named.people), _among("h.speaker", named.names)]
    values = tuple(value for _, value in parts)
    sql = meet_shared("speaker", " OR ".join(sql for sql, _ in parts))
    relayers = find_relayers(db, speaker)
    if relayers and not db.execute(f"SELECT 1 FROM listed_quotes c WHERE {sql} LIMIT 1", values).fetchone():
        return _relayed(speaker, relayers)
    notes: list[str] = []
    if named.loosely:
        notes.append(f"no speaker is known as {speaker!r}; read as {'; '.join(named.names[:_MOST_NAMED])}")
    elif len(named.names) > 1:
        notes.append(f"{speaker!r} stands for {'; '.join(named.names[:_MOST_NAMED])}")
    if relayers:
        notes.append(f"words of others that {relayers[0]} relays are found by via:")
    named_so = [mark_name("speaker_id", id_) for id_ in named.people] + [mark_name("speaker", each) for each in named.names]
    return Condition(sql=sql, values=values, notes=tuple(notes), marks=_any(named_so))


def _any(marked: Sequence[str]) -> str | None:
    """Write that one of some marks must be there; None if that would be slower than to compare what they stand for."""
    return any_mark(marked) if 0 < len(marked) <= _MOST_MARKS else None


def _among(column: str, values: Sequence[str]) -> tuple[str, str]:
    """Write that a column holds one of some values; a single one is compared faster than a list."""
    if len(values) == 1:
        return f"{column} = ?", values[0]
    return f"{column} IN (SELECT value FROM json_each(?))", write_json(values)


def _relayed(speaker: str, relayers: tuple[str, ...]) -> Condition:
    note = f"no words of {speaker!r} are held; these are the words of others, relayed by {', '.join(relayers[:_MOST_NAMED])}"
    return _by_relayers(relayers, (note,))


def _by_relayers(relayers: tuple[str, ...], notes: tuple[str, ...]) -> Condition:
    sql, value = _among("h.via", relayers)
    marked = _any([mark_name("via", relayer) for relayer in relayers])
    return Condition(sql=meet_shared("via", sql), values=(value,), notes=notes, marks=marked)


def _or_unknown(db: Database, speaker: str, by_office: Condition) -> Condition:
    if by_office.values:
        return by_office
    return Condition(sql="FALSE", notes=(f"no speaker is known as {speaker!r}{find_nearest_speaker(db, speaker)}",))


def _by_via(db: Database, via: str) -> Condition:
    relayers = find_relayers(db, via)
    if not relayers:
        return Condition(sql="FALSE", notes=(f"no words are held that {via!r} relays",))
    notes = (f"{via!r} stands for {'; '.join(relayers[:_MOST_NAMED])}",) if len(relayers) > 1 else ()
    return _by_relayers(relayers, notes)


def _by_office(db: Database, office: str) -> Condition:
    holders = find_holders(db, office)
    if not holders:
        return Condition(sql="FALSE", notes=(f"no holder of an office {office!r} is known{find_nearest_office(db, office)}",))
    sql = (
        f"({meet_shared('speaker_id', 'h.speaker_id IN (SELECT value FROM json_each(?))')} AND EXISTS ("
        f"SELECT 1 FROM json_each(?) e WHERE e.value ->> 0 = {read_shared('speaker_id')} "
        "AND c.latest_s >= e.value ->> 1 AND c.earliest_s <= e.value ->> 2))"
    )
    people = list(dict.fromkeys(holder.person for holder in holders))
    spans = [[holder.person, to_seconds(holder.since), to_seconds(holder.until)] for holder in holders]
    told = [f"{holder.person} ({_tell_span(holder.since, holder.until)})" for holder in holders[:_MOST_NAMED]]
    return Condition(
        sql=sql,
        values=(write_json(people), write_json(spans)),
        notes=(f"{office!r} was held by {', '.join(told)}",),
        marks=_any([mark_name("speaker_id", person) for person in people]),
    )


def _tell_span(since: str, until: str) -> str:
    return f"{since[:10] or '…'} to {until[:10] if until != '9999' else '…'}"


def _by_source(db: Database, source: str) -> Condition:
    chosen, nearest = find_sources(db, source)
    if not chosen:
        return Condition(sql="FALSE", notes=(f"no source is known as {source!r}{nearest}",))
    sql, value = _among("h.source", chosen)
    marked = _any([mark_name("source", each) for each in chosen])
    return Condition(sql=meet_shared("source", sql), values=(value,), marks=marked)


def _by_kind(_db: Database, kind: str) -> Condition:
    asked = kind.strip().lower().replace("-", "_")
    column = _KINDS.get(asked)
    if column is None:
        return Condition(sql=None, notes=(f"{kind!r} is no kind; there are {', '.join(_KINDS)}; left out",))
    return Condition(sql=meet_shared(column, f"h.{column} = ?"), values=(asked,), marks=any_mark([mark_name(column, asked)]))


def _by_language(db: Database, language: str) -> Condition:
    bare = language.strip().lower().replace("_", "-")
    if bare in ("unknown", ""):
        return Condition(sql=meet_shared("language", "h.language IS NULL"), marks=any_mark([mark_language(None)]))
    is_it, values = "lower(h.language) = ? OR lower(substr(h.language, 1, length(?) + 1)) = ? || '-'", (bare, bare, bare)
    held = db.execute(f"SELECT 1 FROM quote_classes h WHERE {is_it} LIMIT 1", values).fetchone()
    notes = () if held else (f"nothing is held in a language {language!r}; languages are named by codes, such as en or hy",)
    marked = any_mark([mark_language(bare)])
    return Condition(sql=meet_shared("language", is_it), values=values, marks=marked, notes=notes)


def _by_document(_db: Database, documents: str) -> Condition:
    sql = "c.quote IN (SELECT seq FROM quotes WHERE document IN (SELECT value FROM json_each(?)))"
    return Condition(sql=sql, values=(f"[{documents}]",))


def _by_quote(_db: Database, quote: str) -> Condition:
    return Condition(sql="c.quote = ?", values=(int(quote),))


def _by_date(asked: Filter) -> Condition:
    """Keep what may have been said in a span: its interval meets the span."""
    span = read_span(asked.field, asked.value)
    if span is None:
        note = f"{asked.field}:{asked.value} is no date such as 2020-10-27, 2020-10 or 2020; left out"
        return Condition(sql=None, notes=(note,))
    first, last = span
    if first is None:
        return Condition(sql="c.earliest_s <= ?", values=(to_seconds(end_of_day(last or date.max)),))
    since, month = to_seconds(start_of_day(first)), to_seconds(start_of_day(first.replace(day=1)))
    # What began in an earlier month and ended later is rare: it has an index of its own, so that no earlier quotes are read.
    until = to_seconds(end_of_day(last or date.max))
    sql = (
        "((c.earliest_s BETWEEN ? AND ? AND c.latest_s >= ?) OR "
        "(c.earliest_s < ? AND c.latest_s >= ? AND substr(c.earliest, 1, 7) <> substr(c.latest, 1, 7)))"
    )
    return Condition(sql=sql, values=(month, until, since, month, since), marks=mark_span(first, last))


def mark_span(first: date, last: date | None) -> str | None:
    """Write that a quote is of one of the months of a span, or may be of several."""
    if last is None or not 0 <= (last.year - first.year) * 12 + last.month - first.month < _MOST_MARKS:
        return None
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return any_mark([marks.WIDE, *(mark_month(number // 12, number % 12 + 1) for number in range(begin, end + 1))])


_READERS: Final[dict[str, Callable[[Database, str], Condition]]] = {
    "speaker": _by_speaker,
    "via": _by_via,
    "office": _by_office,
    "source": _by_source,
    "kind": _by_kind,
    "language": _by_language,
    "document": _by_document,
    "quote": _by_quote,
}
