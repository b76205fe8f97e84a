"""Mastodon REST statuses, and those of its fork Truth Social: API pages and the dumps made of them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.markup import Written, read_markup
from pipeline.stages.posts.shape import (
    NO_TEXT,
    NOT_PUBLIC,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mapping,
    as_text,
    make_document,
)
from storage.identity import canonical_url
from storage.model import Document, Media, Post, PostKind

_PUBLIC = frozenset({"public", "unlisted", "group"})
_QUOTE_FALLBACK = frozenset({"quote-inline"})


def read_status(status: Row, where: str, account: str | None) -> Found:
    """Read one status; ``unlisted`` is public, ``private`` and ``direct`` are not."""
    where = as_text(status.get("id")) or where
    visibility = as_text(status.get("visibility")) or "public"
    if visibility not in _PUBLIC:
        return Refusal(where=where, why=NOT_PUBLIC)
    boosted = as_mapping(status.get("reblog"))
    original = read_status(boosted, where, None) if boosted else None
    if isinstance(original, Refusal):
        return Refusal(where=where, why=original.why)
    return _read_own(status, where, account, original)


def _read_own(status: Row, where: str, account: str | None, original: Document | None) -> Found:
    quoted = _quoted(status)
    written = _written(status, quoted)
    media = _media(status)
    if not written.text and not media and original is None:
        return Refusal(where=where, why=NO_TEXT)
    platform, post_id = identify_status(as_text(status.get("uri")) or as_text(status.get("url")) or "", where)
    post = Post(
        platform=platform,
        id=post_id,
        account=_account(status) or account,
        author=as_text(as_mapping(status.get("account")).get("display_name")),
        kind=_kind(status, written.text, original, quoted),
        reply_to=as_text(status.get("in_reply_to_id")),
        reposted=original.post.id if original and original.post else None,
        quoted=quoted,
        links=written.links,
        media=media,
    )
    created = as_text(status.get("created_at"))
    url = as_text(status.get("url")) or as_text(status.get("uri"))
    return make_document(
        post,
        text=original.text if original else written.text,
        published=read_instant(created) if created else None,
        url=canonical_url(url) if url and url.startswith("http") else None,
        fragment=where,
        language=as_text(status.get("language")),
        title=as_text(status.get("spoiler_text")),
        spoken_by=(original.issuers or (None,))[0] if original else None,
    )


def identify_status(address: str, local_id: str) -> tuple[str, str]:
    """Tell platform and id: Truth Social is one place; elsewhere ids are only unique within their host, and one status has
    another id on every server that shows it, so its own address decides."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "truthsocial.com":
        return "truthsocial", local_id
    path = parts.path.removesuffix("/activity").rstrip("/")
    return "mastodon", f"{host}/{path.rpartition('/')[2]}" if host else local_id


def _kind(status: Row, text: str, original: Document | None, quoted: str | None) -> PostKind:
    if original is not None or text.startswith(("RT @", "RT: http")):
        return PostKind.REPOST
    if quoted or status.get("quote"):
        return PostKind.QUOTE
    return PostKind.REPLY if as_text(status.get("in_reply_to_id")) else PostKind.ORIGINAL


def _quoted(status: Row) -> str | None:
    """The id of the quoted status: Mastodon wraps it in a state of approval, forks give it bare."""
    quote = as_mapping(status.get("quote"))
    inner = as_mapping(quote.get("quoted_status")) or quote
    address = as_text(inner.get("uri")) or as_text(inner.get("url"))
    if address:
        return identify_status(address, as_text(inner.get("id")) or "")[1]
    return as_text(status.get("quote_id")) or as_text(quote.get("quoted_status_id")) or as_text(inner.get("id"))


def _written(status: Row, quoted: str | None) -> Written:
    html = as_text(status.get("content")) or ""
    return read_markup(html, drop=_QUOTE_FALLBACK if quoted else frozenset())


def _media(status: Row) -> tuple[Media, ...]:
    items = as_list(status.get("media_attachments")) or as_list(status.get("media"))
    found = []
    for item in items:
        if isinstance(item, str):
            found.append(Media(url=item, kind="media"))
        elif url := as_text(item.get("url")) or as_text(item.get("remote_url")):
            found.append(Media(url=url, kind=str(item.get("type", "media")), alt=as_text(item.get("description"))))
    return tuple(found)


def _account(status: Row) -> str | None:
    """The handle with its host where the account lives elsewhere, from the account or the address of the status."""
    given = as_mapping(status.get("account"))
    handle = as_text(given.get("acct")) or as_text(given.get("username"))
    address = as_text(status.get("url")) or ""
    if handle is None:
        name = urlsplit(address).path.strip("/").split("/")[0]
        handle = name.removeprefix("@") if name.startswith("@") else None
    return handle


def _is_status(row: Row) -> bool:
    return (
        "content" in row
        and "created_at" in row
        and ("visibility" in row or "media" in row or "reblogs_count" in row or "reblog" in row)
    )


def _read_row(row: Row, where: str, account: str | None) -> Iterator[Found]:
    yield read_status(row, where, account)


def _is_page(row: Row) -> bool:
    """Search answers and threads hold lists of statuses."""
    return any(isinstance(row.get(key), list) for key in ("statuses", "ancestors", "descendants")) and all(
        _is_status(status) for status in _statuses(row)
    )


def _statuses(row: Row) -> list[Row]:
    return [status for key in ("ancestors", "statuses", "descendants") for status in as_list(row.get(key))]


def _read_page(row: Row, where: str, account: str | None) -> Iterator[Found]:
    for number, status in enumerate(_statuses(row), 1):
        yield read_status(status, f"{where}, status {number}", account)


FORMATS = (
    Format(name="mastodon-status", matches=_is_status, read=_read_row),
    Format(name="mastodon-page", matches=_is_page, read=_read_page),
)
