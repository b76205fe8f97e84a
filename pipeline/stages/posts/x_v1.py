"""X API v1.1 statuses: timelines, searches, streams and the dumps made of them (extended, compatible or truncated)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.shape import (
    EMPTY_PAGE,
    NO_TEXT,
    NOT_PUBLIC,
    TORN,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_text,
)
from pipeline.stages.posts.x_post import (
    PLATFORM,
    find_speaker,
    make_x_document,
    read_author,
    read_links,
    read_media,
    read_text,
    read_withheld,
    tell_kind,
)
from storage.model import Document, Post


def read_status(
    status: Row,
    *,
    author: Account,
    where: str,
    original: Document | None = None,
    edits: tuple[str, ...] = (),
    deleted: str | None = None,
) -> Found:
    """Read one v1.1 status. ``original`` is the whole post inside a repost: its text is used, because a repost's own is
    truncated at 140 characters."""
    post_id = as_text(status.get("id_str")) or as_text(status.get("id")) or ""
    if author.protected:
        return Refusal(where=post_id or where, why=NOT_PUBLIC)
    extended = as_mapping(status.get("extended_tweet"))
    escaped = extended.get("full_text") or status.get("full_text") or status.get("text")
    media = read_media(_attached(extended or status))
    if not post_id or (not isinstance(escaped, str) and not media):
        return Refusal(where=post_id or where, why=NO_TEXT if post_id else "no id")
    entities = extended.get("entities") or status.get("entities")
    text = read_text(escaped, entities) if isinstance(escaped, str) else ""
    reposted = _carried(original).id if original else None
    quoted = as_text(status.get("quoted_status_id_str"))
    reply_to = as_text(status.get("in_reply_to_status_id_str"))
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=author.handle,
        author=author.name,
        kind=tell_kind(reposted=reposted, quoted=quoted, reply=_replies(status), text=text),
        reply_to=reply_to,
        reposted=reposted,
        quoted=None if reposted else quoted,
        links=_carried(original).links if original else read_links(entities),
        media=_carried(original).media if original else media,
        edits=edits,
        withheld=read_withheld(as_list(status.get("withheld_in_countries")), status.get("withheld_copyright")),
        deleted=deleted,
        cut=_carried(original).cut if original else status.get("truncated") is True and not extended,
    )
    created = status.get("created_at")
    return make_x_document(
        post,
        text=original.text if original else text,
        published=read_instant(created) if isinstance(created, str) else None,
        where=where,
        language=status.get("lang"),
        spoken_by=(original.issuers or (None,))[0] if original else find_speaker(text),
    )


def _carried(original: Document) -> Post:
    assert original.post is not None
    return original.post


def _replies(status: Row) -> bool:
    return bool(as_text(status.get("in_reply_to_status_id_str")) or as_text(status.get("in_reply_to_user_id_str")))


def _attached(status: Row) -> object:
    entities = as_mapping(status.get("extended_entities")) or as_mapping(status.get("entities"))
    return entities.get("media")


def _read_row(row: object, where: str, owner: Account) -> Iterator[Found]:
    if not isinstance(row, dict):
        yield Refusal(where=where, why=TORN)
        return
    retweeted = as_mapping(row.get("retweeted_status"))
    original = read_status(retweeted, author=read_author(retweeted.get("user")), where=where) if retweeted else None
    if isinstance(original, Refusal):
        yield Refusal(where=as_text(row.get("id_str")) or where, why=original.why)
        return
    yield read_status(row, author=read_author(row.get("user"), owner), where=where, original=original)


def _is_status(row: Row) -> bool:
    """Say whether an object is a status; a direct message looks like one, but has a sender."""
    return (
        ("full_text" in row or "text" in row)
        and ("id_str" in row or "id" in row)
        and (isinstance(row.get("user"), dict) or isinstance(row.get("entities"), dict))
        and "sender" not in row
    )


def _is_search(row: Row) -> bool:
    return isinstance(row.get("statuses"), list)


def _read_search(row: Row, where: str, owner: Account) -> Iterator[Found]:
    if not row["statuses"]:
        yield Refusal(where=where, why=EMPTY_PAGE)
    for number, status in enumerate(row["statuses"], 1):
        yield from _read_row(status, f"{where}, status {number}", owner)


def _is_lookup(row: Row) -> bool:
    """Say whether a response is ``statuses/lookup`` with ``map=true``: posts by id, null for unavailable ones."""
    return isinstance(row.get("id"), dict) and len(row) == 1


def _read_lookup(row: Row, where: str, owner: Account) -> Iterator[Found]:
    for post_id, status in row["id"].items():
        if status is None:
            yield Refusal(where=post_id, why="not available")
        else:
            yield from _read_row(status, where, owner)


def _is_stream_notice(row: Row) -> bool:
    return len(row) == 1 and next(iter(row)) in ("delete", "limit", "warning", "disconnect", "status_withheld", "scrub_geo")


def _read_stream_notice(row: Row, where: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - a reader's signature
    (name,) = row
    status = as_mapping(as_mapping(row[name]).get("status"))
    yield Refusal(where=as_text(status.get("id_str")) or where, why=f"stream notice: {name}")


FORMATS = (
    Format(name="x-v1-status", matches=_is_status, read=_read_row),
    Format(name="x-v1-search", matches=_is_search, read=_read_search),
    Format(name="x-v1-lookup", matches=_is_lookup, read=_read_lookup),
    Format(name="x-v1-stream-notice", matches=_is_stream_notice, read=_read_stream_notice),
)
