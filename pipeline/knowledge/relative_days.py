"""How a language points at days from the day of writing, and announces words that are still to be said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relative:
    """``past`` and ``ahead`` make a weekday or a week one before or after this; ``week`` are the words for a week. ``ago`` is
    a pattern of days counted back, with ``{n}`` for the number ("{n} days? ago"), ``numbers`` the words from one to ten in
    order. ``day_parts`` are written in one word with a weekday (German "Montagabend"). ``week_before`` and ``week_after``
    stand directly before a weekday of that week, as written (Chinese 上)."""

    past: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    week: frozenset[str] = frozenset()
    ago: str = ""
    numbers: tuple[str, ...] = ()
    day_parts: tuple[str, ...] = ()
    week_before: tuple[str, ...] = ()
    week_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Announcing:
    """Patterns of words that are still to be said: ``before`` stands directly before a cue ("is expected to"), ``cues`` are
    cues in the future tense. ``apart``: the auxiliary stands apart from an infinitive that is the cue, so that both must be
    there (German)."""

    before: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    apart: bool = False
