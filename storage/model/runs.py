"""One execution and what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.captures import Capture, EffectiveStatus, Lead, Outcome, WarcRecord
from storage.model.documents import Document

UNDECLARED = "undeclared"
"""The source of captures whose address no declared source owns."""


class LeadReason(StrEnum):
    """Why a lead ended without a new answer, as outcomes, Tallies and the fetch log count it. Other reasons are free text, such
    as what a page was judged to be, or how a fetch failed."""

    NOT_MODIFIED = "not modified"
    CAPTURED_BEFORE = "captured before"
    OUTSIDE_DAYS = "outside the days asked for"
    HOST_FAILING = "host failing"
    HOST_RESTING = "host resting"
    ROBOTS_FORBID = "robots.txt forbids"
    OTHER_HOST = "listed on another host"


HOST_LEFT_ALONE = frozenset({LeadReason.HOST_FAILING, LeadReason.HOST_RESTING})
"""The reasons of leads that were left because of earlier failures of their host."""

NOT_REACHED = HOST_LEFT_ALONE | {LeadReason.CAPTURED_BEFORE, LeadReason.OUTSIDE_DAYS}
"""The reasons of leads that were left for another run: nothing was learnt about them."""

NOT_ASKED = NOT_REACHED | {LeadReason.ROBOTS_FORBID, LeadReason.OTHER_HOST}
"""The reasons of leads that ended without a request for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address that was requested from a source: when first and last, and how the last request ended.

    ``published`` is the earliest instant at which its document may have been published, None if it states none.
    """

    url: str
    first_at: datetime
    asked_at: datetime
    outcome: Outcome
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the lists of a run held, and which known pages were due for a revisit; see ``Tally`` for the fields."""

    listed: int | None = None
    due: int = 0
    deferred: int = 0


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

    ``run`` is its id, None if several are summed. ``reasons`` say why leads were skipped or failed, ``stops`` why discovery
    ended. ``listed`` counts the leads on the first pages of its lists, requested or not, None if no list was read;
    ``due`` the known pages that were due for a revisit, ``deferred`` those of them that the run's budget left for a later
    run.
    """

    source: str
    run: str | None = None
    new: int = 0
    unchanged: int = 0
    revised: int = 0
    skipped: int = 0
    failed: int = 0
    quotes: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    stops: tuple[str, ...] = ()
    listed: int | None = None
    due: int = 0
    deferred: int = 0

    @property
    def leads(self) -> int:
        """Count the leads: the sum of the five outcomes."""
        return self.new + self.unchanged + self.revised + self.skipped + self.failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The result of one capture, or of one lead that ended without a capture: one line of a shard, all that loading needs.

    Written in the order of the WARC; ``ledger`` holds the records stored since the line before (the last line of a WARC, with
    neither capture nor lead, may hold only its tail).

    * A page: ``capture``, ``status`` and ``why``, ``documents`` with their quotes, ``leads`` found on it.
    * A large dump: several such consecutive lines for the same capture, each with a part of the documents.
    * A capture without content: ``capture``, ``status``, ``outcome`` skipped or failed, and the ``reason`` the Tally counts by.
    * A lead without a capture (a 304, robots.txt, a timeout): ``capture`` None, ``lead``, ``outcome`` and ``reason``.

    ``lead`` is the address of the lead that ends here; None if the capture is only on the way (a redirect's hop, a listing,
    a feed) and is stored without being counted. If ``outcome`` is None, loading decides between new, unchanged and revised:
    one outcome a lead, or one for each document if every document is a lead of its own (posts, the rows of an imported file).
    ``refused`` are rows left out, as (where, reason): each counts as skipped. ``problems`` name the declared selectors that
    missed.
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
