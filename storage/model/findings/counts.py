"""A Tally as it is shown: its counts and their sum."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.model.codec import INLINE
from storage.model.runs import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyView:
    """The counts of one run, and how many leads these are."""

    tally: Tally = field(metadata=INLINE)
    leads: int


def view_tally(tally: Tally) -> TallyView:
    """Return a Tally with the sum of its leads."""
    return TallyView(tally=tally, leads=tally.leads)
