"""Answer with what was parsed: the records that `onrecord parse` prints as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.answers import (
    Answer,
    CdxAnswer,
    DocumentAnswer,
    DocumentsAnswer,
    LeadAnswer,
    ListingAnswer,
    PostAnswer,
    PostsAnswer,
    ResponseAnswer,
    describe_document,
)
from pipeline.stages.parse.principals import find_quoted
from pipeline.stages.results import Parsed, ParsedCdx, ParsedDocuments, ParsedListing, ParsedPosts, ParsedResponse
from storage.model import Document, DocumentKind

Finish = Callable[[Document], Document]
"""What completes a document before it is written: finding its quotes."""

Complain = Callable[[Document], str | None]
"""What says how a document could not be read fully."""

_SPOKEN = (DocumentKind.REMARKS, DocumentKind.SPEECH)


def answer_parsed(
    parsed: Parsed, words: Vocabulary, *, finish: Finish | None = None, complain: Complain | None = None
) -> Answer:
    """Answer with what was parsed, each document completed by ``finish``."""
    match parsed:
        case ParsedDocuments():
            return _answer_documents(parsed, words, finish, complain)
        case ParsedListing():
            leads = tuple(LeadAnswer(url=lead.url, title=lead.title, date=lead.date) for lead in parsed.leads)
            return ListingAnswer(leads=leads, next=parsed.next)
        case ParsedPosts():
            posts = tuple(PostAnswer(written=each) for each in _answer_each(parsed.documents, words, finish))
            return PostsAnswer(posts=posts, refused=parsed.refused)
        case ParsedCdx():
            return CdxAnswer(records=parsed.records, resume_key=parsed.resume_key)
        case ParsedResponse():
            return ResponseAnswer(effective_status=parsed.effective_status, why=parsed.why)


def answer_document(document: Document, words: Vocabulary) -> DocumentAnswer:
    """Answer with one document; if it has no principal, ``speakers`` are those it quotes directly."""
    return describe_document(document, _name_speakers(document, words))


def _name_speakers(document: Document, words: Vocabulary) -> tuple[str, ...]:
    """Name the principals; if there is none, and in releases, those who are quoted directly, but not whom a speech cites."""
    if document.speakers and (document.turns or document.kind is not DocumentKind.RELEASE):
        return document.speakers
    if document.kind in _SPOKEN:
        return document.speakers
    return tuple(dict.fromkeys([*document.speakers, *find_quoted(document, words)]))


def _answer_documents(
    parsed: ParsedDocuments, words: Vocabulary, finish: Finish | None, complain: Complain | None
) -> DocumentsAnswer:
    answers = tuple(_answer_each(parsed.documents, words, finish))
    found = map(complain, parsed.documents) if complain else ()
    problems = dict.fromkeys((*parsed.problems, *filter(None, found)))
    return DocumentsAnswer(first=answers[0] if answers else None, documents=answers[1:] or None, problems=tuple(problems))


def _answer_each(documents: Iterable[Document], words: Vocabulary, finish: Finish | None) -> Iterator[DocumentAnswer]:
    for document in documents:
        yield answer_document(finish(document) if finish else document, words)
