"""Mastodon REST statuses, and those of its fork Truth Social: API pages and the dumps made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.post_html import Written, read_markup
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
    as_text,
    find_canonical,
    make_document,
)
from storage.model import Document, Media, Post, PostKind
from storage.model.addresses import bare_host, split_address

NO_ONE = Account()
_PUBLIC = frozenset({"public", "unlisted", "group"})
QUOTE_FALLBACK = frozenset({"quote-inline"})
"""The class of the link that a server adds for clients that cannot show quotes."""

_QUOTE_LINK = re.compile(r'<span class="quote-inline">.{0,40}RT: (https?://[^\s<]+)', re.DOTALL)
_REPOST_MARK = re.compile(r'\A(<p>)RT <span class="h-card"><a href="[^"]*/@([^"/]+)"[^>]*>@<span>[^<]*</span></a></span>')


def read_status(status: Row, where: str, owner: Account) -> Found:
    """Read one status; ``unlisted`` is public, ``private`` and ``direct`` are not."""
    where = as_text(status.get("id")) or where
    visibility = as_text(status.get("visibility")) or "public"
    if visibility not in _PUBLIC:
        return Refusal(where=where, why=NOT_PUBLIC)
    boosted = as_mapping(status.get("reblog"))
    original = read_status(boosted, where, NO_ONE) if boosted else None
    if isinstance(original, Refusal):
        return Refusal(where=where, why=original.why)
    return _read_own(status, where, owner, original)


def _read_own(status: Row, where: str, owner: Account, original: Document | None) -> Found:
    quoted = _quoted(status)
    written = _written(status)
    media = _media(status)
    spoken_by = _reposted_account(status, original)
    if not written.text and not media and original is None:
        return Refusal(where=where, why=NO_TEXT)
    platform, post_id = identify_status(as_text(status.get("uri")) or as_text(status.get("url")) or "", where)
    post = Post(
        platform=platform,
        id=post_id,
        account=_account(status) or owner.handle,
        author=as_text(as_mapping(status.get("account")).get("display_name")) or owner.name,
        kind=_kind(status, quoted, spoken_by),
        reply_to=as_text(status.get("in_reply_to_id")),
        reposted=original.post.id if original and original.post else None,
        quoted=quoted,
        links=written.links,
        media=media,
        edited=read_instant(as_text(status.get("edited_at")) or ""),
    )
    created = as_text(status.get("created_at"))
    url = as_text(status.get("url")) or as_text(status.get("uri"))
    return make_document(
        post,
        text=original.text if original else written.text,
        published=read_instant(created) if created else None,
        url=find_canonical(url),
        fragment=where,
        language=as_text(status.get("language")),
        title=as_text(status.get("spoiler_text")),
        spoken_by=spoken_by,
    )


def identify_status(address: str, local_id: str) -> tuple[str, str]:
    """Return platform and id. Truth Social is one host; elsewhere ids are only unique within their host, and one status has
    another id on every server that shows it, so its own address decides."""
    parts = split_address(address)
    host = bare_host(address)
    if host == "truthsocial.com":
        return "truthsocial", local_id
    path = parts.path.removesuffix("/activity").rstrip("/")
    return "mastodon", f"{host}/{path.rpartition('/')[2]}" if host else local_id


def _kind(status: Row, quoted: str | None, spoken_by: str | None) -> PostKind:
    if spoken_by or as_mapping(status.get("reblog")):
        return PostKind.REPOST
    if quoted or status.get("quote"):
        return PostKind.QUOTE
    return PostKind.REPLY if as_text(status.get("in_reply_to_id")) else PostKind.ORIGINAL


def _reposted_account(status: Row, original: Document | None) -> str | None:
    """Find the account of the reposted text; Truth Social's dumps keep only the handle, in front of the text."""
    if original is not None:
        return (original.issuers or (None,))[0]
    match = _REPOST_MARK.match(as_text(status.get("content")) or "")
    return match[2] if match else None


def _quoted(status: Row) -> str | None:
    """Find the id of the quoted status: Mastodon wraps it in a state of approval, Truth Social has it bare, its dumps only as
    a link in the content."""
    quote = as_mapping(status.get("quote"))
    inner = as_mapping(quote.get("quoted_status")) or quote
    address = as_text(inner.get("uri")) or as_text(inner.get("url"))
    if match := _QUOTE_LINK.search(as_text(status.get("content")) or ""):
        address = address or match[1]
    if address:
        return identify_status(address, as_text(inner.get("id")) or address.rpartition("/")[2])[1]
    return as_text(status.get("quote_id")) or as_text(quote.get("quoted_status_id")) or as_text(inner.get("id"))


def _written(status: Row) -> Written:
    """Return the author's own text, without the link that a server adds for a quote and the mark of a repost."""
    html = as_text(status.get("content"))
    if html is None or "<" not in html:
        return Written(text=unescape(html or as_text(status.get("content_text")) or "").strip())
    return read_markup(_REPOST_MARK.sub(r"\1", html), drop=QUOTE_FALLBACK)


def _media(status: Row) -> tuple[Media, ...]:
    given = status.get("media")
    items = as_list(status.get("media_attachments")) or as_list(given)
    if isinstance(given, str):  # a table has the addresses in one cell
        items = [address for address in re.split(r"[;,|\s]+", given) if address.startswith("http")]
    found = []
    for item in items:
        if isinstance(item, str):
            found.append(Media(url=item, kind="media"))
        elif isinstance(item, dict) and (url := as_text(item.get("url")) or as_text(item.get("remote_url"))):
            found.append(Media(url=url, kind=str(item.get("type", "media")), alt=as_text(item.get("description"))))
    return tuple(found)


def _account(status: Row) -> str | None:
    """Return the handle, with its host if the account is on another server, from the account or the address of the status."""
    given = as_mapping(status.get("account"))
    handle = as_text(given.get("acct")) or as_text(given.get("username"))
    address = as_text(status.get("url")) or ""
    return handle or read_handle(address)


def read_handle(address: str) -> str | None:
    """Read the account's handle from the address of a status (``https://host/@handle/123``)."""
    name = split_address(address).path.strip("/").split("/")[0]
    return name.removeprefix("@") if name.startswith("@") else None


def _is_status(row: object) -> bool:
    return (
        isinstance(row, dict)
        and ("content" in row or "content_text" in row)
        and "created_at" in row
        and ("visibility" in row or "media" in row or "reblogs_count" in row or "reblog" in row)
    )


def _read_row(row: Row, where: str, owner: Account) -> Iterator[Found]:
    yield read_status(row, where, owner)


def _is_page(row: Row) -> bool:
    """Say whether an object is a search response or a thread, which hold lists of statuses."""
    return any(isinstance(row.get(key), list) for key in ("statuses", "ancestors", "descendants")) and all(
        _is_status(status) for status in _statuses(row)
    )


def _statuses(row: Row) -> list[Row]:
    return [status for key in ("ancestors", "statuses", "descendants") for status in as_list(row.get(key))]


def _read_page(row: Row, where: str, owner: Account) -> Iterator[Found]:
    for number, status in enumerate(_statuses(row), 1):
        yield read_status(status, f"{where}, status {number}", owner)


FORMATS = (
    Format(name="mastodon-status", matches=_is_status, read=_read_row),
    Format(name="mastodon-page", matches=_is_page, read=_read_page),
)
