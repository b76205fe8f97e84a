"""A document, a revision or a capture as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.model.captures import Capture, EffectiveStatus
from storage.model.codec import INLINE, OPTIONAL
from storage.model.documents import DocumentFacts, Notice, Post, Quote
from storage.model.findings.heads import CaptureSeen, Noun
from storage.model.findings.history import RevisionText, SeriesEdit
from storage.model.findings.spread import Copy, Translation
from storage.model.runs import LeadResult
from storage.model.verdicts import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText(DocumentFacts):
    """A document with its text and quotes, as one observation of it was read.

    ``source`` is the id of a declared source; ``revision`` is the id of the text, ``captures`` list all that showed it.
    ``history`` holds its texts in order of time, if it was asked for.
    """

    fragment: str
    revision: str
    source: str
    quotes: tuple[Quote, ...]
    post: Post | None
    notice: Notice | None
    captures: tuple[CaptureSeen, ...]
    history: tuple[RevisionText, ...] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFollowing:
    """What became of a document elsewhere: the edit series that it belongs to with the ids of the posts that are not held,
    copies of its text, and candidates for translations."""

    edit_series: tuple[SeriesEdit, ...]
    missing_edits: tuple[str, ...]
    copies: tuple[Copy, ...]
    translations: tuple[Translation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView(DocumentText):
    """A document as it was last seen. ``presence`` says whether its publisher still shows it; ``following`` is there if it was
    asked for."""

    noun: Noun = field(default=Noun.DOCUMENT, init=False)
    presence: Presence | None = field(default=None, metadata=OPTIONAL)
    following: DocumentFollowing | None = field(default=None, metadata=INLINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionView(DocumentText):
    """One text of a document: ``id`` is the revision's, ``document`` the id of the document, ``history`` that of the whole
    document."""

    noun: Noun = field(default=Noun.REVISION, init=False)
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a capture was judged to be by one version of the code. ``leads`` counts the addresses found in it, ``problems`` name
    the declared selectors that missed."""

    code_version: str
    status: EffectiveStatus | None
    why: str
    leads: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureView:
    """A capture, what it was judged to be, the ids of the documents in it, and how the leads ended that asked for it."""

    noun: Noun = field(default=Noun.CAPTURE, init=False)
    capture: Capture = field(metadata=INLINE)
    judgements: tuple[Judgement, ...]
    documents: tuple[str, ...]
    outcomes: tuple[LeadResult, ...]

    @property
    def id(self) -> str:
        """Return the id of the capture."""
        return self.capture.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Why something was withdrawn, and when."""

    why: str
    redacted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """Something that was withdrawn: its id, and why; nothing else of it is shown."""

    id: str
    redacted: Redaction
