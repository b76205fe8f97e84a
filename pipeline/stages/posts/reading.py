"""Read dumps of posts, whole or streamed, and refuse those that would only look as if they had been read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from w3lib.encoding import html_to_unicode

from pipeline.errors import ParseError
from pipeline.stages.parsed import ParsedPosts
from pipeline.stages.posts import telegram_preview
from pipeline.stages.posts.formats import NOT_A_POST, find_format, read_found
from pipeline.stages.posts.rows import open_text, read_rows
from pipeline.stages.posts.shape import NO_TEXT, Found, Refusal
from storage.model import Document

_ROWS_TO_DETECT = 20
_SILENT_ROWS = 10
"""So many posts in a row without a word are a dump that lost its text, media or not."""


def detect_posts(body: bytes) -> str | None:
    """Name the format of posts that these bytes hold; None where they hold none."""
    if page := _detect_page(body):
        return page
    if _is_markup(body):
        return None
    try:
        known = (find_format(row) for _, row in islice(read_rows(open_text([body])), _ROWS_TO_DETECT))
        return next((found.name for found in known if found), None)
    except ParseError:
        return None


def read_posts(body: bytes, *, format: str | None = None, account: str | None = None) -> ParsedPosts:  # noqa: A002 - the word of the command line
    """Read every post of a dump; ``account`` is whose it is, where the dump does not say.

    Raises ParseError where the dump holds no post, or only posts that lost their text.
    """
    documents, refused = [], []
    for found in iterate_posts([body], format=format, account=account):
        if isinstance(found, Document):
            documents.append(found)
        else:
            refused.append((found.where, found.why))
    return ParsedPosts(documents=tuple(documents), refused=tuple(refused))


def iterate_posts(
    chunks: Iterable[bytes],
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    account: str | None = None,
) -> Iterator[Found]:
    """Read a dump of any size as it comes. Errors as ``read_posts``, some of them only after all bytes were seen."""
    pieces = iter(chunks)
    head = next(pieces, b"")
    if _detect_page(head) or _is_markup(head):
        found = _read_page(head + b"".join(pieces))
    else:
        found = read_found(read_rows(open_text(chain([head], pieces))), format=format, account=account)
    yield from _refuse_silence(found)


def _is_markup(head: bytes) -> bool:
    return head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _detect_page(body: bytes) -> str | None:
    if _is_markup(body) and telegram_preview.MARK.encode() in body:
        return "telegram-preview"
    return None


def _read_page(body: bytes) -> Iterator[Found]:
    _, html = html_to_unicode(None, body, default_encoding="utf-8")
    match _detect_page(body):
        case "telegram-preview":
            yield from telegram_preview.read_preview(html)
        case _:
            raise ParseError("no posts", "a page of HTML with no posts that are known; expected a dump or a Telegram preview")


def _refuse_silence(found: Iterator[Found]) -> Iterator[Found]:
    """Hold rows back until one of them says something; raise where none does."""
    held: list[Found] = []
    for item in found:
        held.append(item)
        if isinstance(item, Document) and item.text:
            yield from held
            yield from found
            return
    reasons = Counter(item.why for item in held if isinstance(item, Refusal))
    documents = len(held) - reasons.total()
    if not held:
        raise ParseError("no posts", "the dump is empty; expected at least one post")
    if documents >= _SILENT_ROWS or (not documents and set(reasons) == {NO_TEXT}):
        raise ParseError(
            "no text in any row",
            f"none of {len(held)} rows has any text: the dump lost its words before it came here; get another copy of it",
        )
    if not documents and any(reason.startswith((NOT_A_POST, "torn")) for reason in reasons):
        reason, count = reasons.most_common(1)[0]
        raise ParseError("no posts", f"{count} of {len(held)} rows: {reason}; expected posts with id, text, time or account")
    yield from held
