"""Load what is declared outside of the archive, sources and roster, each replaced as a whole when it changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Protocol

from sqlite_utils import Database

from storage.database.rows import write_json
from storage.model import Occupancy, Person, Position
from storage.model.codec import to_json
from storage.text.folding import fold_text

_SOURCE_COLUMNS = ("id", "title", "publisher", "kind", "url", "country")


class Declared(Protocol):
    """A declared source: a record of any class that has an id, written as JSON as a whole. Fields of the columns' names are
    stored in these too."""

    @property
    def id(self) -> str:
        """Return the id under which it is declared."""


def load_sources(db: Database, sources: Iterable[Declared]) -> None:
    """Replace the sources that are declared."""
    declared = [to_json(source) for source in sorted(sources, key=lambda source: source.id)]
    with db.atomic():
        if _is_loaded(db, "sources", declared):
            return
        db.execute("DELETE FROM sources")
        db.conn.executemany(
            "INSERT INTO sources (id, title, publisher, kind, url, country, declaration) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*(source.get(name) for name in _SOURCE_COLUMNS), write_json(source)) for source in declared],
        )


def load_roster(
    db: Database, people: Iterable[Person], positions: Iterable[Position], occupancies: Iterable[Occupancy]
) -> None:
    """Replace the roster. Raises an IntegrityError of SQLite's if an occupancy names nobody."""
    people, positions, occupancies = tuple(people), tuple(positions), tuple(occupancies)
    with db.atomic():
        if _is_loaded(db, "roster", [to_json(record) for record in (*people, *positions, *occupancies)]):
            return
        for table in ("occupancies", "aliases", "people", "positions"):
            db.execute(f"DELETE FROM {table}")
        insert = db.conn.executemany
        insert("INSERT INTO people VALUES (?, ?, ?, ?)", [(p.id, p.name, p.kind, p.country) for p in people])
        insert("INSERT INTO positions VALUES (?, ?, ?, ?)", [(p.id, p.name, p.organisation, p.country) for p in positions])
        insert("INSERT INTO aliases VALUES (?, ?, ?, ?)", _aliases(people, positions))
        insert(
            "INSERT INTO occupancies VALUES (?, ?, ?, ?, ?)",
            [(o.person, o.position, o.since and str(o.since), o.until and str(o.until), o.known_from) for o in occupancies],
        )


def _aliases(people: Iterable[Person], positions: Iterable[Position]) -> list[tuple[str, str | None, str | None, str]]:
    """List every name that search may be asked for: folded, person, position, as written."""
    rows: dict[tuple[str, str | None, str | None, str], None] = {}
    for person in people:
        rows |= {(fold_text(name), person.id, None, name): None for name in (person.name, *person.aliases)}
    for position in positions:
        rows |= {(fold_text(name), None, position.id, name): None for name in (position.name, *position.titles)}
    return list(rows)


def _is_loaded(db: Database, name: str, declared: list[dict[str, Any]]) -> bool:
    """Say whether exactly this is in the archive; if not, note that it is about to be."""
    digest = hashlib.sha256(write_json(declared).encode("utf-8", "surrogatepass")).hexdigest()
    if db.execute("SELECT 1 FROM declared WHERE (name, digest) = (?, ?)", (name, digest)).fetchone():
        return True
    db.execute("INSERT INTO declared VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET digest = excluded.digest", (name, digest))
    return False
