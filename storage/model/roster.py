"""Who people are, and who held which office when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone, or an organisation, whose words are archived. ``aliases`` are other spellings, scripts and handles;
    ``gender`` is "female" or "male", None where it is not declared: a form of address ("Mrs") that tells another one means
    somebody else.
    """

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None
    gender: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An office; ``titles`` are the ways texts name whoever holds it, ``nouns`` those that its own country's texts use alone
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
    """Who held which position from which day until which (both included, None where open), and where that is known from."""

    person: str
    position: str
    since: date | None
    until: date | None
    known_from: str
