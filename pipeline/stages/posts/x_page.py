"""Saved pages of x.com as browsers render them since 2020: a post with its thread, a timeline, a search.

Such a page neither says whether a post is a reply nor has long texts whole: the kind is set only if the page shows it, and a
post that is shown only in part is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.stages.posts.instants import read_instant, sharpen
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, Account, Found, Refusal
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, read_post_url
from pipeline.stages.text.soup import parse_page, read_attribute
from storage.model import Basis, Media, Post, PostKind
from storage.model.addresses import unwrap_memento

if TYPE_CHECKING:
    from bs4 import Tag

_POST = 'article[data-testid="tweet"]'
_QUOTED = 'div[role="link"]'


def holds_posts(body: bytes) -> bool:
    """Say whether a page is such a saved page."""
    return b'data-testid="tweetText"' in body and b'data-testid="tweet"' in body


def read_page(html: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    """Read every post on a saved page, each once."""
    seen = set()
    for number, article in enumerate(parse_page(html).select(_POST), 1):
        found = _read_article(article, f"post {number}")
        key = found.where if isinstance(found, Refusal) else found.fragment
        if key not in seen:
            seen.add(key)
            yield found


def _read_article(article: Tag, where: str) -> Found:
    inside = {id(node) for quoted in article.select(_QUOTED) for node in (quoted, *quoted.find_all(True))}
    stamp = next((time for time in article.select("a[href] time[datetime]") if id(time) not in inside), None)
    address = read_post_url(_absolute(stamp.parent)) if stamp and stamp.parent else None
    if stamp is None or address is None:
        return Refusal(where=where, why="an advertisement, or a post without a date")
    handle, post_id = address
    if any(id(node) not in inside for node in article.select('[data-testid="tweet-text-show-more-link"]')):
        return Refusal(where=post_id, why="the page shows only the beginning of its text")
    node = next((text for text in article.select('[data-testid="tweetText"]') if id(text) not in inside), None)
    written = read_markup(str(node).replace("\n", "<br>")) if node else Written(text="")
    media = _media(article)
    if not written.text and not media:
        return Refusal(where=post_id, why=NO_TEXT)
    author = _author(article)
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=handle,
        author=author,
        kind=PostKind.QUOTE if inside and article.select(f'{_QUOTED} [data-testid="User-Name"]') else PostKind.UNKNOWN,
        links=written.links,
        media=media,
    )
    return make_x_document(
        post,
        text=written.text,
        published=sharpen(read_instant(read_attribute(stamp, "datetime"), basis=Basis.MARKUP), post_id),
        where=post_id,
        language=read_attribute(node, "lang") or None,
        spoken_by=author or handle,
    )


def _absolute(link: Tag) -> str:
    href = unwrap_memento(read_attribute(link, "href"))
    return f"https://x.com{href}" if href.startswith("/") else href


def _author(article: Tag) -> str | None:
    """Read the author: the name precedes the handle, in a link of its own."""
    link = article.select_one('[data-testid="User-Name"] a')
    return (read_markup(str(link)).text or None) if link else None


def _media(article: Tag) -> tuple[Media, ...]:
    photos = article.select('[data-testid="tweetPhoto"] img[src]')
    return tuple(
        Media(url=unwrap_memento(read_attribute(photo, "src")), kind="photo", alt=_described(photo)) for photo in photos
    )


def _described(photo: Tag) -> str | None:
    """Read a picture's description; None if there is none: X then writes "Image"."""
    alt = read_attribute(photo, "alt")
    return alt if alt not in ("", "Image") else None
