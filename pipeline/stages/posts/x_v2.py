"""X API v2 posts: response pages with includes and errors, streams, and the flattened rows that twarc makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
    as_mappings,
    as_text,
    as_texts,
)
from pipeline.stages.posts.x_post import (
    NO_ONE,
    PLATFORM,
    find_speaker,
    make_x_document,
    read_author,
    read_links,
    read_text,
    read_withheld,
    tell_kind,
)
from storage.model import Media, Post

Includes = Mapping[str, Mapping[str, Any]]
"""What a page includes besides its posts, by kind (``users``, ``tweets``, ``media``) and key."""

_KEYS = {"users": "id", "tweets": "id", "media": "media_key"}


def read_post(tweet: Row, includes: Includes, where: str, owner: Account) -> Found:
    """Read one v2 post. A note's text is preferred to the truncated ``text``; a repost takes the whole reposted text."""
    post_id = as_text(tweet.get("id")) or ""
    author = read_author(tweet.get("author") or includes["users"].get(str(tweet.get("author_id"))), owner)
    if author.protected:
        return Refusal(where=post_id or where, why=NOT_PUBLIC)
    text = _text(tweet)
    media = _media(tweet, includes)
    if not text and not media:
        return Refusal(where=post_id or where, why=NO_TEXT)
    referred = _references(tweet)
    reposted = referred.get("retweeted")
    carried = (_carried(tweet, reposted) or includes["tweets"].get(reposted, {})) if reposted else {}
    speaker = read_author(carried.get("author") or includes["users"].get(str(carried.get("author_id")))) if carried else NO_ONE
    if speaker.protected:
        return Refusal(where=post_id or where, why=NOT_PUBLIC)
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=author.handle,
        author=author.name,
        kind=tell_kind(
            reposted=reposted,
            quoted=referred.get("quoted"),
            reply=referred.get("replied_to") or tweet.get("in_reply_to_user_id"),
            text=text,
        ),
        reply_to=referred.get("replied_to"),
        reposted=reposted,
        quoted=referred.get("quoted"),
        links=read_links(_entities(carried or tweet)),
        media=(_media(carried, includes) if carried else ()) or media,
        edits=tuple(as_texts(tweet.get("edit_history_tweet_ids"))),
        withheld=_withheld(tweet),
    )
    created = tweet.get("created_at")
    return make_x_document(
        post,
        text=(_text(carried) if carried else "") or text,
        published=read_instant(created) if isinstance(created, str) else None,
        where=where,
        language=tweet.get("lang"),
        spoken_by=(speaker.name or speaker.handle) if carried else find_speaker(text),
    )


def _entities(tweet: Row) -> object:
    return as_mapping(tweet.get("note_tweet")).get("entities") or tweet.get("entities")


def _text(tweet: Row) -> str:
    note = tweet.get("note_tweet")
    whole = as_mapping(note).get("text") or tweet.get("text") if note else tweet.get("text")
    return read_text(whole, _entities(tweet)) if isinstance(whole, str) else ""


def _references(tweet: Row) -> dict[str, str]:
    given = tweet.get("referenced_tweets")
    return {str(other.get("type")): str(other.get("id")) for other in as_mappings(given)} if given else {}


def _carried(tweet: Row, post_id: str) -> Row:
    """Find what a flattened row includes of the post it refers to."""
    for other in as_mappings(tweet.get("referenced_tweets")):
        if other.get("id") == post_id and "text" in other:
            return as_mapping(other)
    return {}


def _media(tweet: Row, includes: Includes) -> tuple[Media, ...]:
    attachments = as_mapping(tweet.get("attachments"))
    if not attachments:
        return ()
    items = as_mappings(attachments.get("media")) or [
        includes["media"][key] for key in as_texts(attachments.get("media_keys")) if key in includes["media"]
    ]
    return tuple(
        Media(url=url, kind=str(item.get("type", "media")), alt=as_text(item.get("alt_text")))
        for item in items
        if (url := as_text(item.get("url")) or as_text(item.get("preview_image_url")))
    )


