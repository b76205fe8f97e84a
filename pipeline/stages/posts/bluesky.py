"""Bluesky: feeds, threads and searches of the public API, and the records of a repository."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.shape import (
    EMPTY_PAGE,
    NO_TEXT,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_mappings,
    as_text,
    make_document,
    once,
)
from storage.model import Basis, Document, Media, Post, PostKind, When

PLATFORM = "bluesky"
_RECORD = "app.bsky.feed.post"
_ADDRESS = re.compile(r"at://([^/]+)/app\.bsky\.feed\.post/([^/]+)\Z")
_NO_ONE = Account()


def read_view(view: Row, where: str) -> Found:
    """Read a post as the API shows it: the author's record and what the network adds."""
    record = as_mapping(view.get("record")) or as_mapping(view.get("value"))
    return read_record(record, uri=as_text(view.get("uri")), where=where, view=view, author=read_author(view.get("author")))


def read_author(author: object, owner: Account = _NO_ONE) -> Account:
    """Read the profile included with a post."""
    given = as_mapping(author)
    handle = as_text(given.get("handle")) or as_text(given.get("did"))
    return Account(handle=handle, name=as_text(given.get("displayName"))) if handle else owner


def read_record(record: Row, *, uri: str | None, where: str, view: Row, author: Account) -> Found:
    """Read the record that an author wrote."""
    if record.get("$type", _RECORD) != _RECORD:
        return Refusal(where=uri or where, why=f"no post: {record.get('$type')}")
    text = record.get("text")
    media = _media(view.get("embed") or record.get("embed"))
    if not isinstance(text, str) or (not text and not media):
        return Refusal(where=uri or where, why=NO_TEXT)
    quoted = _quoted(record)
    reply_to = post_id(as_mapping(as_mapping(record.get("reply")).get("parent")).get("uri"))
    post = Post(
        platform=PLATFORM,
        id=post_id(uri) or "",
        account=author.handle,
        author=author.name,
        kind=PostKind.QUOTE if quoted else PostKind.REPLY if record.get("reply") else PostKind.ORIGINAL,
        reply_to=reply_to,
        quoted=quoted,
        links=_links(record),
        media=media,
    )
    languages = as_list(record.get("langs"))
    return make_document(
        post,
        text=text,
        published=read_claimed(as_text(record.get("createdAt")), as_text(view.get("indexedAt"))),
        url=_post_url(uri, author.handle),
        fragment=uri or where,
        language=languages[0] if len(languages) == 1 else None,
    )


def read_claimed(claimed: str | None, indexed: str | None) -> When | None:
    """Read ``createdAt``, which the author's client claims; if it is after the network saw the post, it is false
    and the network's time is used."""
    said = read_instant(claimed, basis=Basis.TEXT) if claimed else None
    seen = read_instant(indexed) if indexed else None
    if said is None or said.earliest is None or (seen and seen.latest and said.earliest > seen.latest):
        return seen
    return said


def post_id(uri: object) -> str | None:
    """Shorten an ``at://`` address to repository and record key; a repository keeps its key when its handle changes."""
    match = _ADDRESS.match(uri) if isinstance(uri, str) else None
    return f"{match[1]}/{match[2]}" if match else None


def _post_url(uri: str | None, handle: str | None) -> str | None:
    match = _ADDRESS.match(uri or "")
    return f"https://bsky.app/profile/{handle or match[1]}/post/{match[2]}" if match else None


def _links(record: Row) -> tuple[str, ...]:
    """Read links from facets: they hold whole addresses if the text shortens them; their offsets count UTF-8 bytes."""
    found = [
        link
        for facet in as_list(record.get("facets"))
        for feature in as_list(as_mapping(facet).get("features"))
        if (link := as_text(as_mapping(feature).get("uri")))
    ]
    external = as_mapping(_inner(record.get("embed"), "media").get("external"))
    return once([*found, *([uri] if (uri := as_text(external.get("uri"))) else [])])


def _inner(embed: object, part: str) -> Row:
    """Return a part of an embed that holds both a quoted record and media; otherwise the embed itself."""
    given = as_mapping(embed)
    return as_mapping(given[part]) if part in given and "$type" in as_mapping(given[part]) else given


def _quoted(record: Row) -> str | None:
    embed = as_mapping(record.get("embed"))
    if not str(embed.get("$type", "")).startswith(("app.bsky.embed.record", "app.bsky.embed.recordWithMedia")):
        return None
    inner = as_mapping(embed.get("record"))
    inner = as_mapping(inner.get("record")) or inner
    return post_id(inner.get("uri"))


