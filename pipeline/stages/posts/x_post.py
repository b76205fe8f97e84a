"""What all formats of X posts share: address, kind, links and text in X's escaping, and account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

from pipeline.stages.posts.instants import sharpen
from pipeline.stages.posts.shape import Account, as_mapping, as_mappings, as_text, make_document, once
from storage.model import Document, Media, Post, PostKind, When

PLATFORM = "x"
NO_ONE = Account()
_RETWEET = re.compile(r"RT @(\w{1,20}):? ")
_TO_THE_WHOLE = re.compile(r"… ?https?://(?:twitter|x)\.com/i/web/status/\d+\Z")
_RETWEET_WITHIN = re.compile(r"\b[RM]T @\w{1,20}:? ")
_IN_MARKS = re.compile(r'["“]@(\w{1,20}):? [^"“”]*["”]?(.*)', re.DOTALL)
_SHORT = re.compile(r"(https?://t\.co/[A-Za-z0-9]+)")
_HANDLE_IN_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,20})/status(?:es)?/(\d+)", re.IGNORECASE)


def read_author(user: object, owner: Account = NO_ONE) -> Account:
    """Read a user object of any X API; the dump's owner if there is none."""
    given = as_mapping(user)
    handle = as_text(given.get("screen_name")) or as_text(given.get("username"))
    if handle is None:
        return owner
    return Account(handle=handle, name=as_text(given.get("name")), protected=given.get("protected") is True)


def post_url(handle: str | None, post_id: str) -> str | None:
    """Return the address of an X post; if the handle is not known, ``/i/status/``, which X redirects."""
    return f"https://x.com/{handle or 'i'}/status/{post_id}" if post_id else None


def read_post_url(url: str) -> tuple[str, str] | None:
    """Read handle and post id from the address of an X post."""
    match = _HANDLE_IN_ADDRESS.match(url)
    return (match[1], match[2]) if match else None


def tell_kind(*, reposted: str | None, quoted: str | None, reply: object, text: str) -> PostKind:
    """Find the kind of a post from what it refers to, and from the forms of manual reposts and quotes."""
    named = "@" in text
    if reposted or (named and _RETWEET.match(text)):
        return PostKind.REPOST
    if quoted or (named and (_RETWEET_WITHIN.search(text) or _IN_MARKS.match(text))):
        return PostKind.QUOTE
    return PostKind.REPLY if reply else PostKind.ORIGINAL


def find_speaker(text: str) -> str | None:
    """Find the speaker of a whole text by its form: it opens with ``RT @name``, or all of it is in quotation marks
    after ``"@name: ...``."""
    if "@" not in text:
        return None
    if match := _RETWEET.match(text):
        return match[1]
    match = _IN_MARKS.match(text)
    return match[1] if match and not match[2].strip() else None


def read_links(entities: object) -> tuple[str, ...]:
    """List the targets of the links of a text, in order."""
    urls = as_mappings(as_mapping(entities).get("urls"))
    return once([link for url in urls if (link := as_text(url.get("expanded_url")) or as_text(url.get("url")))])


def read_text(escaped: str, entities: object = None) -> str:
    """Read a text as its author wrote it: replace t.co links by what X wrapped in them, then undo X's escaping of ``&``, ``<``
    and ``>``, once.

    ``entities`` hold the targets of the links, also of attached media; a link that none of them names stays as sent. A link
    is matched by its own characters: X counts offsets in code points of the escaped text, other tools in other units.
    Addresses are not escaped, so they are inserted after the rest is unescaped (``?a=1&copy=2``).
    """
    if "//t.co/" not in escaped:
        return unescape(escaped) if "&" in escaped else escaped
    targets = _read_targets(as_mapping(entities))
    pieces = _SHORT.split(escaped)
    for at, piece in enumerate(pieces):
        if at % 2:
            pieces[at] = targets.get(piece.rpartition("/")[2], piece)
        elif "&" in piece:
            pieces[at] = unescape(piece)
    return "".join(pieces)


def _read_targets(entities: Mapping[str, Any]) -> Mapping[str, str]:
    """Map the code of each t.co link to its target."""
    targets: dict[str, str] = {}
    for item in (*as_mappings(entities.get("urls")), *as_mappings(entities.get("media"))):
        url, target = item.get("url"), item.get("expanded_url")
        if target and isinstance(url, str) and isinstance(target, str) and "//t.co/" in url:
            targets[url.rpartition("/")[2]] = target
    return targets


def read_media(items: object) -> tuple[Media, ...]:
    """Read the attachments of a v1.1 or GraphQL status."""
    return tuple(
        Media(url=url, kind=str(item.get("type", "media")), alt=as_text(item.get("ext_alt_text")))
        for item in as_mappings(items)
        if (url := as_text(item.get("media_url_https")) or as_text(item.get("media_url")))
    )


def read_withheld(countries: list[Any], copyright_claim: object) -> str | None:
    """Return where a post is withheld: country codes, ``copyright`` for a copyright claim."""
    if not countries and not copyright_claim:
        return None
    reasons = [str(code) for code in countries] + (["copyright"] if copyright_claim is True else [])
    return ",".join(reasons) or None


def is_cut(text: str) -> bool:
    """Say whether the form of a text shows that X truncated it: a repost that ends in an ellipsis, or a text that
    ends in the link to its whole."""
    if "…" not in text:
        return False
    return (text.endswith("…") and _RETWEET.match(text) is not None) or _TO_THE_WHOLE.search(text) is not None


def make_x_document(
    post: Post, *, text: str, published: When | None, where: str, language: object = None, spoken_by: str | None = None
) -> Document:
    """Make the document of an X post: an edited post is one document, identified by the first id of its series; every version
    has an id and a time of its own."""
    published = sharpen(published, post.id)
    if not post.cut and is_cut(text):
        post = replace(post, cut=True)
    if post.id in post.edits[1:]:
        post = replace(post, edited=published)
    return make_document(
        post,
        text=text,
        published=published,
        url=post_url(post.account, post.id),
        fragment=where,
        language=language if isinstance(language, str) else None,
        series=post.edits[0] if post.edits else None,
        spoken_by=spoken_by,
    )
