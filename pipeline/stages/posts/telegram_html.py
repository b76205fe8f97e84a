"""Telegram Desktop's export of a channel as pages (``messages.html``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import ParseError
from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, Account, Found, Refusal, make_document
from pipeline.stages.posts.telegram import PLATFORM, post_id
from pipeline.stages.text.soup import parse_page, read_attribute
from storage.model import Media, Post, PostKind, When

if TYPE_CHECKING:
    from bs4 import Tag

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
    page = parse_page(html)
    header = page.select_one(".page_header .text")
    owner = Account(handle=owner.handle, name=header.get_text(strip=True) if header else owner.name)
    for message in page.select("div.message"):
        yield _read_message(message, owner)


def _read_message(message: Tag, owner: Account) -> Found:
    match = _NUMBER.match(read_attribute(message, "id"))
    number = match[1] if match else ""
    if "default" not in message.get_attribute_list("class"):
        return Refusal(where=number, why="service message")
    written, media = _written(message), _media(message)
    if not written.text and not media:
        return Refusal(where=number, why=NO_TEXT)
    forwarded = message.select_one(".forwarded .from_name")
    reply = message.select_one(".reply_to a[href]")
    reply_to = read_attribute(reply, "href").rpartition("message")[2]
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


def _written(message: Tag) -> Written:
    return read_markup("".join(map(str, message.select("div.text"))))


def _own_text(node: Tag) -> str:
    """Return a node's own text, without its children: the date of a forwarded message is an element inside the author's."""
    return "".join(node.find_all(string=True, recursive=False)).strip()


def _published(message: Tag) -> When | None:
    """Read the date, which is in the exporter's local time; newer versions add the offset from UTC."""
    stamp = message.select_one("div.date[title]")
    match = _SENT.match(read_attribute(stamp, "title"))
    if match is None:
        return None
    day, month, year, clock, offset = match.groups()
    found = read_instant(f"{year}-{month}-{day}T{clock}{offset or ''}")
    return replace(found, raw=match[0]) if found else None


def _media(message: Tag) -> tuple[Media, ...]:
    kinds = {"a.photo_wrap": "photo", "a.video_file_wrap": "video", "a.media_file": "file"}
    return tuple(
        Media(url=url, kind=kind)
        for selector, kind in kinds.items()
        for link in message.select(selector)
        if (url := read_attribute(link, "href"))
    )
