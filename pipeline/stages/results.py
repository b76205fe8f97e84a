"""What a page turned out to be: the five shapes that `parse` answers with."""

from __future__ import annotations

from dataclasses import dataclass

from storage.model import Document, EffectiveStatus, Lead


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocuments:
    """One or more published items; quotes are not yet found. ``problems`` say which declared selectors missed, ``whole`` that
    they came out of a list of leads that holds its items itself."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedListing:
    """A listing, feed or sitemap: leads in page order, and the address of the next page. ``problems`` say which declared
    selectors missed, so that the leads were found by the page's shape; ``unaddressed`` counts items that state no address."""

    leads: tuple[Lead, ...]
    next: str | None = None
    problems: tuple[str, ...] = ()
    unaddressed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPosts:
    """A dump of posts. ``refused`` are the rows left out, each as (where, reason)."""

    documents: tuple[Document, ...]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxRecord:
    """One row of a Wayback CDX answer, as given."""

    urlkey: str
    timestamp: str
    original: str
    mimetype: str
    statuscode: str
    digest: str
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCdx:
    """A Wayback CDX answer: its rows without repeats, how many more could not be read, and the key that asks for the
    next part."""

    records: tuple[CdxRecord, ...]
    unreadable: int = 0
    resume_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedResponse:
    """An answer that is no content: what it really is, and why."""

    effective_status: EffectiveStatus
    why: str


Parsed = ParsedDocuments | ParsedListing | ParsedPosts | ParsedCdx | ParsedResponse
