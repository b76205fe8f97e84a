"""X posts as snscrape and twscrape write them: JSON Lines with whole posts inside reposts and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.shape import (
    NO_TEXT,
    NOT_PUBLIC,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_mappings,
    as_text,
    once,
)
from pipeline.stages.posts.x_post import NO_ONE, PLATFORM, make_x_document, read_text, tell_kind
from storage.model import Document, Media, Post

_KINDS = {
    "Photo": "photo",
    "Video": "video",
    "Gif": "animated_gif",
    "photos": "photo",
    "videos": "video",
    "animated": "animated_gif",
}


def _read_row(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield _read(row, where, owner)


def _read(row: Row, where: str, owner: Account) -> Found:
    post_id = as_text(row.get("id_str")) or as_text(row.get("id")) or ""
    author = _author(row.get("user"), owner)
    if author.protected:
        return Refusal(where=post_id or where, why=NOT_PUBLIC)
    carried = as_mapping(row.get("retweetedTweet"))
    original = _read(carried, where, NO_ONE) if carried else None
    if isinstance(original, Refusal):
        return Refusal(where=post_id or where, why=original.why)
    text, media = read_text(_first(row, "rawContent", "content") or "", _entities(row)), _media(row)
    if not text and not media:
        return Refusal(where=post_id or where, why=NO_TEXT)
    return _make(row, post_id, author, original, text=text, media=media, where=where)


def _make(
    row: Row, post_id: str, author: Account, original: Document | None, *, text: str, media: tuple[Media, ...], where: str
) -> Document:
    reposted = original.post.id if original and original.post else None
    quoted = _first(as_mapping(row.get("quotedTweet")), "id_str", "id")
    reply_to = _first(row, "inReplyToTweetIdStr", "inReplyToTweetId")
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=author.handle,
        author=author.name,
        kind=tell_kind(reposted=reposted, quoted=quoted, reply=reply_to or row.get("inReplyToUser"), text=text),
        reply_to=reply_to,
        reposted=reposted,
        quoted=quoted,
        links=_links(row),
        media=media,
    )
    date = as_text(row.get("date"))
    return make_x_document(
        post,
        text=original.text if original else text,
        published=read_instant(date) if date else None,
        where=where,
        language=row.get("lang"),
        spoken_by=(original.issuers or (None,))[0] if original else None,
    )


def _author(user: object, owner: Account) -> Account:
    given = as_mapping(user)
    handle = as_text(given.get("username"))
    if handle is None:
        return owner
    return Account(handle=handle, name=as_text(given.get("displayname")), protected=given.get("protected") is True)


def _first(row: Row, *names: str) -> str | None:
    return next((text for name in names if (text := as_text(row.get(name)))), None)


def _links(row: Row) -> tuple[str, ...]:
    """Read links: twscrape lists objects; snscrape lists objects, and in old versions addresses (``outlinks``)."""
    listed = as_list(row.get("links")) or as_list(row.get("outlinks"))
    return once([link for one in listed if (link := as_text(one) or as_text(as_mapping(one).get("url")))])


def _entities(row: Row) -> Row:
    """Read entities: snscrape and twscrape pair the t.co link with its target; old versions list both separately."""
    listed = [(link.get("tcourl"), link.get("url")) for link in as_mappings(row.get("links"))]
    short, targets = as_list(row.get("tcooutlinks")), as_list(row.get("outlinks"))
    apart = zip(short, targets, strict=True) if len(short) == len(targets) else ()
    return {"urls": [{"url": short, "expanded_url": target} for short, target in [*listed, *apart]]}


def _media(row: Row) -> tuple[Media, ...]:
    """Read media: snscrape lists them with their class; twscrape has one list per kind."""
    given = row.get("media")
    listed = [(str(one.get("_type", "")).rpartition(".")[2], one) for one in as_list(given) if isinstance(one, dict)]
    sorted_in = [(kind, one) for kind, items in as_mapping(given).items() for one in as_list(items) if isinstance(one, dict)]
    return tuple(
        Media(url=url, kind=_KINDS.get(kind, "media"), alt=_first(one, "altText", "alt"))
        for kind, one in [*listed, *sorted_in]
        if (url := _first(one, "fullUrl", "url", "thumbnailUrl", "videoUrl"))
    )


def _is_row(row: Row) -> bool:
    user = row.get("user")
    return ("rawContent" in row or "content" in row) and isinstance(user, dict) and "username" in user and "date" in row


FORMATS = (Format(name="x-scraped", matches=_is_row, read=_read_row),)
