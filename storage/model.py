"""The nouns of the archive: frozen records with no I/O, shared by every floor of the house.

The words are the glossary of docs/architecture.md. Offsets are Python string indices (code points) into the text of the
revision they belong to; instants are aware UTC datetimes; every tuple is in document order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest in lower-case hexadecimal."""

CanonicalUrl = NewType("CanonicalUrl", str)
"""An address in the form that identifies a document; see ``storage.identity.canonical_url``."""


Headers = tuple[tuple[str, str], ...]
"""HTTP header fields in the order and spelling received; a name may occur more than once."""

Span = tuple[int, int]
"""A half-open range of offsets: ``text[start:end]``."""


# ------------------------------------------------------------------------------------------------- dates


class Precision(StrEnum):
    """The finest unit that the raw characters of a date state."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Basis(StrEnum):
    """Where a date was read from, in the order of trust."""

    MARKUP = "markup"
    PLATFORM = "platform"
    TEXT = "text"
    URL = "url"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as it was given: raw characters, what they mean, and the interval of instants they allow.

    ``value`` keeps the wall time as printed, with its offset where one is known, and is None where only an interval can be
    said; ``earliest`` and ``latest`` are UTC instants (both included), None where that side is open. ``zone`` is an IANA name
    or an offset, None where nothing states it.
    """

    raw: str
    value: str | None
    precision: Precision
    zone: str | None
    earliest: datetime | None
    latest: datetime | None
    basis: Basis


# ------------------------------------------------------------------------------------ addresses and captures


class EffectiveStatus(StrEnum):
    """What a response really is, whatever its status code says."""

    CONTENT = "content"
    BLOCKED = "blocked"
    LOGIN = "login"
    SOFT_404 = "soft_404"
    GONE = "gone"
    ERROR = "error"
    EMPTY = "empty"


