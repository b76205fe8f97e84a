"""Keep the entries of a feed as documents, for publishers whose pages are made in the browser and cannot be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.declarations import Source
from pipeline.knowledge import Vocabulary
from pipeline.stages.discover.feeds import Entry, read_entries
from pipeline.stages.parse.assembly import make_document
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.fragments import read_fragment
from pipeline.stages.responses.encoding import decode_text
from pipeline.stages.results import ParsedDocuments
from pipeline.stages.text import Marked
from storage.model import Document, DocumentKind, Response


def keep_entries(response: Response, *, source: Source | None, words: Vocabulary, day: date | None) -> ParsedDocuments | None:
    """Make a document of every entry of a feed: its title, date and address, and its summary for a text; if it has none,
    its title. None if the bytes are no feed.

    Each is an article, whatever its title says: a summary holds nobody's own words.
    """
    page = Page(url=response.url, source=source, day=day, words=words)
    entries = read_entries(decode_text(response.body, headers=response.headers), base=response.url, read_date=page.first_date)
    if entries is None:
        return None
    return ParsedDocuments(documents=tuple(_make(entry.lead.url, entry, page) for entry in entries), whole=True)


def _make(url: str, entry: Entry, page: Page) -> Document:
    body = read_fragment(entry.words)
    draft = Draft(
        title=entry.lead.title,
        published=entry.lead.date,
        kind=DocumentKind.ARTICLE,
        issuers=(page.source.publisher,) if page.source else (),
        body=body if body.text else Marked(text=entry.lead.title or url),
    )
    return make_document(draft, replace(page, url=url))
