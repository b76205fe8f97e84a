"""Read dumps of posts, whole or streamed, and refuse those that would only appear to be read."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from w3lib.encoding import html_to_unicode

from pipeline.errors import ParseError
from pipeline.stages.posts import facebook, telegram_html, telegram_preview, twitter_page, x_page
from pipeline.stages.posts.formats import NOT_A_POST, describe, find_format, read_found, unwrap
from pipeline.stages.posts.r_serial import is_serialized
from pipeline.stages.posts.r_tables import read_r_rows
from pipeline.stages.posts.recordings import is_recording
from pipeline.stages.posts.row_streams import Placed, describe_table, is_script, open_text, read_rows
from pipeline.stages.posts.shape import NO_TEXT, TORN, Account, Found, Refusal
from pipeline.stages.posts.unpack import is_zip, iterate_members, unpack
from pipeline.stages.posts.x_archive import read_owner
from pipeline.stages.results import ParsedPosts
from storage.model import Document

_ROWS_TO_DETECT = 20
"""A dump's format is told by one of its first rows, as the first may be bad. Chosen by hand, as for collections."""
_TEST_OUTPUT = re.compile(r"// \w+ Snapshot v\d")
_HEAD_BYTES = 65_536
"""The first bytes by which content without posts is described. Chosen by hand."""
_MAX_ROWS_WITHOUT_TEXT = 10
"""After this many posts in a row without text, a dump counts as one that lost its text, with media or not. Chosen by hand."""


def detect_posts(body: bytes) -> str | None:
    """Return the format of the posts in these bytes; None if there are none."""
    return detect_dump([body])


def detect_dump(chunks: Iterable[bytes]) -> str | None:
    """Return the format of the posts in a stream; reads no more than needed to detect it."""
    try:
        pieces = unpack(chunks)
        head = next(pieces, b"")
        if is_zip(head):
            members = iterate_members(io.BytesIO(head + b"".join(pieces)))
            return "zip" if any(detect_dump(islice(member, 1)) for _, member in members) else None
        if _is_markup(head):
            head += b"".join(pieces)
            return next((name for name, holds, _ in _PAGES if holds(head)), None)
        if is_serialized(head):
            return "r-table"
        return next(filter(None, map(_detect_row, islice(read_rows(open_text(chain([head], pieces))), _ROWS_TO_DETECT))), None)
    except ParseError:
        return None


def describe_rows(body: bytes) -> str:
    """Describe bytes without posts, by their first row."""
    try:
        _, row = next(read_rows(open_text([body])), ("", None))
    except ParseError as error:
        return str(error)
    if inside := unwrap(row):
        row = next((one for one in inside if one is not None), None)
    return TORN if row is None else describe(row)


def describe_other(body: bytes) -> str | None:
    """Describe bytes without posts that are not prose: a table, a recording of responses, the output of a test; None if they
    may be prose."""
    head = body[:_HEAD_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if _TEST_OUTPUT.match(head):
        return "what a test expects to see, as a test tool wrote it, not what was posted"
    if is_script(body):
        what = describe_rows(body)
        return f"a part of X's account archive that lists {'nothing' if what == TORN else 'no posts (' + what + ')'}"
    if is_recording(head):
        return f"a recording of web answers, none of which holds posts ({describe_rows(body)})"
    return describe_table(head)


def _detect_row(placed: Placed) -> str | None:
    known = find_format(placed[1])
    if known is None and (inside := unwrap(placed[1])):
        known = next(filter(None, map(find_format, inside)), None)
    return known.name if known else None


def read_posts(
    body: bytes,
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    account: str | None = None,
    name: str | None = None,
) -> ParsedPosts:
    """Read every post of a dump; ``account`` and ``name`` are its account's handle and name, if the dump does not say.

    Raises ParseError if the dump holds no post, or only posts that lost their text.
    """
    documents, refused = [], []
    for found in iterate_posts([body], format=format, account=account, name=name):
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
    name: str | None = None,
) -> Iterator[Found]:
    """Read a dump of any size as a stream. Errors as ``read_posts``, some of them only after all bytes were read."""
    yield from _refuse_silence(_iterate(chunks, format, Account(handle=account, name=name)))


def _iterate(chunks: Iterable[bytes], format: str | None, owner: Account) -> Iterator[Found]:  # noqa: A002 - as above
    pieces = unpack(chunks)
    head = next(pieces, b"")
    if is_zip(head):
        return _read_zip(head + b"".join(pieces), format, owner)
    if _is_markup(head):
        return _read_page(head + b"".join(pieces), owner)
    rest = chain([head], pieces)
    rows = read_r_rows(rest) if is_serialized(head) else read_rows(open_text(rest))
    return read_found(rows, format=format, owner=owner)


def _read_zip(body: bytes, format: str | None, owner: Account) -> Iterator[Found]:  # noqa: A002 - as above
    """Read the files of a zip that hold posts. In X's account archive one of them names the account."""
    members = io.BytesIO(body)
    owner = next(filter(None, (_find_owner(name, member) for name, member in iterate_members(members))), owner)
    for name, member in iterate_members(members):
        try:
            yield from _refuse_silence(_iterate(member, format, owner))
        except ParseError as error:
            yield Refusal(where=name, why=error.reason)


def _find_owner(name: str, member: Iterable[bytes]) -> Account | None:
    if name.rpartition("/")[2] != "account.js":
        return None
    _, row = next(read_rows(open_text(member)), ("", None))
    return read_owner(row) if isinstance(row, dict) else None


def _is_markup(head: bytes) -> bool:
    return head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


_PAGES: tuple[tuple[str, Callable[[bytes], bool], Callable[[str, Account], Iterator[Found]]], ...] = (
    ("telegram-preview", telegram_preview.holds_messages, telegram_preview.read_preview),
    ("telegram-pages", telegram_html.holds_export, telegram_html.read_export),
    ("x-page", x_page.holds_posts, x_page.read_page),
    ("twitter-page", twitter_page.holds_tweets, twitter_page.read_page),
    ("facebook-page", facebook.holds_stories, facebook.read_stories),
)


def _read_page(body: bytes, owner: Account) -> Iterator[Found]:
    _, html = html_to_unicode(None, body, default_encoding="utf-8")
    for _, holds, read in _PAGES:
        if holds(body):
            return read(html, owner)
    raise ParseError(
        "no posts", "a page of HTML that is no known page of posts; posts embedded in an article are read with the article"
    )


def _refuse_silence(found: Iterator[Found]) -> Iterator[Found]:
    """Hold rows back until one of them has text; raise if none has."""
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
    if documents >= _MAX_ROWS_WITHOUT_TEXT or (not documents and set(reasons) == {NO_TEXT}):
        raise ParseError(
            "no text in any row",
            f"none of {len(held)} rows has any text: the dump lost its words before it came here; get another copy of it",
        )
    if not documents and any(reason.startswith((NOT_A_POST, "torn")) for reason in reasons):
        reason, count = reasons.most_common(1)[0]
        raise ParseError("no posts", f"{count} of {len(held)} rows: {reason}; expected posts with id, text, time or account")
    yield from held