class Outcome(StrEnum):
    """How a lead ended. Every lead ends in exactly one of these."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    SKIPPED = "skipped"
    FAILED = "failed"


class RecordType(StrEnum):
    """The type of a WARC record that holds a capture."""

    RESPONSE = "response"
    REVISIT = "revisit"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address worth fetching, and where it was seen.

    ``url`` is absolute and as the publisher wrote it; ``date`` is the date printed beside the link, not yet trusted.
    """

    url: str
    title: str | None = None
    date: When | None = None
    seen_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One HTTP answer as received, transfer decoding aside.

    ``body`` still carries its content coding (gzip, br, ...). ``url`` is the address that was asked for; ``location`` the one
    that answered after redirects. ``status`` is None where only the bytes are known.
    """

    url: str
    status: int | None
    headers: Headers
    body: bytes
    location: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeResponse(Response):
    """An imported file too large to be held: ``body`` is empty, ``pieces`` gives its bytes from the beginning at each call."""

    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer as they crossed the wire: what is written to a WARC before anything reads it.

    ``request`` is the request head as sent, secrets masked. Each hop of a redirect is an exchange of its own.
    """

    fetched_at: datetime
    request: bytes
    response: Response
    reason: str = ""
    protocol: str = "HTTP/1.1"
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPointer:
    """Where a record lies: ``path`` relative to the WARC root, byte ``offset`` and ``length`` of the stored (compressed)
    record, and the SHA-256 of exactly those bytes."""

    path: str
    offset: int
    length: int
    sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What one URL returned at one moment.

    ``payload_sha256`` is over the body as received (content coding kept). A revisit's payload is that of ``refers_to``, the
    id of the capture that stored it first. ``origin`` says where a copied record came from (another archive's file).
    """

    id: str
    url: str
    captured_at: datetime
    record_type: RecordType
    status: int | None
    media_type: str | None
    headers: Headers
    payload_sha256: Sha256
    payload_length: int
    pointer: WarcPointer
    refers_to: str | None = None
    location: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcRecord:
    """One line of the ledger: a stored WARC record of any type, so that every byte of every WARC belongs to a hashed record.

    ``record_id`` is the record's own (``<urn:uuid:...>``), ``record_type`` as written (``warcinfo``, ``request``, ...), ``url``
    its target where it has one, ``origin`` the file of another archive that it was copied from.
    """

    pointer: WarcPointer
    record_id: str
    record_type: str
    url: str | None = None
    origin: str | None = None


class Channel(StrEnum):
    """The way by which someone looked whether a publisher still shows something."""

    FETCH = "fetch"
    ARCHIVE = "archive"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One look at where a document was published, and what was there: ``status`` CONTENT means the document itself.

    ``channel``: our own request, another archive's, or the platform's word for it. ``capture`` is what holds the answer.
    """

    at: datetime
    status: EffectiveStatus
    channel: Channel
    capture: str
    why: str = ""


# ------------------------------------------------------------------------------------------- understood text


class DocumentKind(StrEnum):
    """What sort of item a publisher put out."""

    STATEMENT = "statement"
    PRESS_STATEMENT = "press_statement"
    JOINT_STATEMENT = "joint_statement"
    READOUT = "readout"
    REMARKS = "remarks"
    TRANSCRIPT = "transcript"
    INTERVIEW = "interview"
    RELEASE = "release"
    SPEECH = "speech"
    POST = "post"
    ARTICLE = "article"


class QuoteKind(StrEnum):
    """How words are given: the document's own, a transcript's turn, in marks, partly in marks, or reported."""

    OWN = "own"
    TURN = "turn"
    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class PostKind(StrEnum):
    """What a post is to the posts around it."""

    ORIGINAL = "original"
    REPLY = "reply"
    REPOST = "repost"
    QUOTE = "quote"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """The words by which a text names a speaker: ``text == document.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of a transcript; ``speaker`` is the label as written, ``start``/``end`` bound its words without the label."""

    speaker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words attributed to someone (W3C Web Annotation selectors over the document's text).

    ``exact == text[start:end]``; ``spans`` are the content, several where a cue splits it, and ``marked`` the parts inside
    quotation marks. ``speaker`` is the canonical name, ``mention`` how the text names them (None where inferred), ``office``
    the position held on the day said, ``via`` who relays the words.
    """

    id: str
    kind: QuoteKind
    exact: str
    start: int
    end: int
    spans: tuple[Span, ...]
    marked: tuple[Span, ...] = ()
    prefix: str = ""
    suffix: str = ""
    cue: str | None = None
    mention: Mention | None = None
    speaker: str | None = None
    speaker_id: str | None = None
    office: str | None = None
    via: str | None = None
    said: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Something attached to a post: its address, what sort of file it is and its alternative text."""

    url: str
    kind: str
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What only posts have. ``account`` is the handle without ``@``; ``edits`` the ids of the edit series, oldest first;
    ``reposted`` and ``quoted`` the ids of the posts they carry; ``withheld`` and ``deleted`` the platform's own signals;
    ``edited`` when it says that this wording was put in the place of an earlier one; ``cut`` that the text ends before the
    post does, because the platform or a tool gave no more of it.
    """

    platform: str
    id: str
    account: str | None
    author: str | None
    kind: PostKind
    reply_to: str | None = None
    reposted: str | None = None
    quoted: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    edits: tuple[str, ...] = ()
    withheld: str | None = None
    deleted: str | None = None
    edited: When | None = None
    cut: bool = False


class NoticeKind(StrEnum):
    """What a publisher says it did to an item after publishing it."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a publisher says of its own item, verbatim, and the date it gives for it."""

    kind: NoticeKind
    text: str
    dated: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published item as one capture showed it, by today's parser.

    ``issuers`` publish, ``speakers`` are the named principals whose words these are, ``via`` relays them. ``fragment`` tells
    several items of one page, or the rows of one dump, apart. ``alternates`` are (language, canonical address) of what the page
    declares as itself in other languages, ``notice`` what it says of its own withdrawal or correction, ``set_off``
    the spans of the text that the page sets off as quotations.
    """

    id: str
    kind: DocumentKind
    url: CanonicalUrl | None
    title: str | None
    language: str | None
    published: When | None
    issuers: tuple[str, ...]
    speakers: tuple[str, ...]
    via: tuple[str, ...]
    text: str
    turns: tuple[Turn, ...] = ()
    quotes: tuple[Quote, ...] = ()
    post: Post | None = None
    fragment: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    notice: Notice | None = None
    set_off: tuple[Span, ...] = ()


# ------------------------------------------------------------------------------------------------- the roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone, or an organisation, whose words are archived. ``aliases`` are other spellings, scripts and handles."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """An office; ``titles`` are the ways texts name whoever holds it."""

    id: str
    name: str
    organisation: str | None
    titles: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """Who held which position from which day until which (both included, None where open), and where that is known from."""

    person: str
    position: str
    since: date | None
    until: date | None
    known_from: str


# ------------------------------------------------------------------------------------------------------ runs


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
