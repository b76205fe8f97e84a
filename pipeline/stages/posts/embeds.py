"""Posts embedded in news pages: X's and Bluesky's block quotes, and the oEmbed responses they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from pipeline.stages.posts.bluesky import PLATFORM as BLUESKY
from pipeline.stages.posts.bluesky import post_id as bluesky_id
from pipeline.stages.posts.instants import sharpen
from pipeline.stages.posts.platform_dates import read_printed
from pipeline.stages.posts.post_html import read_markup
from pipeline.stages.posts.shape import NO_TEXT, Account, Format, Found, Refusal, Row, as_text, make_document
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, read_post_url
from pipeline.stages.text.bounded_markup import parse_html
from storage.model import Document, Post, PostKind
from storage.model.addresses import unwrap_memento

_QUOTES = "blockquote.twitter-tweet, blockquote.twitter-video, blockquote.bluesky-embed"
_SIGNED = re.compile(r"(?:—|–|--|-|&mdash;)?\s*(.*?)\s*\(@([\w.-]+)\)", re.DOTALL)
_WITHIN_X = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/(?!\w+/status)")
"""Links that are mentions or hashtags in an embed; a link to a post is not one."""


def read_embedded_posts(html: str) -> tuple[Document, ...]:
    """Read the posts whose text is embedded in a page, in page order; an embed of a link alone has none."""
    if "twitter-tweet" not in html and "twitter-video" not in html and "bluesky-embed" not in html:
        return ()
    found = (_read_quote(quote) for quote in parse_html(html).css(_QUOTES))
    return tuple(item for item in found if isinstance(item, Document))


def _read_quote(quote: LexborNode, name: str | None = None) -> Found:
    """Read one block quote: paragraphs, then a dash, the author's name and handle, and the date as the link to the post."""
    bluesky = quote.attributes.get("data-bluesky-uri")
    link = _own_link(quote)
    address = unwrap_memento((link.attributes.get("href") or "") if link else "")
    where = bluesky or address
    signed = _SIGNED.search(_signature(quote))
    html = "".join(paragraph.html or "" for paragraph in _paragraphs(quote))
    written = read_markup(html)
    if not written.text or not (bluesky or read_post_url(address)):
        return Refusal(where=where, why=NO_TEXT)
    author = signed[1].strip() if signed else name
    shown = link.text(strip=True) if link else ""
    if bluesky:
        return _bluesky(bluesky, written.text, author, signed[2] if signed else None, shown)
    return _x(address, written.text, written.links, author, shown, quote)


def _x(address: str, text: str, links: tuple[str, ...], author: str | None, shown: str, quote: LexborNode) -> Found:
    account, post_id = read_post_url(address) or ("", "")
    paragraph = quote.css_first("p[lang]")
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=account,
        author=author,
        kind=PostKind.UNKNOWN,
        links=tuple(link for link in links if not _WITHIN_X.match(link)),
    )
    return make_x_document(
        post,
        text=text,
        published=sharpen(read_printed(shown), post_id),
        where=post_id,
        language=paragraph.attributes.get("lang") if paragraph else None,
        spoken_by=author or account,
    )


def _bluesky(uri: str, text: str, author: str | None, handle: str | None, shown: str) -> Found:
    post = Post(platform=BLUESKY, id=bluesky_id(uri) or uri, account=handle, author=author, kind=PostKind.UNKNOWN)
    rkey = uri.rpartition("/")[2]
    url = f"https://bsky.app/profile/{handle or post.id.partition('/')[0]}/post/{rkey}"
    return make_document(post, text=text, published=read_printed(shown), url=url, fragment=uri, spoken_by=author or handle)


def _own_link(quote: LexborNode) -> LexborNode | None:
    """Find the last link of an embed, which leads to the post itself; links before it belong to the text."""
    links = [link for link in quote.css("a[href]") if re.search(r"/status(es)?/|/post/", link.attributes["href"] or "")]
    return links[-1] if links else None


def _paragraphs(quote: LexborNode) -> list[LexborNode]:
    """List the paragraphs of the text; some pages put the signature in a paragraph of its own."""
    return [paragraph for paragraph in quote.css("p") if not _is_signature(paragraph)]


def _is_signature(paragraph: LexborNode) -> bool:
    text = paragraph.text(strip=True)
    return bool(re.match(r"(?:—|–|--)\s*.*\(@[\w.-]+\)", text, re.DOTALL)) and _own_link(paragraph) is not None


def _signature(quote: LexborNode) -> str:
    whole = quote.text()
    for paragraph in _paragraphs(quote):
        whole = whole.replace(paragraph.text(), "", 1)
    return " ".join(whole.split())


def _read_oembed(row: Row, where: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - the answer names its author
    quote = parse_html(str(row["html"])).css_first(_QUOTES)
    if quote is None:
        yield Refusal(where=as_text(row.get("url")) or where, why="an embed without the text of its post")
        return
    yield _read_quote(quote, as_text(row.get("author_name")))


FORMATS = (
    Format(
        name="oembed",
        matches=lambda row: isinstance(row.get("html"), str) and "provider_name" in row and "<blockquote" in str(row["html"]),
        read=_read_oembed,
    ),
)
