"""Make a document of plain text, verbatim: what an archivist brings along."""

from __future__ import annotations

from dataclasses import replace

from pipeline.declarations import Source
from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.assembly import make_document
from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.text import Marked, fold_plain
from storage.model import Document, DocumentKind, When


def parse_text(
    text: str,
    *,
    url: str | None,
    source: Source | None,
    published: When | None,
    words: Vocabulary,
    title: str | None = None,
    issuer: str | None = None,
    speaker: str | None = None,
    kind: DocumentKind = DocumentKind.ARTICLE,
    language: str | None = None,
) -> Document:
    """Make a document of a text; ``words`` are the tables of the languages. Raises ParseError if it has no words."""
    issuers = (issuer,) if issuer else (source.publisher,) if source else ()
    draft = Draft(
        title=title,
        published=published,
        language=language,
        issuers=issuers,
        speakers=(speaker,) if speaker else (),
        body=Marked(text=fold_plain(text)),
        kind=kind,
    )
    document = make_document(draft, Page(url=url, source=source, words=words))
    return document if url else replace(document, url=None)
