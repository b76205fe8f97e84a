"""Read one post of the WordPress REST API (``/wp-json/wp/v2/posts/ID``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.stages.parse.draft import Draft, Page
from pipeline.stages.parse.fragments import read_fragment, read_fragment_line, read_words
from storage.model import Basis


def owns(answer: Mapping[str, Any]) -> bool:
    """Say whether an answer is of this API."""
    return all(isinstance(answer.get(key), Mapping) and "rendered" in answer[key] for key in ("title", "content"))


def read_item(answer: Mapping[str, Any], page: Page) -> Draft:
    """Read one post. ``date_gmt`` is UTC, ``date`` the site's own time: neither says so in its value."""
    gmt, local = read_words(answer.get("date_gmt")), read_words(answer.get("date"))
    raw = f"{gmt}+00:00" if gmt else local
    return Draft(
        title=read_fragment_line(answer["title"]["rendered"]),
        published=page.read_date(raw, basis=Basis.MARKUP) if raw else None,
        language=read_words(answer.get("lang")),
        issuers=(page.source.publisher,) if page.source else (),
        body=read_fragment(answer["content"]["rendered"]),
    )
