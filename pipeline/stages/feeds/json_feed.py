"""Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any, Final

from pipeline.stages.feeds.entries import Feed, FeedEntry
from storage.model.codec import format_instant

MEDIA_TYPE: Final = "application/feed+json; charset=utf-8"


def write_json_feed(feed: Feed) -> str:
    """Return the feed as JSON."""
    written = _known(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "feed_url": feed.address,
            "authors": [{"name": "On Record"}],
        }
    )
    return json.dumps({**written, "items": [list_fields(entry) for entry in feed.entries]}, ensure_ascii=False, indent=2) + "\n"


def list_fields(entry: FeedEntry) -> dict[str, Any]:
    """Return one item; ``_onrecord`` is the extension that says which kind of news it is, and why the reader is told."""
    return _known(
        {
            "id": entry.id,
            "url": entry.permalink or entry.address,
            "external_url": entry.address if entry.permalink else None,
            "title": entry.title,
            "content_text": "\n\n".join(filter(None, (entry.words, entry.why))),
            "date_published": format_instant(entry.updated),
            "authors": [{"name": entry.speaker}] if entry.speaker else None,
            "tags": [entry.kind.value],
            "_onrecord": {"kind": entry.kind.value, "why": entry.why},
        }
    )


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
