"""Find whom, which office and which source a filter names, in any spelling; and the nearest where it names none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process
from sqlite_utils import Database

from storage.database.rows import write_json
from storage.text.folding import fold_text, words

_NEAR_ENOUGH: Final = 60
"""How alike a name must be to be proposed, from 0 to 100 by rapidfuzz's WRatio. Chosen by hand: a proposal that is wrong costs
a glance."""
_LONGEST_NAME: Final = 100
"""Characters of a name that the nearest is looked for to. Chosen by hand: a title and a full name."""
_TOGETHER: Final = ", "
"""Stands between the names of several who speak together."""
_SHORTEST_SKELETON: Final = 4
"""Shorter skeletons of consonants are shared by unlike names, in letters. Chosen by hand."""
_SOFTNESS: Final = re.compile("[ьъ]")
_DOUBLED: Final = re.compile(r"(\w)\1+")
_RELAYERS = """
    SELECT DISTINCT h.via FROM attributions h
    WHERE h.via IS NOT NULL AND EXISTS (SELECT 1 FROM listed_quotes c WHERE c.attribution = h.seq) ORDER BY 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a name means: people of the roster by id, and the names that stand in readings. ``loosely``: in a spelling that is
    not known, see ``_skeleton``, or with initials."""

    people: tuple[str, ...]
    names: tuple[str, ...]
    loosely: bool = False

    def __bool__(self) -> bool:
        return bool(self.people or self.names)


@dataclass(frozen=True, slots=True)
class Held:
    """Who held an office from which instant until which, as text that compares with the archive's instants."""

    person: str
    since: str
    until: str


def find_speakers(db: Database, name: str) -> Named:
    """Find the people and names of speakers that a name means: exactly, or else holding all its words."""
    folded = fold_text(name)
    people = [
        person
        for (person,) in db.execute(
            "SELECT id FROM people WHERE id = ? UNION SELECT person FROM aliases WHERE folded = ? AND person IS NOT NULL",
            (name, folded),
        )
    ]
    if not people:
        sql = "SELECT person, folded FROM aliases WHERE person IS NOT NULL AND instr(folded, ?)"
        people = _with_all_words(db, sql, folded)
    names = [found for (found,) in db.execute("SELECT name FROM speakers WHERE folded = ?", (folded,))]
    if not names:
        names = _with_all_words(db, "SELECT name, folded FROM speakers WHERE instr(folded, ?)", folded)
    loosely = not people and not names
    if loosely:
        people = _with_skeleton(db, "SELECT person, folded FROM aliases WHERE person IS NOT NULL AND ", folded)
        names = _with_skeleton(db, "SELECT name, folded FROM speakers WHERE ", folded)
    if loosely and not people and not names:
        people = _with_initials(db, "SELECT person, folded FROM aliases WHERE person IS NOT NULL AND instr(folded, ?)", folded)
        names = _with_initials(db, "SELECT name, folded FROM speakers WHERE instr(folded, ?)", folded)
    names += [*name_people(db, people), *_find_joint(db, {folded, *map(fold_text, _spell(db, tuple(people)))})]
    return Named(people=tuple(people), names=tuple(sorted(set(names))), loosely=loosely)


def find_relayers(db: Database, name: str) -> tuple[str, ...]:
    """Find the names of those who relay the words of others that a name means."""
    folded = fold_text(name)
    known = {relayer: fold_text(relayer) for (relayer,) in db.execute(_RELAYERS)}
    meant = {folded} | {fold_text(other) for other in _spell(db, find_speakers(db, name).people)}
    exact = [relayer for relayer, spelled in known.items() if spelled in meant]
    wanted = set(words(folded))
    return tuple(exact or (relayer for relayer, spelled in known.items() if wanted and wanted <= set(words(spelled))))


def find_holders(db: Database, office: str) -> list[Held]:
    """Find who held an office when; the office by its id or one of its titles, else by all words of a title."""
    folded = fold_text(office)
    exact = "SELECT id FROM positions WHERE id = ? UNION SELECT position FROM aliases WHERE folded = ? AND position IS NOT NULL"
    positions = [position for (position,) in db.execute(exact, (office, folded))]
    if not positions:
        sql = "SELECT position, folded FROM aliases WHERE position IS NOT NULL AND instr(folded, ?)"
        positions = _with_all_words(db, sql, folded)
    rows = db.execute(
        "SELECT person, since, until FROM occupancies WHERE position IN (SELECT value FROM json_each(?)) ORDER BY since",
        (write_json(positions),),
    )
    return [
        Held(person, f"{since}T00:00:00Z" if since else "", f"{until}T23:59:59Z" if until else "9999")
        for person, since, until in rows
    ]


