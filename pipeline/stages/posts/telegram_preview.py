"""Telegram's public preview of a channel (``t.me/s/NAME``) and of one message (``?embed=1``), as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, Account, Found, Refusal, make_document
from pipeline.stages.posts.telegram import PLATFORM, post_id
from pipeline.stages.text.bounded_markup import parse_html
from storage.model import Basis, Media, Post, PostKind, Precision, When

_BACKGROUND = re.compile(r"background-image:\s*url\(['\"]?([^'\")]+)")
_MEDIA = {
    "a.tgme_widget_message_photo_wrap": "photo",
    "i.tgme_widget_message_video_thumb": "video",
    "i.link_preview_image": "link preview",
}


def holds_messages(body: bytes) -> bool:
    """Say whether a page is such a preview."""
    return b"tgme_widget_message" in body and b"data-post" in body


def read_preview(html: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every message names its channel
    """Read every message of a preview page, in page order (oldest first)."""
    for message in parse_html(html).css("div.tgme_widget_message[data-post]"):
        yield _read_message(message)


def _read_message(message: LexborNode) -> Found:
    where = message.attributes["data-post"] or ""
    channel, _, number = where.partition("/")
    written = _written(message)
    media = _media(message)
    if message.css_first(".message_media_not_supported, .tgme_widget_message_service") and not written.text:
        return Refusal(where=where, why="not shown in the preview")
    if not written.text and not media:
        return Refusal(where=where, why=NO_TEXT)
    forwarded = message.css_first(".tgme_widget_message_forwarded_from_name")
    reply_to = _reply_to(message)
    author = message.css_first(".tgme_widget_message_owner_name")
    stamp = message.css_first("a.tgme_widget_message_date time[datetime]")
    published = read_instant(stamp.attributes["datetime"] or "", basis=Basis.MARKUP) if stamp else None
    post = Post(
        platform=PLATFORM,
        id=post_id(channel, number),
        account=channel,
        author=author.text(strip=True) if author else None,
        kind=PostKind.REPOST if forwarded else PostKind.REPLY if reply_to else PostKind.ORIGINAL,
        reply_to=reply_to,
        links=written.links,
        media=media,
        edited=_edited(message, published),
    )
    return make_document(
        post,
        text=written.text,
        published=published,
        url=f"https://t.me/{channel}/{number}",
        fragment=where,
        spoken_by=forwarded.text(strip=True) if forwarded else None,
    )


def _edited(message: LexborNode, published: When | None) -> When | None:
    """Return when a message was edited: at any time after publication, because the preview marks an edit without its time."""
    meta = message.css_first(".tgme_widget_message_meta")
    mark = meta.text(deep=False, strip=True) if meta else ""
    if not mark.startswith("edited"):
        return None
    since = published.earliest if published else None
    return When(raw=mark, value=None, precision=Precision.MINUTE, zone=None, earliest=since, latest=None, basis=Basis.MARKUP)


def _written(message: LexborNode) -> Written:
    """Select the message's own text: the message it replies to is shown above it in a box with the same classes."""
    for node in message.css("div.tgme_widget_message_text"):
        if "js-message_reply_text" not in (node.attributes.get("class") or ""):
            return read_markup(node.html or "")
    return Written(text="")


def _reply_to(message: LexborNode) -> str | None:
    reply = message.css_first("a.tgme_widget_message_reply[href]")
    match = re.search(r"t\.me/(?:s/)?(\w+)/(\d+)", reply.attributes["href"] or "") if reply else None
    return post_id(match[1], match[2]) if match else None


def _media(message: LexborNode) -> tuple[Media, ...]:
    return tuple(
        Media(url=match[1], kind=kind)
        for selector, kind in _MEDIA.items()
        for node in message.css(selector)
        if (match := _BACKGROUND.search(node.attributes.get("style") or ""))
    )
