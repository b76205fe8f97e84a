"""What the understanding stages know beforehand: the roster, the languages and the ranker's weights, as one value.

`registry` reads it from pipeline/roster, pipeline/languages and pipeline/weights once; stages only receive it.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.model import Occupancy, Person, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everyone whose words are archived, the offices, and who held which when."""

    people: tuple[Person, ...]
    positions: tuple[Position, ...]
    occupancies: tuple[Occupancy, ...]
