"""What a reader browses beside quotes and documents: counts, calendars of coverage, passages, speakers, runs, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.model.findings.quotes import Certainty
from storage.model.runs import Tally


class DayState(StrEnum):
    """What is known of one day of a source: documents are held, the fetch failed, nothing was published, or never looked."""

    HELD = "held"
    FAILED = "failed"
    NOTHING = "nothing"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many quotes have a value; ``label`` is how readers know the value."""

    value: str
    label: str
    quotes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month: the quotes counted in it, all quotes that are held of it, and whether anything is held or was looked for."""

    month: str
    quotes: int
    held: int
    state: DayState


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """The matches of a search counted by what they can be narrowed to, and by month.

    ``counted`` is how many matches went into the counts; ``complete`` is False if there are more. The counts are then an
    estimate for all of them, by a sample spread evenly over the archive (``estimated``), or of the newest alone. ``total`` is
    the number of all matches, as surely as ``total_is`` says.
    """

    speakers: tuple[Count, ...] = ()
    sources: tuple[Count, ...] = ()
    kinds: tuple[Count, ...] = ()
    languages: tuple[Count, ...] = ()
    years: tuple[Count, ...] = ()
    months: tuple[Month, ...] = ()
    counted: int = 0
    complete: bool = True
    estimated: bool = False
    total: int = 0
    total_is: Certainty = Certainty.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day of a source: its state, the documents published on it, and why fetching failed."""

    day: date
    state: DayState
    documents: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A range of a revision's text, with what the document's current text says in its place.

    ``text == revision text[start:end]``, offsets in code points. ``changed`` says that the current revision is another one;
    ``now`` is then the range of the same words in it, None if it does not hold them.
    """

    revision: str
    document: str
    title: str | None
    url: str | None
    language: str | None
    source: str
    captured_at: datetime
    start: int
    end: int
    length: int
    text: str
    before: str
    after: str
    current: str
    changed: bool
    now: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A speaker as the archive holds them: how many quotes, by which sources, kinds and months, who relays them.

    ``id`` is that of the roster, None for a name that is not in it.
    """

    id: str | None
    name: str
    quotes: int
    sources: tuple[Count, ...] = ()
    kinds: tuple[Count, ...] = ()
    relayed_by: tuple[Count, ...] = ()
    months: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run over one source with its Tally and at most some hundred of its outcomes, failures first.

    ``outcomes`` are (address, outcome, reason, capture, document).
    """

    id: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    parameters: tuple[tuple[str, str], ...]
    tally: Tally
    outcomes: tuple[tuple[str, str, str | None, str | None, str | None], ...]


class ReportKind(StrEnum):
    """What a reader says is wrong with a quote."""

    SPEAKER = "speaker"
    DATE = "date"
    BOUNDARY = "boundary"
    OTHER = "other"


class ReportState(StrEnum):
    """Whether an archivist decided on a report."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A reader's report that a quote is wrong. ``why`` is the archivist's sentence, which readers see once it is accepted."""

    number: int
    quote: str
    kind: ReportKind
    text: str
    reported_at: datetime
    state: ReportState = ReportState.OPEN
    decided_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNote:
    """What readers are told of a correction of a quote: when, why, and what has been right since: the speaker, the date, or the
    quote with other boundaries, by its id (each None if it is not about that)."""

    made: date
    why: str
    speaker: str | None = None
    said: str | None = None
    quote: str | None = None
