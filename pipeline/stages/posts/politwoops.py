"""Politwoops: deleted posts of politicians, from its API and its database tables."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.shape import NO_TEXT, Account, Format, Found, Refusal, Row, as_mapping, as_text
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, read_author, read_text, tell_kind
from pipeline.stages.posts.x_v1 import read_status
from storage.model import Post
from storage.text.untrusted_json import load_json

_WHOLE = ("details", "tweet")
_DELETED = ("deleted_at", "updated_at", "modified")


def _read_row(row: Row, where: str, owner: Account) -> Iterator[Found]:
    deleted = next((moment for key in _DELETED if (moment := as_text(row.get(key)))), "deleted")
    whole = next((status for key in _WHOLE if (status := _whole(row.get(key)))), None)
    if whole is not None:
        yield read_status(whole, author=read_author(whole.get("user"), owner), where=where, deleted=deleted)
    else:
        yield _read_columns(row, where, owner, deleted)


def _whole(given: object) -> Row | None:
    """Return the v1.1 status that Politwoops kept beside its own columns, as an object or as JSON text."""
    if isinstance(given, str) and given.startswith("{"):
        try:
            given = load_json(given)
        except ValueError:
            return None
    status = as_mapping(given)
    return status if "id_str" in status or "id" in status else None


def _read_columns(row: Row, where: str, owner: Account, deleted: str) -> Found:
    post_id, text = as_text(row.get("id")) or "", read_text(as_text(row.get("content")) or "")
    if not text:
        return Refusal(where=post_id or where, why=NO_TEXT)
    created = as_text(row.get("created_at")) or as_text(row.get("created"))
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=as_text(row.get("user_name")) or owner.handle,
        author=owner.name,
        kind=tell_kind(reposted=None, quoted=None, reply=text.startswith("@"), text=text),
        deleted=deleted,
    )
    return make_x_document(post, text=text, published=read_instant(created) if created else None, where=where)


def _is_row(row: Row) -> bool:
    return "content" in row and "user_name" in row and ("politician_id" in row or "details" in row or "tweet" in row)


FORMATS = (Format(name="politwoops", matches=_is_row, read=_read_row),)