def _media(embed: object) -> tuple[Media, ...]:
    given = _inner(embed, "media")
    images = [
        Media(url=url, kind="image", alt=as_text(image.get("alt")))
        for image in as_list(given.get("images"))
        if (url := as_text(image.get("fullsize")) or _blob(image.get("image")))
    ]
    video = as_text(given.get("playlist")) or _blob(given.get("video"))
    return (*images, *([Media(url=video, kind="video", alt=as_text(given.get("alt")))] if video else []))


def _blob(blob: object) -> str | None:
    link = as_text(as_mapping(as_mapping(blob).get("ref")).get("$link"))
    return f"cid:{link}" if link else None


def read_feed_item(item: Row, where: str) -> Found:
    """Read one item of a feed: a post, or another account's post with the reason why it is included."""
    found = read_view(as_mapping(item.get("post")), where)
    reason = as_mapping(item.get("reason"))
    if isinstance(found, Document) and str(reason.get("$type", "")).endswith("reasonRepost"):
        return _repost(found, reason)
    return found


def _repost(original: Document, reason: Row) -> Document:
    assert original.post is not None
    who, by = as_mapping(reason.get("by")), read_author(reason.get("by"))
    indexed = as_text(reason.get("indexedAt"))
    post = Post(
        platform=PLATFORM,
        id=f"{as_text(who.get('did')) or by.handle}/repost/{original.post.id}",
        account=by.handle,
        author=by.name,
        kind=PostKind.REPOST,
        reposted=original.post.id,
        links=original.post.links,
        media=original.post.media,
    )
    return make_document(
        post,
        text=original.text,
        published=read_instant(indexed) if indexed else None,
        url=original.url,
        fragment=post.id,
        language=original.language,
        spoken_by=(original.issuers or (None,))[0],
    )


def _read_feed(row: Row, where: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    if not row["feed"]:
        yield Refusal(where=where, why=EMPTY_PAGE)
    for number, item in enumerate(row["feed"], 1):
        yield read_feed_item(as_mapping(item), f"{where}, item {number}")


def _read_list(row: Row, where: str, owner: Account) -> Iterator[Found]:
    for number, view in enumerate(as_list(row.get("posts")) or as_list(row.get("records")), 1):
        yield from _read_view(view, f"{where}, post {number}", owner)


def _read_view(row: Row, where: str, owner: Account) -> Iterator[Found]:
    record = as_mapping(row.get("record")) or as_mapping(row.get("value"))
    author = read_author(row.get("author"), owner)
    yield read_record(record, uri=as_text(row.get("uri")), where=where, view=row, author=author)


def _read_thread(row: Row, where: str, owner: Account) -> Iterator[Found]:
    """Read a thread: a post between its parents and the replies to it."""
    thread = as_mapping(row.get("thread"))
    if isinstance(thread.get("parent"), dict):
        yield from _read_thread({"thread": {**thread["parent"], "replies": []}}, where, owner)
    if "post" in thread:
        yield read_view(as_mapping(thread["post"]), where)
    else:
        yield Refusal(where=as_text(thread.get("uri")) or where, why="not available")
    for reply in as_mappings(thread.get("replies")):
        yield from _read_thread({"thread": {key: value for key, value in reply.items() if key != "parent"}}, where, owner)


def _read_bare(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield read_record(row, uri=None, where=where, view={}, author=owner)


def _is_view(row: object) -> bool:
    given = as_mapping(row)
    return str(given.get("uri", "")).startswith("at://") and ("record" in given or "value" in given)


def _is_list(row: Row) -> bool:
    items = as_list(row.get("posts")) or as_list(row.get("records"))
    return bool(items) and _is_view(items[0])


def _is_feed(row: Row) -> bool:
    """Say whether a page is a feed; the last page of a feed is empty."""
    items = row.get("feed")
    if not isinstance(items, list) or not items:
        return items == [] and row.keys() <= {"feed", "cursor"}
    return _is_view(as_mapping(items[0]).get("post"))


FORMATS = (
    Format(name="bluesky-feed", matches=_is_feed, read=_read_feed),
    Format(name="bluesky-list", matches=_is_list, read=_read_list),
    Format(
        name="bluesky-thread",
        matches=lambda row: _is_view(as_mapping(row.get("thread")).get("post")),
        read=_read_thread,
    ),
    Format(
        name="bluesky-feed-item",
        matches=lambda row: _is_view(row.get("post")),
        read=lambda row, where, _: iter([read_feed_item(row, where)]),
    ),
    Format(name="bluesky-post", matches=_is_view, read=_read_view),
    Format(name="bluesky-record", matches=lambda row: row.get("$type") == _RECORD and "text" in row, read=_read_bare),
)
