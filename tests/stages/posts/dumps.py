"""Small invented posts in the real shapes of the platforms' answers."""

from __future__ import annotations

import json
from typing import Any

from pipeline.stages.posts import read_posts
from storage.model import Document, Post

MINISTER = {"id_str": "900001", "name": "Ministry of Tides", "screen_name": "TideMinistry", "protected": False}
HARBOUR = {"id_str": "900002", "name": "Harbour Office", "screen_name": "HarbourOffice", "protected": False}


def v1_status(**fields: Any) -> dict[str, Any]:
    """A v1.1 status of the Ministry of Tides."""
    return {
        "created_at": "Tue Oct 27 09:15:30 +0000 2020",
        "id": 1321017669626187783,
        "id_str": "1321017669626187783",
        "full_text": "The tide tables stand.",
        "entities": {"hashtags": [], "urls": [], "user_mentions": []},
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id_str": None,
        "user": MINISTER,
        "lang": "en",
        "retweet_count": 3,
    } | fields


def v2_post(**fields: Any) -> dict[str, Any]:
    """A v2 post of the Ministry of Tides."""
    return {
        "id": "1321017669626187783",
        "text": "The tide tables stand.",
        "author_id": "900001",
        "created_at": "2020-10-27T09:15:30.000Z",
        "lang": "en",
    } | fields


def v2_page(*posts: dict[str, Any], **includes: Any) -> dict[str, Any]:
    """A page of v2 posts with the two accounts included."""
    users = [
        {"id": "900001", "name": "Ministry of Tides", "username": "TideMinistry", "protected": False},
        {"id": "900002", "name": "Harbour Office", "username": "HarbourOffice", "protected": False},
    ]
    return {"data": list(posts), "includes": {"users": users} | includes, "meta": {"result_count": len(posts)}}


def toot(**fields: Any) -> dict[str, Any]:
    """A Mastodon status of the Harbour Office."""
    return {
        "id": "103254962155278888",
        "created_at": "2020-10-27T09:15:30.000Z",
        "visibility": "public",
        "language": "en",
        "uri": "https://social.example/users/harbour/statuses/103254962155278888",
        "url": "https://social.example/@harbour/103254962155278888",
        "spoiler_text": "",
        "content": "<p>The tide tables stand.</p>",
        "in_reply_to_id": None,
        "reblog": None,
        "media_attachments": [],
        "account": {"username": "harbour", "acct": "harbour", "display_name": "Harbour Office"},
    } | fields


def channel_export(*messages: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What Telegram Desktop writes of a public channel."""
    return {"name": "Ministry of Tides", "type": "public_channel", "id": 1500000001, "messages": list(messages)} | fields


def message(**fields: Any) -> dict[str, Any]:
    """A message of such a channel; the exporter's clock is five hours ahead of UTC."""
    return {
        "id": 42,
        "type": "message",
        "date": "2020-10-27T14:15:30",
        "date_unixtime": "1603790130",
        "from": "Ministry of Tides",
        "text": "The tide tables stand.",
    } | fields


def dump(*rows: Any) -> bytes:
    """Write rows as JSON Lines."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def read_one(row: Any, **how: Any) -> Document:
    """Read the only post of a dump with one row."""
    (document,) = read_posts(dump(row), **how).documents
    return document


def post_of(document: Document) -> Post:
    """The post of a document of kind post."""
    assert document.post is not None
    return document.post
