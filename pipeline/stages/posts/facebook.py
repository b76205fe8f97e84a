"""Saved pages of Facebook's plain mobile site (``mbasic.``, ``m.``): one post, or a profile's posts.

Only posts marked public, or without a mark (a public page seen without logging in), are read. A post shared inside a post is
not attributed to the sharer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from pipeline.stages.posts.platform_dates import read_printed
from pipeline.stages.posts.post_html import Written, read_markup
from pipeline.stages.posts.shape import NO_TEXT, NOT_PUBLIC, Account, Found, Refusal, make_document
from pipeline.stages.text.soup import parse_page
from storage.model import Post, PostKind
from storage.model.addresses import split_address

if TYPE_CHECKING:
    from bs4 import Tag

PLATFORM = "facebook"
_STORIES = "#m_story_permalink_view > div:first-child, div.feed article, #m_group_stories_container article"
_IDS = re.compile(r"story_id=S(?:%3A|:)_I(\d+)(?:%3A|:)(\d+)")
_LINK_IDS = re.compile(r"story_fbid=(\w+)&(?:amp;)?id=(\d+)")
_DATE = re.compile(r"<abbr[^>]*>.*?</abbr>", re.DOTALL)
_AUDIENCE = re.compile(
    r"\b(Public|Friends(?: of friends|; except.*)?|Only me|Close friends|Acquaintances|Specific friends|Custom)\b"
)


def holds_stories(body: bytes) -> bool:
    """Say whether a page is a Facebook page with posts."""
    return b"facebook.com" in body and (b"m_story_permalink_view" in body or b"structured_composer_async_container" in body)


def read_stories(html: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - every post names its author
    """Read every post of a saved page."""
    for number, story in enumerate(parse_page(html).select(_STORIES), 1):
        yield _read_story(story, f"story {number}")


def _read_story(story: Tag, where: str) -> Found:
    owner, post_id = _identify(str(story))
    where = post_id or where
    footer = _own(story, "footer abbr, div > abbr")
    shown = footer[-1].get_text(strip=True) if footer else ""
    if _audience(footer[-1] if footer else None) not in (None, "Public"):
        return Refusal(where=where, why=NOT_PUBLIC)
    written = _written(story)
    if not written.text or not post_id:
        return Refusal(where=where, why=NO_TEXT if post_id else "no id")
    name = story.select_one("h3 a")
    post = Post(
        platform=PLATFORM,
        id=f"{owner}/{post_id}",
        account=owner,
        author=name.get_text(strip=True) if name else None,
        kind=PostKind.QUOTE if story.select_one("[role=article]") else PostKind.ORIGINAL,
        links=tuple(_unwrap(link) for link in written.links),
    )
    return make_document(
        post,
        text=written.text,
        published=read_printed(shown),
        url=f"https://facebook.com/{owner}/posts/{post_id}",
        fragment=where,
    )


def _identify(html: str) -> tuple[str, str]:
    if match := _IDS.search(html):
        return match[1], match[2]
    match = _LINK_IDS.search(html)
    return (match[2], match[1]) if match else ("", "")


def _own(story: Tag, selector: str) -> list[Tag]:
    """Select in a story, excluding the post shared inside it."""
    inside = {id(node) for shared in story.select("[role=article]") for node in shared.select(selector)}
    return [node for node in story.select(selector) if id(node) not in inside]


def _written(story: Tag) -> Written:
    """Select the text: in paragraphs, or in bare blocks below the author's name (life events, long posts)."""
    written = read_markup("".join(str(paragraph) for paragraph in _own(story, "p")))
    block = story.select_one("header + div[data-ft]")
    if written.text or block is None:
        return written
    for button in block.select("a[aria-label]"):
        button.decompose()
    return read_markup(_DATE.sub("", str(block)))


def _audience(date: Tag | None) -> str | None:
    """Read the audience, which is printed after the date of a post."""
    line = date.parent if date else None
    match = _AUDIENCE.search(line.get_text(" ").replace("Privacy:", " ")) if line else None
    return match[1] if match else None


def _unwrap(link: str) -> str:
    """Undo Facebook's redirects of links to other sites."""
    parts = split_address(link)
    target = parse_qs(parts.query).get("u") if parts.path.endswith("/l.php") else None
    return unquote(target[0]) if target else link
