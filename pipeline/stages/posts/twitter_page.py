"""Saved pages of twitter.com as its server wrote them until 2020: a post with its thread, a timeline, a search."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.stages.posts.instants import at_seconds, exactly, snowflake_instant
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, NOT_PUBLIC, Account, Found, Refusal
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, tell_kind
from pipeline.stages.text.soup import parse_page, read_attribute
from storage.model import Basis, Media, Post, When
from storage.model.addresses import unwrap_memento

if TYPE_CHECKING:
    from bs4 import Tag

_INVISIBLE = frozenset({"u-hidden", "tco-ellipsis"})


def holds_tweets(body: bytes) -> bool:
    """Say whether a page is such a saved page."""
    return b"js-tweet-text" in body and b"data-tweet-id" in body


def read_page(html: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    """Read every post of a saved page, in page order; posts quoted inside others are not posts of the page."""
    for tweet in parse_page(html).select("div.tweet[data-tweet-id]"):
        yield _read_tweet(tweet)


def _read_tweet(tweet: Tag) -> Found:
    post_id = read_attribute(tweet, "data-tweet-id")
    if read_attribute(tweet, "data-protected") == "true":
        return Refusal(where=post_id, why=NOT_PUBLIC)
    node = next((found for found in tweet.select("p.js-tweet-text") if not _is_quoted(found, tweet)), None)
    written = read_markup(_with_line_breaks(node), drop=_INVISIBLE) if node else Written(text="")
    media = _media(tweet)
    if not written.text and not media:
        return Refusal(where=post_id, why=NO_TEXT)
    quoted = tweet.select_one("[data-item-id].QuoteTweet-innerContainer, .QuoteTweet-innerContainer[data-item-id]")
    quoted_id = read_attribute(quoted, "data-item-id") or None
    retweeter = read_attribute(tweet, "data-retweeter") or None
    author = read_attribute(tweet, "data-name") or None
    post = Post(
        platform=PLATFORM,
        id=read_attribute(tweet, "data-retweet-id") or post_id,
        account=retweeter or read_attribute(tweet, "data-screen-name") or None,
        author=None if retweeter else author,
        kind=tell_kind(
            reposted=post_id if retweeter else None,
            quoted=quoted_id,
            reply="true" in (read_attribute(tweet, "data-is-reply-to"), read_attribute(tweet, "data-has-parent-tweet")),
            text=written.text,
        ),
        reposted=post_id if retweeter else None,
        quoted=quoted_id,
        links=_links(node),
        media=media,
    )
    return make_x_document(
        post,
        text=written.text,
        published=None if retweeter else _published(tweet),
        where=post_id,
        language=read_attribute(node, "lang") or None,
        spoken_by=author if retweeter else None,
    )


def _is_quoted(node: Tag, tweet: Tag) -> bool:
    inside = takewhile(lambda parent: parent is not tweet, node.parents)
    return any("QuoteTweet" in name for parent in inside for name in parent.get_attribute_list("class") if name)


def _with_line_breaks(node: Tag) -> str:
    """Keep the text's own line feeds, which these pages show (``white-space: pre-wrap``)."""
    return str(node).replace("\n", "<br>")


def _links(node: Tag | None) -> tuple[str, ...]:
    links = [read_attribute(link, "data-expanded-url") for link in node.select("a[data-expanded-url]")] if node else []
    return tuple(dict.fromkeys(unwrap_memento(link) for link in links if link))


def _published(tweet: Tag) -> When | None:
    stamp = tweet.select_one("[data-time]")
    if found := at_seconds(read_attribute(stamp, "data-time"), basis=Basis.MARKUP):
        return found
    post_id = read_attribute(tweet, "data-tweet-id")
    moment = snowflake_instant(post_id)
    return exactly(moment, raw=post_id) if moment else None


def _media(tweet: Tag) -> tuple[Media, ...]:
    photos = tweet.select("div.AdaptiveMedia-photoContainer[data-image-url]")
    return tuple(
        Media(url=url, kind="photo", alt=_alt(photo))
        for photo in photos
        if (url := unwrap_memento(read_attribute(photo, "data-image-url")))
    )


def _alt(photo: Tag) -> str | None:
    return read_attribute(photo.select_one("img[alt]"), "alt") or None
