"""Saved pages of twitter.com as its server wrote them until 2020: a post with its thread, a timeline, a search."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.posts.instants import at_seconds, exactly, snowflake_instant
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, NOT_PUBLIC, Account, Found, Refusal
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, tell_kind
from storage.model import Basis, Media, Post, When
from storage.model.addresses import unwrap_memento

_INVISIBLE = frozenset({"u-hidden", "tco-ellipsis"})


def holds_tweets(body: bytes) -> bool:
    """Say whether a page is such a saved page."""
    return b"js-tweet-text" in body and b"data-tweet-id" in body


def read_page(html: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    """Read every post of a saved page, in page order; posts quoted inside others are not posts of the page."""
    for tweet in LexborHTMLParser(html).css("div.tweet[data-tweet-id]"):
        yield _read_tweet(tweet)


def _read_tweet(tweet: LexborNode) -> Found:
    given = tweet.attributes
    post_id = given.get("data-tweet-id") or ""
    if given.get("data-protected") == "true":
        return Refusal(where=post_id, why=NOT_PUBLIC)
    node = next((found for found in tweet.css("p.js-tweet-text") if not _is_quoted(found, tweet)), None)
    written = read_markup(_with_line_breaks(node), drop=_INVISIBLE) if node else Written(text="")
    media = _media(tweet)
    if not written.text and not media:
        return Refusal(where=post_id, why=NO_TEXT)
    quoted = tweet.css_first("[data-item-id].QuoteTweet-innerContainer, .QuoteTweet-innerContainer[data-item-id]")
    retweeter = given.get("data-retweeter")
    author = given.get("data-name")
    post = Post(
        platform=PLATFORM,
        id=given.get("data-retweet-id") or post_id,
        account=retweeter or given.get("data-screen-name"),
        author=None if retweeter else author,
        kind=tell_kind(
            reposted=post_id if retweeter else None,
            quoted=quoted.attributes.get("data-item-id") if quoted else None,
            reply=given.get("data-is-reply-to") == "true" or given.get("data-has-parent-tweet") == "true",
            text=written.text,
        ),
        reposted=post_id if retweeter else None,
        quoted=quoted.attributes.get("data-item-id") if quoted else None,
        links=_links(node),
        media=media,
    )
    return make_x_document(
        post,
        text=written.text,
        published=None if retweeter else _published(tweet),
        where=post_id,
        language=node.attributes.get("lang") if node else None,
        spoken_by=author if retweeter else None,
    )


def _is_quoted(node: LexborNode, tweet: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id != tweet.mem_id:
        if "QuoteTweet" in (parent.attributes.get("class") or ""):
            return True
        parent = parent.parent
    return False


def _with_line_breaks(node: LexborNode) -> str:
    """Keep the text's own line feeds, which these pages show (``white-space: pre-wrap``)."""
    return (node.html or "").replace("\n", "<br>")


def _links(node: LexborNode | None) -> tuple[str, ...]:
    links = [link.attributes.get("data-expanded-url") for link in node.css("a[data-expanded-url]")] if node else []
    return tuple(dict.fromkeys(unwrap_memento(link) for link in links if link))


def _published(tweet: LexborNode) -> When | None:
    stamp = tweet.css_first("[data-time]")
    seconds = (stamp.attributes.get("data-time") or "") if stamp else ""
    if found := at_seconds(seconds, basis=Basis.MARKUP):
        return found
    post_id = tweet.attributes.get("data-tweet-id") or ""
    moment = snowflake_instant(post_id)
    return exactly(moment, raw=post_id) if moment else None


def _media(tweet: LexborNode) -> tuple[Media, ...]:
    photos = tweet.css("div.AdaptiveMedia-photoContainer[data-image-url]")
    return tuple(
        Media(url=url, kind="photo", alt=_alt(photo))
        for photo in photos
        if (url := unwrap_memento(photo.attributes.get("data-image-url") or ""))
    )


def _alt(photo: LexborNode) -> str | None:
    image = photo.css_first("img[alt]")
    return (image.attributes.get("alt") or None) if image else None
