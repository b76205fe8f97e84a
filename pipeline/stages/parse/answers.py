"""What `onrecord parse` and `onrecord try` answer: a record for each kind of result. The codec writes each as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.stages.results import CdxRecord
from storage.model import Document, DocumentFacts, EffectiveStatus, Notice, Post, Quote, When
from storage.model.codec import INLINE, OPTIONAL, to_json


class AnswerKind(StrEnum):
    """What an answer holds where it is no document; a document's answer has the document's kind."""

    LISTING = "listing"
    POSTS = "posts"
    CDX = "cdx"
    RESPONSE = "response"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAnswer(DocumentFacts):
    """One document as a page was read, with its quotes."""

    quotes: tuple[Quote, ...]
    notice: Notice | None = field(default=None, metadata=OPTIONAL)
    post: Post | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsAnswer:
    """The documents of one page: the ``first`` one's fields, the further ones in ``documents``, and how it was read badly."""

    first: DocumentAnswer | None = field(metadata=INLINE)
    documents: tuple[DocumentAnswer, ...] | None = field(default=None, metadata=OPTIONAL)
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadAnswer:
    """One lead of a listing."""

    url: str
    title: str | None
    date: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingAnswer:
    """A listing, feed or sitemap: its leads, and the address of its next page."""

    kind: AnswerKind = AnswerKind.LISTING
    leads: tuple[LeadAnswer, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostAnswer:
    """One post: its document's fields, with the platform's ``id`` in place of the document's, which is ``document``."""

    written: DocumentAnswer

    def json_fields(self) -> dict[str, object]:
        """Return the fields of its JSON."""
        return {**to_json(self.written), "document": self.written.id, "id": self.id, "posted_at": self.written.published}

    @property
    def id(self) -> str | None:
        """Return the platform's id."""
        return self.written.post.id if self.written.post else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsAnswer:
    """A dump of posts; ``refused`` are the rows left out, each as (where, reason)."""

    kind: AnswerKind = AnswerKind.POSTS
    posts: tuple[PostAnswer, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxAnswer:
    """A Wayback CDX answer: its rows, and the key that asks for the next part."""

    kind: AnswerKind = AnswerKind.CDX
    records: tuple[CdxRecord, ...]
    resume_key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseAnswer:
    """A response without content: its effective status, and why."""

    kind: AnswerKind = AnswerKind.RESPONSE
    effective_status: EffectiveStatus
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswer:
    """Bytes that could not be read: the ``reason`` such failures are counted by, and the ``error`` in words."""

    kind: AnswerKind = AnswerKind.ERROR
    reason: str
    error: str


Answer = DocumentsAnswer | ListingAnswer | PostsAnswer | CdxAnswer | ResponseAnswer
"""What one response was read as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAnswer:
    """The answer to one row of a manifest, with the ``file`` that the row names."""

    file: str | None
    answer: Answer | ErrorAnswer = field(metadata=INLINE)


def describe_document(document: Document, speakers: tuple[str, ...]) -> DocumentAnswer:
    """Return a document's answer, with the speakers to name."""
    return DocumentAnswer(
        id=document.id,
        kind=document.kind,
        title=document.title,
        language=document.language,
        url=document.url,
        published=document.published,
        issuers=document.issuers,
        speakers=speakers,
        via=document.via,
        text=document.text,
        turns=document.turns,
        quotes=document.quotes,
        notice=document.notice,
        post=document.post,
    )
