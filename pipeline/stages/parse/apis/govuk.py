"""Read an item of the GOV.UK Content API.

``first_published_at`` is when it was published; ``details.delivered_on`` is when a speech was held, which is another date. The
body is ``details.body`` alone: withdrawal notices, change notes and captions are not the publisher's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.fragments import read_fragment, read_words
from storage.model import Basis, DocumentKind, Notice, NoticeKind, When

_KINDS = {
    "speech": DocumentKind.SPEECH,
    "oral_statement": DocumentKind.STATEMENT,
    "written_statement": DocumentKind.STATEMENT,
    "press_release": DocumentKind.RELEASE,
    "authored_article": DocumentKind.ARTICLE,
}
_ISSUERS = ("organisations", "worldwide_organisations", "primary_publishing_organisation")


def owns(answer: Mapping[str, Any]) -> bool:
    """Say whether an answer is of this API."""
    return "base_path" in answer and isinstance(answer.get("details"), Mapping)


def read_item(answer: Mapping[str, Any], page: Page) -> Draft:
    """Read one item."""
    details, links = answer["details"], _links(answer.get("links"))
    return Draft(
        title=read_words(answer.get("title")),
        published=_published(answer, details, page),
        language=read_words(answer.get("locale")),
        issuers=_titles(links, _ISSUERS) or ((page.source.publisher,) if page.source else ("GOV.UK",)),
        speakers=_speakers(details, links),
        body=read_fragment(_body(details)),
        notice=_notice(answer.get("withdrawn_notice"), page),
        kind=_KINDS.get(str(answer.get("document_type"))),
    )


def _published(answer: Mapping[str, Any], details: Mapping[str, Any], page: Page) -> When | None:
    values = (answer.get("first_published_at"), details.get("first_public_at"), answer.get("public_updated_at"))
    raw = next(filter(None, map(read_words, values)), None)
    return page.read_date(raw, basis=Basis.MARKUP) if raw else None


def _notice(given: Any, page: Page) -> Notice | None:
    """Read ``withdrawn_notice``; an empty one says nothing."""
    if not isinstance(given, Mapping) or not given:
        return None
    at = read_words(given.get("withdrawn_at"))
    text = read_fragment(given.get("explanation")).text or "withdrawn"
    return Notice(kind=NoticeKind.WITHDRAWN, text=text, dated=page.read_date(at, basis=Basis.MARKUP) if at else None)


def _body(details: Mapping[str, Any]) -> str:
    """Return the body as HTML; travel advice keeps it in parts."""
    body = details.get("body")
    if isinstance(body, str):
        return body
    listed = details.get("parts")
    parts = [part.get("body") for part in listed if isinstance(part, Mapping)] if isinstance(listed, list) else []
    parts.insert(0, details.get("summary"))
    return "\n".join(part for part in (_html(part) for part in parts) if part)


def _html(value: Any) -> str:
    """Some values are lists of renderings: the HTML one is wanted."""
    if isinstance(value, list):
        value = next(
            (each.get("content") for each in value if isinstance(each, Mapping) and each.get("content_type") == "text/html"), ""
        )
    return read_words(value) or ""


def _titles(links: Mapping[str, list[Mapping[str, Any]]], names: Iterable[str]) -> tuple[str, ...]:
    found = (read_words(each.get("title")) for name in names for each in links.get(name, ()))
    return tuple(dict.fromkeys(filter(None, found)))


def _links(links: Any) -> dict[str, list[Mapping[str, Any]]]:
    """Keep the lists of linked objects, by their names."""
    named = links.items() if isinstance(links, Mapping) else ()
    return {name: [each for each in found if isinstance(each, Mapping)] for name, found in named if isinstance(found, list)}


def _speakers(details: Mapping[str, Any], links: Mapping[str, list[Mapping[str, Any]]]) -> tuple[str, ...]:
    without_profile = read_words(details.get("speaker_without_profile"))
    return _titles(links, ("speaker",)) or ((without_profile,) if without_profile else ())