def is_office(db: Database, name: str) -> bool:
    """Say whether a text is exactly the id or a title of an office."""
    sql = "SELECT 1 FROM positions WHERE id = ? UNION ALL SELECT 1 FROM aliases WHERE folded = ? AND position IS NOT NULL"
    return db.execute(sql, (name, fold_text(name))).fetchone() is not None


def name_people(db: Database, people: list[str]) -> list[str]:
    """Return the names of people of the roster."""
    sql = "SELECT name FROM people WHERE id IN (SELECT value FROM json_each(?))"
    return [name for (name,) in db.execute(sql, (write_json(people),))]


def find_nearest_speaker(db: Database, name: str) -> str:
    """Name the speakers whose names are nearest, as the end of a note; empty if none is near."""
    sql = "SELECT name, folded FROM speakers UNION SELECT alias, folded FROM aliases WHERE person IS NOT NULL"
    return _nearest(name, dict(db.execute(sql).fetchall()))


def find_nearest_office(db: Database, name: str) -> str:
    """Name the offices whose titles are nearest, as the end of a note; empty if none is near."""
    return _nearest(name, dict(db.execute("SELECT alias, folded FROM aliases WHERE position IS NOT NULL").fetchall()))


def find_sources(db: Database, source: str) -> tuple[list[str], str]:
    """Find the sources of an id, or part of a title or publisher; and if there is none, the nearest, as the end of a note."""
    held = db.execute("SELECT 1 FROM observations WHERE source = ? LIMIT 1", (source,)).fetchone()
    declared = {
        id_: fold_text(f"{id_} {title or ''} {publisher or ''}")
        for id_, title, publisher in db.execute("SELECT id, title, publisher FROM sources")
    }
    asked = fold_text(source)
    if held or source in declared:
        return [source], ""
    chosen = sorted(id_ for id_, title in declared.items() if asked and asked in title)
    if chosen:
        return chosen, ""
    near = process.extract(asked, declared, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR_ENOUGH)
    return [], f"; the nearest are {', '.join(str(id_) for *_, id_ in near)}" if near else ""


def _find_joint(db: Database, wanted: set[str]) -> Iterator[str]:
    """Find the names of several speakers together, as a joint statement has them, of whom one has a wanted name."""
    sql = "SELECT name FROM speakers WHERE instr(name, ?) AND instr(folded, ?)"
    for folded in filter(None, wanted):
        for (name,) in db.execute(sql, (_TOGETHER, max(words(folded), key=len, default=folded))):
            if folded in map(fold_text, name.split(_TOGETHER)):
                yield name


def _spell(db: Database, people: tuple[str, ...]) -> list[str]:
    sql = "SELECT alias FROM aliases WHERE person IN (SELECT value FROM json_each(?))"
    return [alias for (alias,) in db.execute(sql, (write_json(people),))]


def _with_all_words(db: Database, sql: str, folded: str) -> list[str]:
    wanted = set(words(folded))
    if not wanted:
        return []
    longest = max(wanted, key=len)
    return list(dict.fromkeys(found for found, name in db.execute(sql, (longest,)) if wanted <= set(words(name))))


def _with_skeleton(db: Database, sql: str, folded: str) -> list[str]:
    """Find whose name has all words of a folded name but for what transliterations differ in."""
    wanted = set(map(_skeleton, words(folded)))
    if not wanted or min(map(len, wanted)) < _SHORTEST_SKELETON:
        return []
    begins = f" {max(words(folded), key=len)[0]}"
    rows = db.execute(f"{sql} instr(' ' || replace(folded, '-', ' '), ?)", (begins,))
    return list(dict.fromkeys(found for found, name in rows if wanted <= set(map(_skeleton, words(name)))))


def _with_initials(db: Database, sql: str, folded: str) -> list[str]:
    """Find whose name has all full words of a folded name, and for each of its initials another word that begins so."""
    asked = words(folded)
    full = {word for word in asked if len(word) > 1}
    initials = Counter(word for word in asked if len(word) == 1)
    if not full or not initials:
        return []
    rows = db.execute(sql, (max(full, key=len),)).fetchall()
    return list(dict.fromkeys(found for found, name in rows if _has_initials(words(name), full, initials)))


def _has_initials(name: Sequence[str], full: set[str], initials: Counter[str]) -> bool:
    return full <= set(name) and initials <= Counter(word[0] for word in name if word not in full)


def _skeleton(word: str) -> str:
    """Leave out of a word the signs of softness, and of doubled letters one: transliterations of one name differ in them."""
    return _DOUBLED.sub(r"\1", _SOFTNESS.sub("", word))


def _nearest(name: str, names: Mapping[str, str]) -> str:
    near = process.extract(fold_text(name)[:_LONGEST_NAME], names, scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR_ENOUGH)
    return f"; the nearest are {', '.join(str(found) for *_, found in near)}" if near else ""
