"""Understand a query for one archive: its words widened, its filters looked up, the moment of looking set apart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from sqlite_utils import Database

from storage.database.rows import storable
from storage.reading.pasted_addresses import find_documents, find_named, looks_like_address, looks_like_id
from storage.search.filtering import Condition, Filters, read_filter
from storage.search.querying import EVERYTHING, read_query, shorten
from storage.search.spans import cut_spans, list_spans, read_day
from storage.search.terms import Term
from storage.search.tree import Filter, Node, both, list_filters, list_parts, list_wanted, prune
from storage.search.widening import widen


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of an archive. ``tree`` is None if there was a query and nothing in it can be looked for."""

    tree: Node | None
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    conditions: dict[Filter, Condition] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[Term, ...]:
        """List the terms that a match may hold."""
        return tuple(dict.fromkeys(list_wanted(self.tree))) if self.tree else ()


def understand(db: Database, query: str, filters: Filters) -> Asked:
    """Understand a query and the filters beside it."""
    text = storable(query)
    if looks_like_address(text) and (documents := find_documents(db, text)):
        return _narrow(
            db,
            Filter("document", ",".join(map(str, documents))),
            filters,
            [f"read as the address of a document: {text.strip()}"],
        )
    if (named := find_named(db, text)) is not None:
        what, key = named
        return _narrow(db, Filter(what, str(key)), filters, [f"read as the id of a {what}: {text.strip()}"])
    asked = read_query(text)
    if looks_like_id(text):
        asked = replace(asked, notes=(*asked.notes, f"no quote and no document has the id {text.strip()}"))
    if asked.tree is None:
        if text.strip() and not filters.nodes():
            return Asked(tree=None, as_of=filters.as_of, notes=tuple(asked.notes))
        return _narrow(db, EVERYTHING, filters, list(asked.notes))
    tree, notes = widen(db, asked.tree)
    return _narrow(db, tree, filters, [*asked.notes, *map(shorten, notes)])


def _narrow(db: Database, tree: Node, filters: Filters, notes: list[str]) -> Asked:
    tree = both([tree, *filters.nodes()])
    as_of, told = _find_moment(tree, filters.as_of)
    notes += told
    conditions: dict[Filter, Condition] = {}
    for asked in list_filters(tree):
        if asked.field != "as_of" and asked not in conditions:
            conditions[asked] = read_filter(db, asked)
            notes += map(shorten, conditions[asked].notes)
    notes += _shut_out(tree, conditions)
    kept = prune(tree, lambda asked: asked in conditions and conditions[asked].sql is not None)
    return Asked(tree=kept or EVERYTHING, as_of=as_of, notes=tuple(dict.fromkeys(notes)), conditions=conditions)


def _shut_out(tree: Node, conditions: dict[Filter, Condition]) -> list[str]:
    """Let nothing match filters of days that no day meets, and say so: what may have been said on any day meets each alone."""
    spans = list_spans(tree)
    first, last = cut_spans(spans.values())
    if first is None or last is None or first <= last:
        return []
    conditions.update(dict.fromkeys(spans, Condition(sql="FALSE")))
    return [shorten(f"no day meets {' '.join(f'{part.field}:{part.value}' for part in spans)}")]


def _find_moment(tree: Node, as_of: date | None) -> tuple[date | None, list[str]]:
    """Find the day as of which the archive is asked; it holds for the whole query."""
    notes = []
    outer = [part for part in list_parts(tree) if isinstance(part, Filter) and part.field == "as_of"]
    for asked in list_filters(tree):
        if asked.field != "as_of":
            continue
        day = read_day(asked.value, last=True)
        if asked not in outer:
            notes.append(f"as-of:{asked.value} holds for a whole query and cannot stand inside OR or NOT; left out")
        elif day is None:
            notes.append(f"as-of:{asked.value} is no date such as 2020-10-27, 2020-10 or 2020; left out")
        else:
            as_of = day
    return as_of, [shorten(note) for note in notes]
