"""Telegram Desktop's export of a channel as pages (``messages.html``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.errors import ParseError
from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, Account, Found, Refusal, make_document
from pipeline.stages.posts.telegram import PLATFORM, post_id
from storage.model import Media, Post, PostKind, When

_NUMBER = re.compile(r"message(-?\d+)\Z")
_SENT = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:?\d\d))?")


def holds_export(body: bytes) -> bool:
    """Say whether a page is part of such an export."""
    return b'class="page_header"' in body and b'class="message default' in body and b'id="message' in body


def read_export(html: str, owner: Account) -> Iterator[Found]:
    """Read every message of a page. Raises ParseError without the channel's handle: these pages do not distinguish a public
    channel from a private chat, so the caller must name it."""
    if owner.handle is None:
        raise ParseError(
            "not known to be public",
            "a page of Telegram's export does not tell a public channel from a private talk; name the channel's address "
            "(https://t.me/NAME), or export as JSON",
        )
    page = LexborHTMLParser(html)
    header = page.css_first(".page_header .text")
    owner = Account(handle=owner.handle, name=header.text(strip=True) if header else owner.name)
    for message in page.css("div.message"):
        yield _read_message(message, owner)


def _read_message(message: LexborNode, owner: Account) -> Found:
    match = _NUMBER.match(message.attributes.get("id") or "")
    number = match[1] if match else ""
    if "default" not in (message.attributes.get("class") or "").split():
        return Refusal(where=number, why="service message")
    written, media = _written(message), _media(message)
    if not written.text and not media:
        return Refusal(where=number, why=NO_TEXT)
    forwarded = message.css_first(".forwarded .from_name")
    reply = message.css_first(".reply_to a[href]")
    reply_to = (reply.attributes.get("href") or "").rpartition("message")[2] if reply else ""
    key = owner.handle or ""
    post = Post(
        platform=PLATFORM,
        id=post_id(key, number),
        account=owner.handle,
        author=owner.name,
        kind=PostKind.REPOST if forwarded else PostKind.REPLY if reply_to else PostKind.ORIGINAL,
        reply_to=post_id(key, reply_to) if reply_to else None,
        links=written.links,
        media=media,
    )
    return make_document(
        post,
        text=written.text,
        published=_published(message),
        url=f"https://t.me/{key}/{number}",
        fragment=number,
        spoken_by=_own_text(forwarded) if forwarded else None,
    )


def _written(message: LexborNode) -> Written:
    texts = message.css("div.text")
    return read_markup("".join(text.html or "" for text in texts))


def _own_text(node: LexborNode) -> str:
    """Return a node's own text, without its children: the date of a forwarded message is an element inside the author's."""
    return node.text(deep=False, strip=True)


def _published(message: LexborNode) -> When | None:
    """Read the date, which is in the exporter's local time; newer versions add the offset from UTC."""
    stamp = message.css_first("div.date[title]")
    match = _SENT.match(stamp.attributes.get("title") or "") if stamp else None
    if match is None:
        return None
    day, month, year, clock, offset = match.groups()
    found = read_instant(f"{year}-{month}-{day}T{clock}{offset or ''}")
    return replace(found, raw=match[0]) if found else None


def _media(message: LexborNode) -> tuple[Media, ...]:
    kinds = {"a.photo_wrap": "photo", "a.video_file_wrap": "video", "a.media_file": "file"}
    return tuple(
        Media(url=url, kind=kind)
        for selector, kind in kinds.items()
        for link in message.css(selector)
        if (url := link.attributes.get("href"))
    )
