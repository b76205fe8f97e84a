"""What walks yield, whatever lists they read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.fetch.walks.visiting import LeadEnd
from storage.model import Lead, Survey

MOST_LIST_BYTES = 12_000_000
"""The largest list that is read, in bytes: a sitemap of 50,000 addresses takes about ten million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why the walk of one list ended."""

    why: str


Step = LeadEnd | Stop | Lead | Survey
"""What a walk yields: a lead that ended, a list that ended, in a dry run a lead that would be fetched, and at the end what the
lists held."""
