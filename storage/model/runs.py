"""One execution and what it brought."""

from __future__ import annotations

from dataclasses import dataclass

from storage.model.captures import Capture, EffectiveStatus, Lead, Outcome, WarcRecord
from storage.model.documents import Document

UNDECLARED = "undeclared"
"""The source of captures whose address no declared source owns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadResult:
    """How one lead ended in one run, and why."""

    url: str
    outcome: Outcome
    reason: str | None = None
    capture_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The counts of one run over one source.

    ``reasons`` say why leads were skipped or failed, ``stops`` why discovery ended.
    """

    source: str
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    skipped: int = 0
    failed: int = 0
    quotes: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    stops: tuple[str, ...] = ()

    @property
    def leads(self) -> int:
        """Count the leads: the sum of the five outcomes."""
        return self.new + self.unchanged + self.revised + self.skipped + self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What one capture, or one lead that ended without a capture, came to: one line of a shard, all that loading needs.

    Written in the order of the WARC; ``ledger`` holds the records stored since the line before (the last line of a WARC, with
    neither capture nor lead, may hold only its tail).

    * A page: ``capture``, ``status`` and ``why``, ``documents`` with their quotes, ``leads`` found in it.
    * A large dump: several such lines in a row for the same capture, each with a part of the documents.
    * A capture of no content: ``capture``, ``status``, ``outcome`` skipped or failed and the ``reason`` the Tally counts by.
    * A lead without a capture (a 304, robots.txt, a timeout): ``capture`` None, ``lead``, ``outcome`` and ``reason``.

    ``lead`` is the address of the lead that ends here; None where the capture is only on the way (a redirect's hop, a
    listing, a feed) and is stored without being counted. ``outcome`` None leaves it to loading to tell new, unchanged and
    revised apart: one outcome a lead, but one for each document where every document is a lead of its own (posts, the rows
    of an imported file). ``refused`` are rows left out, as (where, reason): each counts as skipped. ``problems`` say which
    declared selectors missed.
    """

    code_version: str
    source: str | None = None
    lead: str | None = None
    capture: Capture | None = None
    status: EffectiveStatus | None = None
    why: str = ""
    outcome: Outcome | None = None
    reason: str | None = None
    documents: tuple[Document, ...] = ()
    leads: tuple[Lead, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()
    ledger: tuple[WarcRecord, ...] = ()
