"""A quote or a document as it is cited, exported and followed: the words, where they are from, and the bytes that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.model.dates import When
from storage.model.documents import Quote
from storage.model.findings.coverage import Coverage
from storage.model.findings.quotes import FoundDocument
from storage.model.words import Sha256, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The bytes that show a text: the first capture of it that may be shown, the id of the text's revision, and the SHA-256 of
    the payload."""

    capture: str
    captured_at: datetime
    revision: str
    payload_sha256: Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account that published a post: the platform, and the handle without ``@`` if it is known."""

    platform: str
    handle: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpeaker:
    """A speaker with the office held on the day. ``is_person`` is False for an organisation of the roster; it and ``country``
    are None if the roster does not know the speaker."""

    name: str
    id: str | None = None
    office: str | None = None
    is_person: bool | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document, or a quote of it, with what a citation states.

    ``quote`` is None if the document as a whole is cited. ``speakers`` are the quote's, or the document's. ``publisher`` is the
    declared publisher of ``source``. ``opening`` are the first words of a post, which take the place of a title.
    """

    quote: Quote | None
    document: FoundDocument
    source: str
    publisher: str | None
    published: When | None
    speakers: tuple[NamedSpeaker, ...]
    account: Account | None
    opening: str
    evidence: Evidence

    @property
    def id(self) -> str:
        """Return the id of what is cited."""
        return self.quote.id if self.quote else self.document.id


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedQuote:
    """A quote that a query matched, with the spans of ``quote.exact`` in which its words stand."""

    cited: Cited
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSet:
    """A search as it was frozen: the query with its filters, when and over how much of the archive, and what it found.

    ``observation`` numbers the newest observation that it could see. ``digest`` is the SHA-256 of the ids in order, each with a
    line feed after it.
    """

    id: str
    query: str
    filters: Mapping[str, str]
    frozen_at: datetime
    observation: int
    code_version: str
    total: int
    digest: Sha256
    notes: tuple[str, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDifference:
    """What running a frozen search again finds otherwise: ids of quotes ``added``, ``gone`` (still held, no longer found) and
    ``withdrawn``. Each list names at most ``listed`` ids; the counts are whole. ``sources`` came into the coverage since."""

    id: str
    then: int
    now: int
    added: tuple[str, ...]
    gone: tuple[str, ...]
    withdrawn: tuple[str, ...]
    added_count: int
    gone_count: int
    withdrawn_count: int
    listed: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an export is: what was asked of which state of the archive, what it holds, and the digest of its file.

    ``observation`` numbers the newest observation that it could see. ``notes`` say what of the query could not be used,
    ``remarks`` what the format changed in the text.
    """

    format: str
    query: str
    filters: Mapping[str, str]
    made_at: datetime
    observation: int
    code_version: str
    quotes: int
    documents: int
    speakers: int
    notes: tuple[str, ...]
    remarks: tuple[str, ...]
    file: str
    bytes: int
    sha256: Sha256
    coverage: tuple[Coverage, ...]
