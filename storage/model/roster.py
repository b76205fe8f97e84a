"""Who people are, and who held which office when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or organisation whose words are archived. ``aliases`` are other spellings, scripts and handles;
    ``gender`` is "female" or "male", None if it is not declared: a form of address ("Mrs") of another gender means a
    different person.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An office; ``titles`` are the ways texts name its holder, ``nouns`` those that texts of its own country use alone
    ("president").
    """

    id: str
    name: str
    organisation: str | None
    titles: tuple[str, ...] = ()
    country: str | None = None
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """Who held which position, from which day until which (both included, None if open), and the source of that."""

    person: str
    position: str
    since: date | None
    until: date | None
    known_from: str
