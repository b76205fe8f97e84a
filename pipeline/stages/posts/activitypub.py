"""ActivityPub outboxes, as servers send them and as Mastodon exports them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.mastodon import QUOTE_FALLBACK, identify_status, read_handle
from pipeline.stages.posts.post_html import read_markup
from pipeline.stages.posts.shape import (
    EMPTY_PAGE,
    NO_TEXT,
    NOT_PUBLIC,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_text,
    as_texts,
    find_canonical,
    make_document,
)
from storage.model import Media, Post, PostKind, When

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_WRITTEN = frozenset({"Note", "Article", "Question", "Page"})
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")


def read_activity(activity: Row, where: str, owner: Account) -> Found:
    """Read an account's activity: only what it made public, and reposts only if their content is included."""
    where = as_text(activity.get("id")) or where
    if not _is_public(activity):
        return Refusal(where=where, why=NOT_PUBLIC)
    note = activity.get("object")
    match activity.get("type"):
        case "Create" | "Update" if isinstance(note, dict):
            return read_note(note, where, owner)
        case "Announce" if isinstance(note, dict):
            return _read_repost(activity, note, where, owner)
        case "Announce":
            return Refusal(where=where, why=f"{NO_TEXT}: a repost that does not carry what it reposts")
        case other:
            return Refusal(where=where, why=f"no post: {other}")


def read_note(note: Row, where: str, owner: Account) -> Found:
    """Read a note; it is identified by its own address, not its place."""
    if str(note.get("type")) not in _WRITTEN:
        return Refusal(where=where, why=f"no post: {note.get('type')}")
    if not _is_public(note):
        return Refusal(where=where, why=NOT_PUBLIC)
    quoted = next((address for key in _QUOTES if (address := as_text(note.get(key)))), None)
    written = read_markup(as_text(note.get("content")) or "", drop=QUOTE_FALLBACK)
    media = _media(note)
    if not written.text and not media:
        return Refusal(where=where, why=NO_TEXT)
    address = as_text(note.get("id")) or ""
    platform, post_id = identify_status(address, where)
    reply_to = as_text(note.get("inReplyTo"))
    url = as_text(note.get("url")) or address
    post = Post(
        platform=platform,
        id=post_id,
        account=read_handle(url) or owner.handle,
        author=owner.name,
        kind=PostKind.QUOTE if quoted else PostKind.REPLY if reply_to else PostKind.ORIGINAL,
        reply_to=identify_status(reply_to, reply_to)[1] if reply_to else None,
        quoted=identify_status(quoted, quoted)[1] if quoted else None,
        links=written.links,
        media=media,
        edited=_edited(note),
    )
    published = as_text(note.get("published"))
    return make_document(
        post,
        text=written.text,
        published=read_instant(published) if published else None,
        url=find_canonical(url),
        fragment=where,
        language=_language(note),
        title=as_text(note.get("summary")) or as_text(note.get("name")),
    )


def _read_repost(activity: Row, note: Row, where: str, owner: Account) -> Found:
    original = read_note(note, where, Account())
    if isinstance(original, Refusal) or original.post is None:
        return original
    platform, post_id = identify_status(where, where)
    post = Post(
        platform=platform,
        id=post_id,
        account=owner.handle,
        author=owner.name,
        kind=PostKind.REPOST,
        reposted=original.post.id,
        links=original.post.links,
        media=original.post.media,
    )
    published = as_text(activity.get("published"))
    return make_document(
        post,
        text=original.text,
        published=read_instant(published) if published else None,
        url=original.url,
        fragment=where,
        language=original.language,
        spoken_by=(original.issuers or (None,))[0],
    )


def _is_public(item: Row) -> bool:
    named = [item.get("to"), item.get("cc")]
    return any(not _PUBLIC.isdisjoint(as_texts(value) or [str(value)]) for value in named if value)


def _media(note: Row) -> tuple[Media, ...]:
    found: list[dict[str, Any]] = [item for item in as_list(note.get("attachment")) if isinstance(item, dict)]
    return tuple(
        Media(url=url, kind=str(item.get("mediaType", "media")).partition("/")[0], alt=as_text(item.get("name")))
        for item in found
        if (url := as_text(item.get("url")))
    )


def _edited(note: Row) -> When | None:
    """Return when a note was changed; some servers set this at publication."""
    updated = as_text(note.get("updated"))
    return read_instant(updated) if updated and updated != as_text(note.get("published")) else None


def _language(note: Row) -> str | None:
    languages = list(as_mapping(note.get("contentMap")))
    return languages[0] if len(languages) == 1 else None


def _read_outbox(row: Row, where: str, owner: Account) -> Iterator[Found]:
    if not row["orderedItems"]:
        yield Refusal(where=where, why=EMPTY_PAGE)
    for number, activity in enumerate(row["orderedItems"], 1):
        yield read_activity(as_mapping(activity), f"{where}, item {number}", owner)


def _read_one(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield read_activity(row, where, owner)


def _read_note_row(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield read_note(row, as_text(row.get("id")) or where, owner)


FORMATS = (
    Format(name="activitypub-outbox", matches=lambda row: isinstance(row.get("orderedItems"), list), read=_read_outbox),
    Format(
        name="activitypub-activity",
        matches=lambda row: row.get("type") in ("Create", "Update", "Announce") and "actor" in row and "object" in row,
        read=_read_one,
    ),
    Format(
        name="activitypub-note",
        matches=lambda row: str(row.get("type")) in _WRITTEN and "attributedTo" in row,
        read=_read_note_row,
    ),
)
