"""Write what was parsed as the JSON that `onrecord parse` prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.knowledge import Vocabulary
from pipeline.stages.parse.principals import find_quoted
from pipeline.stages.results import Parsed, ParsedCdx, ParsedDocuments, ParsedListing, ParsedPosts, ParsedResponse
from storage.model import Document, DocumentKind, Lead
from storage.model.codec import to_json

Finish = Callable[[Document], Document]
"""What completes a document before it is written: finding its quotes."""

Complain = Callable[[Document], str | None]
"""What says how a document could not be read fully."""

_DOCUMENT = ("id", "kind", "title", "language", "url", "published", "issuers", "speakers", "via", "text", "turns", "quotes")
_SPOKEN = (DocumentKind.REMARKS, DocumentKind.SPEECH)
_CDX = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


def answer_parsed(
    parsed: Parsed, words: Vocabulary, *, finish: Finish | None = None, complain: Complain | None = None
) -> dict[str, Any]:
    """Return what was parsed as JSON types; the further documents of a page stand under ``documents``."""
    match parsed:
        case ParsedDocuments():
            return _answer_documents(parsed, words, finish, complain)
        case ParsedListing():
            return {"kind": "listing", "leads": [_answer_lead(lead) for lead in parsed.leads], "next": parsed.next}
        case ParsedPosts():
            return _answer_posts(parsed, words, finish)
        case ParsedCdx():
            records = [{name: getattr(record, name) for name in _CDX} for record in parsed.records]
            return {"kind": "cdx", "records": records, "resume_key": parsed.resume_key}
        case ParsedResponse():
            return {"kind": "response", "effective_status": parsed.effective_status.value, "why": parsed.why}


def answer_document(document: Document, words: Vocabulary) -> dict[str, Any]:
    """Return one document as JSON types; if it has no principal, ``speakers`` are those it quotes directly."""
    whole = to_json(document)
    answer = {name: whole[name] for name in _DOCUMENT}
    answer["speakers"] = _name_speakers(document, words)
    if document.notice is not None:
        answer["notice"] = whole["notice"]
    if document.post is not None:
        answer["post"] = whole["post"]
    return answer


def _name_speakers(document: Document, words: Vocabulary) -> list[str]:
    """Name the principals; if there is none, and in releases, those who are quoted directly, but not whom a speech cites."""
    if document.speakers and (document.turns or document.kind is not DocumentKind.RELEASE):
        return list(document.speakers)
    if document.kind in _SPOKEN:
        return list(document.speakers)
    return list(dict.fromkeys([*document.speakers, *find_quoted(document, words)]))


def _answer_documents(
    parsed: ParsedDocuments, words: Vocabulary, finish: Finish | None, complain: Complain | None
) -> dict[str, Any]:
    answers = [answer_document(finish(document) if finish else document, words) for document in parsed.documents]
    first = answers[0] if answers else {}
    several = {"documents": answers[1:]} if len(answers) > 1 else {}
    found = map(complain, parsed.documents) if complain else ()
    problems = dict.fromkeys((*parsed.problems, *filter(None, found)))
    return {**first, **several, "problems": list(problems)}


def _answer_lead(lead: Lead) -> dict[str, Any]:
    return {"url": lead.url, "title": lead.title, "date": to_json(lead.date) if lead.date else None}


def _answer_posts(parsed: ParsedPosts, words: Vocabulary, finish: Finish | None) -> dict[str, Any]:
    posts = []
    for document in parsed.documents:
        answer = answer_document(finish(document) if finish else document, words)
        post = answer.get("post") or {}
        posts.append({**answer, "document": answer["id"], "id": post.get("id"), "posted_at": answer["published"]})
    return {"kind": "posts", "posts": posts, "refused": [list(row) for row in parsed.refused]}
