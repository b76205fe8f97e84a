"""Telegram Desktop's export of a channel (``result.json``), one message at a time."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import ParseError
from pipeline.stages.posts.instants import at_seconds, read_instant
from pipeline.stages.posts.shape import (
    NO_TEXT,
    TORN,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_text,
    make_document,
    once,
)
from storage.model import Media, Post, PostKind, When

PLATFORM = "telegram"
_PUBLIC = frozenset({"public_channel", "public_supergroup"})
_LINKS = {"link": "text", "text_link": "href"}


def _read_export(row: Row, where: str, owner: Account) -> Iterator[Found]:
    if str(row.get("type")) not in _PUBLIC:
        raise ParseError(
            "not public",
            f"{where}: a Telegram export of type {row.get('type')!r}; expected a public channel or group. "
            "Private conversations are never archived: export the public channel instead.",
        )
    for message in row["messages"]:
        yield _read_message(message, row, owner)


def _read_message(message: object, channel: Row, owner: Account) -> Found:
    number = as_text(as_mapping(message).get("id")) or ""
    if not isinstance(message, dict):
        return Refusal(where=number, why=TORN)
    if message.get("type") != "message":
        return Refusal(where=number, why="service message")
    text = _text(message.get("text"))
    media = _media(message)
    if not text and not media:
        return Refusal(where=number, why=NO_TEXT)
    forwarded = as_text(message.get("forwarded_from")) or as_text(message.get("saved_from"))
    reply_to = as_text(message.get("reply_to_message_id"))
    channel_id = as_text(channel.get("id")) or ""
    post = Post(
        platform=PLATFORM,
        id=post_id(owner.handle or channel_id, number),
        account=owner.handle,
        author=as_text(message.get("from")) or as_text(channel.get("name")),
        kind=PostKind.REPOST if forwarded else PostKind.REPLY if reply_to else PostKind.ORIGINAL,
        reply_to=post_id(owner.handle or channel_id, reply_to) if reply_to else None,
        links=_links(message),
        media=media,
        edited=_read_time(message, "edited"),
    )
    return make_document(
        post,
        text=text,
        published=_read_time(message, "date"),
        url=f"https://t.me/{owner.handle or f'c/{channel_id}'}/{number}",
        fragment=number,
        spoken_by=forwarded,
    )


def post_id(channel: str, number: str) -> str:
    """Identify a message: numbers are only unique within their channel, whose name is not case-sensitive."""
    return f"{channel.lower()}/{number}"


def _read_time(message: Row, name: str) -> When | None:
    """Read a time: ``date`` and ``edited`` are in the exporter's local time; ``date_unixtime`` has the instant."""
    raw, seconds = as_text(message.get(name)) or "", as_text(message.get(f"{name}_unixtime"))
    return (at_seconds(seconds) if seconds else None) or read_instant(raw)


def _text(given: object) -> str:
    """Read a message's text: a string, or a list of strings and formatted pieces."""
    if isinstance(given, str):
        return given
    pieces = as_list(given)
    return "".join(piece if isinstance(piece, str) else as_text(as_mapping(piece).get("text")) or "" for piece in pieces)


def _links(message: Row) -> tuple[str, ...]:
    pieces = as_list(message.get("text_entities")) or as_list(message.get("text"))
    return once(
        [
            link
            for piece in pieces
            if isinstance(piece, dict) and (link := as_text(piece.get(_LINKS.get(str(piece.get("type")), ""))))
        ]
    )


def _media(message: Row) -> tuple[Media, ...]:
    kinds = {"photo": "photo", "file": str(message.get("media_type") or "file")}
    return tuple(Media(url=path, kind=kind) for key, kind in kinds.items() if (path := as_text(message.get(key))))


def _is_export(row: Row) -> bool:
    return isinstance(row.get("messages"), list) and "type" in row and "id" in row


FORMATS = (Format(name="telegram-export", matches=_is_export, read=_read_export),)
