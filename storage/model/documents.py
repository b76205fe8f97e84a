"""What was derived from the bytes: documents, posts, quotes and mentions of their speakers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.model.dates import When
from storage.model.words import CanonicalUrl, Span


class DocumentKind(StrEnum):
    """The kind of an item that a publisher put out."""

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
    """How words are quoted: the document's own, a transcript's turn, in quotation marks, partly in marks, or reported."""

    OWN = "own"
    TURN = "turn"
    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Polarity(StrEnum):
    """Whether a text says that words were said, denied, asked, are expected to be said, or only supposed."""

    SAID = "said"
    DENIED = "denied"
    ASKED = "asked"
    EXPECTED = "expected"
    HYPOTHETICAL = "hypothetical"


class PostKind(StrEnum):
    """How a post relates to other posts."""

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
    """Words attributed to a speaker (W3C Web Annotation selectors over the document's text).

    ``exact == text[start:end]``; ``spans`` are the content, several if a cue splits it, and ``marked`` the parts inside
    quotation marks. ``speaker`` is the canonical name, ``mention`` how the text names them (None if inferred), ``office``
    the position held on the day said, ``via`` who relays the words; ``polarity`` whether the text says they were said.
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
    polarity: Polarity = Polarity.SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file attached to a post: its address, its type and its alternative text."""

    url: str
    kind: str
    alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What only posts have. ``account`` is the handle without ``@``; ``edits`` the ids of the edit series, oldest first
    (if a platform gives all versions the same id, that id once per version);
    ``reposted`` and ``quoted`` the ids of the posts they carry; ``withheld`` and ``deleted`` the platform's own signals;
    ``edited`` when, according to it, this version replaced an earlier one; ``cut`` that the text is truncated, because the
    platform or a tool gave no more of it.
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
    """What a publisher says it did to an item after publication."""

    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A publisher's notice on its own item, verbatim, and the date it states."""

    kind: NoticeKind
    text: str
    dated: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published item as one capture showed it, read by the current parser.

    ``issuers`` publish it, ``speakers`` are the named principals who said it, ``via`` relays it. ``fragment`` distinguishes
    several items of one page, or the rows of one dump. ``alternates`` are (language, canonical address) of the page's declared
    versions in other languages, ``notice`` its own note of withdrawal or correction, ``set_off`` the spans of the text that
    the page marks up as quotations.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What is told of every document, stored or just read. ``url`` is canonical; ``speakers`` are its principals, or those it
    quotes directly."""

    id: str
    kind: DocumentKind
    title: str | None
    language: str | None
    url: str | None
    published: When | None
    issuers: tuple[str, ...]
    speakers: tuple[str, ...]
    via: tuple[str, ...]
    text: str
    turns: tuple[Turn, ...]
