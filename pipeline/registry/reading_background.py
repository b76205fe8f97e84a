"""Read what the stages know beforehand: languages, roster, corrections and weights, from the files beside this package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pipeline.errors import SourceError
from pipeline.knowledge import BoundaryCorrection, Correction, DateCorrection, Knowledge, Roster, Weights
from pipeline.registry.declared_sources import load_sources
from pipeline.registry.language_files import load_languages, load_vocabulary, quoting
from pipeline.registry.owners import read_owners
from pipeline.registry.strict import read_record, read_toml, toml_files
from storage.model import Occupancy, Person, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holds:
    """An office in a person's own table: from which day until which, and where that is known from."""

    position: str
    since: date | None = None
    until: date | None = None
    known_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Someone:
    """A person as declared. ``known_from`` stands for every office that names no other place."""

    id: str
    name: str
    kind: str = "person"
    country: str | None = None
    gender: str | None = None
    aliases: tuple[str, ...] = ()
    known_from: str | None = None
    held: tuple[_Holds, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Office:
    """A position as declared; its titles are written out, and made of the country's names if it has a ``noun``."""

    id: str
    name: str
    organisation: str | None = None
    titles: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """An organisation as declared; ``nouns`` are joined with the country's names ("Armenian" + "foreign ministry")."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _RosterFile:
    """One file of the roster: a country (or none), its bodies, offices and people."""

    country: str | None = None
    state: str | None = None
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    body: tuple[_Body, ...] = ()
    office: tuple[_Office, ...] = ()
    person: tuple[_Someone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What persons set right: whose words they are, when they were said, where a quote begins and ends. One file, or all."""

    correction: tuple[Correction, ...] = ()
    date: tuple[DateCorrection, ...] = ()
    boundary: tuple[BoundaryCorrection, ...] = ()


_Dated = TypeVar("_Dated", Correction, DateCorrection, BoundaryCorrection)


@cache
def load_roster() -> Roster:
    """Read the roster once: whoever asks for no more waits for no more. Raises SourceError if a file is wrong."""
    return read_roster(files("pipeline") / "roster")


@cache
def load_knowledge() -> Knowledge:
    """Read everything once. Raises SourceError if a file is wrong."""
    home = files("pipeline")
    corrections = read_corrections(home / "corrections")
    return Knowledge(
        roster=load_roster(),
        languages=quoting(load_languages()),
        words=load_vocabulary(),
        weights=read_weights(home / "weights"),
        corrections=corrections.correction,
        dates=corrections.date,
        boundaries=corrections.boundary,
        owners=read_owners(home / "publishers.toml", load_sources()),
    )


def read_roster(folder: Traversable) -> Roster:
    """Read a folder of rosters into one; every office and person named must be declared somewhere in it."""
    people: dict[str, Person] = {}
    positions: dict[str, Position] = {}
    occupancies: list[Occupancy] = []
    places: set[str] = set()
    for file in toml_files(folder):
        declared = read_record(_RosterFile, read_toml(file), where=file.name)
        for person in (*_make_bodies(declared), *_make_people(declared)):
            _add(people, person.id, person, file)
        for position in _make_positions(declared):
            _add(positions, position.id, position, file)
        occupancies += _make_occupancies(declared, file)
        places |= {*declared.names, *declared.demonyms}
    _check_positions(occupancies, positions)
    return Roster(
        people=tuple(people.values()),
        positions=tuple(positions.values()),
        occupancies=tuple(occupancies),
        places=frozenset(places),
    )


def read_corrections(folder: Traversable) -> Corrections:
    """Read a folder of corrections into one, each kind the oldest first."""
    found = [read_record(Corrections, read_toml(file), where=file.name) for file in toml_files(folder)]
    return Corrections(
        correction=_in_time(each for file in found for each in file.correction),
        date=_in_time(each for file in found for each in file.date),
        boundary=_in_time(each for file in found for each in file.boundary),
    )


def _in_time(found: Iterable[_Dated]) -> tuple[_Dated, ...]:
    return tuple(sorted(found, key=lambda each: each.found))


def read_weights(folder: Traversable) -> Weights:
    """Read the learned weights: the ranker's and the tagger's."""
    if not (folder / "ranker.json").is_file():
        return Weights()
    ranker = json.loads((folder / "ranker.json").read_text(encoding="utf-8"))
    tagger = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    return Weights(
        **ranker,
        labels=tuple(tagger["labels"]),
        emissions={feature: tuple(row) for feature, row in tagger["emissions"].items()},
        transitions=tuple(map(tuple, tagger["transitions"])),
    )


def _add(known: dict[str, Person] | dict[str, Position], key: str, record: Person | Position, file: Traversable) -> None:
    if key in known:
        raise SourceError(f"{file.name}: the id {key!r} is declared twice. Give one of them another id.")
    known[key] = record  # type: ignore[assignment]


def _make_bodies(declared: _RosterFile) -> Iterator[Person]:
    if declared.state:
        names = tuple(name for name in declared.names if name != declared.state)
        yield Person(id=f"{declared.country}", name=declared.state, kind="state", aliases=names, country=declared.country)
    for body in declared.body:
        aliases = (*body.aliases, *_join_nouns(declared, body.nouns))
        yield Person(id=body.id, name=body.name, kind="organisation", aliases=aliases, country=declared.country)


def _make_people(declared: _RosterFile) -> Iterator[Person]:
    for each in declared.person:
        country = each.country or declared.country
        yield Person(id=each.id, name=each.name, kind=each.kind, aliases=each.aliases, country=country, gender=each.gender)


def _make_positions(declared: _RosterFile) -> Iterator[Position]:
    for office in declared.office:
        yield Position(
            id=office.id,
            name=office.name,
            organisation=office.organisation,
            titles=(*office.titles, *_join_nouns(declared, office.nouns)),
            country=declared.country,
            nouns=office.nouns,
        )


def _make_occupancies(declared: _RosterFile, file: Traversable) -> Iterator[Occupancy]:
    for person in declared.person:
        for held in person.held:
            known_from = held.known_from or person.known_from
            if not known_from:
                raise SourceError(
                    f"{file.name}: {person.id}: {held.position} does not say where it is known from. Add known_from."
                )
            yield Occupancy(person=person.id, position=held.position, since=held.since, until=held.until, known_from=known_from)


def _check_positions(occupancies: list[Occupancy], positions: Mapping[str, Position]) -> None:
    for each in occupancies:
        if each.position not in positions:
            raise SourceError(
                f"roster: {each.person} holds {each.position!r}, which no file declares. Declare the office, or correct its id."
            )


def _join_nouns(declared: _RosterFile, nouns: tuple[str, ...]) -> Iterator[str]:
    """Write the ways a text joins a country and a noun: "Armenian N", "Armenia's N", "Armenia N", "N of Armenia"."""
    for noun in nouns:
        yield from (f"{demonym} {noun}" for demonym in declared.demonyms)
        for name in declared.names:
            yield from (f"{name}'s {noun}", f"{name} {noun}", f"{noun} of {name}", f"{noun} of the {name}")
