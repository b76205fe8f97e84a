"""Read one node of Drupal's JSON:API (``{"data": {"attributes": {"title", "body": {"processed"}}}}``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.fragments import read_fragment, read_fragment_line, read_words
from storage.model import Basis

_DATES = ("field_date", "field_published_date", "field_publication_date", "published_at", "created")


def owns(answer: Mapping[str, Any]) -> bool:
    """Say whether an answer is of this API."""
    node = answer.get("data")
    return isinstance(node, Mapping) and isinstance(node.get("attributes"), Mapping) and "title" in node["attributes"]


def read_item(answer: Mapping[str, Any], page: Page) -> Draft:
    """Read one node."""
    fields = answer["data"]["attributes"]
    raw = next((words for name in _DATES if (words := read_words(fields.get(name)))), None)
    return Draft(
        title=read_fragment_line(fields["title"]),
        published=page.read_date(raw, basis=Basis.MARKUP) if raw else None,
        language=read_words(fields.get("langcode")),
        issuers=(page.source.publisher,) if page.source else (),
        body=read_fragment(_body(fields)),
    )


def _body(fields: Mapping[str, Any]) -> str | None:
    for name in ("body", "field_body", "field_content", "field_text"):
        value = fields.get(name)
        if isinstance(value, Mapping) and (value.get("processed") or value.get("value")):
            return read_words(value.get("processed") or value["value"])
    return None