def _withheld(tweet: Row) -> str | None:
    withheld = as_mapping(tweet.get("withheld"))
    return read_withheld(as_list(withheld.get("country_codes")), withheld.get("copyright")) if withheld else None


def _read_includes(page: Row) -> Includes:
    given = as_mapping(page.get("includes"))
    return {
        kind: {str(item[key]): item for item in as_list(given.get(kind)) if isinstance(item, dict) and key in item}
        for kind, key in _KEYS.items()
    }


def _is_post(row: object) -> bool:
    return isinstance(row, dict) and "id" in row and "text" in row


def _is_page(row: Row) -> bool:
    posts = row.get("data")
    if isinstance(posts, dict):
        return _is_post(posts)
    if isinstance(posts, list) and posts:
        return _is_post(posts[0]) or _pinned(row) != []
    return not posts and (_is_empty(row) or any(_is_x_error(error) for error in as_list(row.get("errors"))))


def _is_empty(row: Row) -> bool:
    """Say whether a response is empty: the end of a timeline, or a search without results."""
    return as_mapping(row.get("meta")).get("result_count") == 0


def _is_x_error(error: object) -> bool:
    return "api.twitter.com/2/problems" in str(as_mapping(error).get("type"))


def _pinned(page: Row) -> list[Any]:
    """Read the posts of a response about users: the ones they have pinned."""
    users = as_list(page.get("data"))
    if not users or not isinstance(users[0], dict) or "username" not in users[0]:
        return []
    return as_list(as_mapping(page.get("includes")).get("tweets"))


def _read_page(page: Row, where: str, owner: Account) -> Iterator[Found]:
    includes = _read_includes(page)
    posts = _pinned(page)
    if posts:
        includes = {**includes, "users": {**includes["users"], **{str(user["id"]): user for user in page["data"]}}}
    else:
        posts = page.get("data") or []
        posts = [posts] if isinstance(posts, dict) else posts
    for number, tweet in enumerate(posts, 1):
        if not isinstance(tweet, dict):
            yield Refusal(where=f"{where}, post {number}", why=TORN)
            continue
        for version in _earlier_versions(tweet, includes):
            yield read_post(version, includes, where, owner)
        yield read_post(tweet, includes, f"{where}, post {number}", owner)
    if not posts and _is_empty(page):
        yield Refusal(where=where, why=EMPTY_PAGE)
    yield from _read_errors(page, where, empty=not posts)


def _earlier_versions(tweet: Row, includes: Includes) -> Iterator[Row]:
    """Read the version before each edit, if the page includes it: every edit has an id of its own."""
    series = as_texts(tweet.get("edit_history_tweet_ids"))
    if len(series) > 1:
        for post_id in series:
            if post_id != tweet.get("id") and post_id in includes["tweets"]:
                yield includes["tweets"][post_id]


def _read_errors(page: Row, where: str, *, empty: bool) -> Iterator[Found]:
    """Read errors: a page lists the requested posts that are lost, and problems with what its posts refer to. Only the
    former are rows left out."""
    for error in as_mappings(page.get("errors")):
        if empty or str(error.get("parameter")) in ("id", "ids"):
            title = as_text(error.get("title")) or as_text(error.get("message")) or "unnamed"
            yield Refusal(where=as_text(error.get("resource_id")) or where, why=f"X answered with an error: {title}")


def _is_flat(row: Row) -> bool:
    return _is_post(row) and ("author_id" in row or "edit_history_tweet_ids" in row)


_NOTHING_INCLUDED: Includes = {kind: {} for kind in _KEYS}


def _read_flat(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield read_post(row, _NOTHING_INCLUDED, where, owner)


FORMATS = (
    Format(name="x-v2-flat", matches=_is_flat, read=_read_flat),
    Format(name="x-v2-page", matches=_is_page, read=_read_page),
)
