"""The known formats, and the detection of a row's format: from its content, never from a file's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.errors import READER_FAULTS, ParseError, describe_fault
from pipeline.stages.posts import (
    activitypub,
    bluesky,
    embeds,
    mastodon,
    mastodon_history,
    politwoops,
    scraped,
    telegram,
    x_archive,
    x_graphql,
    x_tables,
    x_v1,
    x_v2,
)
from pipeline.stages.posts.recordings import open_recorded
from pipeline.stages.posts.row_streams import Placed
from pipeline.stages.posts.shape import TORN, Account, Format, Found, Refusal

FORMATS: tuple[Format, ...] = (
    *x_v2.FORMATS,
    *x_v1.FORMATS,
    *x_archive.FORMATS,
    *x_graphql.FORMATS,
    *mastodon.FORMATS,
    *mastodon_history.FORMATS,
    *activitypub.FORMATS,
    *bluesky.FORMATS,
    *telegram.FORMATS,
    *embeds.FORMATS,
    *politwoops.FORMATS,
    *scraped.FORMATS,
    *x_tables.FORMATS,
)
"""Tried in this order: stricter formats before looser ones."""

WHOLE = ("telegram-preview", "telegram-pages", "twitter-page", "x-page", "facebook-page", "r-table", "zip")
"""Formats of a whole file rather than of its rows."""

NOT_A_POST = "not a post"


def get_format(name: str) -> Format | None:
    """Look up a format by its name; None for pages and packed files, which are detected from their bytes."""
    if name in WHOLE:
        return None
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join([*(known.name for known in FORMATS), *WHOLE])
    raise ParseError("unknown format", f"{name!r} is not a format of posts; expected one of {names}, or none to detect it")


def find_format(row: object, *, first: Format | None = None) -> Format | None:
    """Find the format of a row, trying that of the row before it first."""
    if not isinstance(row, dict):
        return None
    if first is not None and first.matches(row):
        return first
    return next((known for known in FORMATS if known.matches(row)), None)


def read_found(rows: Iterable[Placed], *, format: str | None, owner: Account) -> Iterator[Found]:  # noqa: A002 - the word of the command line
    """Read every row by its own format, as dumps mix them, or by ``format`` if none is detected; a row of no known
    format is refused with a description."""
    wished = get_format(format) if format else None
    known = wished
    for where, row in rows:
        own = find_format(row, first=known)
        if own is None and (inside := unwrap(row)) is not None:
            placed = ((f"{where}, row {number}", one) for number, one in enumerate(inside, 1))
            yield from read_found(placed, format=format, owner=owner)
            continue
        known = own or wished
        if known is not None and isinstance(row, dict):
            yield from _isolate(known.read(row, where, owner), where)
        else:
            yield Refusal(where=where, why=TORN if row is None else describe(row))


def _isolate(found: Iterator[Found], where: str) -> Iterator[Found]:
    """Yield what a row holds; one that our reader fails on is refused with the place of the fault, and the others are read."""
    try:
        yield from found
    except READER_FAULTS as fault:
        yield Refusal(where=where, why=f"fault of the reader: {describe_fault(fault)}")


def unwrap(row: object) -> list[object] | None:
    """Unwrap an object around a list of posts (``{"tweets": [...]}``), or a recording of responses."""
    if not isinstance(row, dict):
        return None
    if (recorded := open_recorded(row)) is not None:
        return recorded
    lists = [value for value in row.values() if isinstance(value, list) and value and find_format(value[0])]
    return lists[0] if len(lists) == 1 else None


def describe(row: object) -> str:
    """Describe a row that is not a post."""
    if not isinstance(row, dict):
        return f"{NOT_A_POST}: a bare {type(row).__name__}"
    for fields, what in _OTHERS:
        if fields <= row.keys():
            return f"{NOT_A_POST}: {what}"
    if row.keys() == {"data"}:
        return f"{NOT_A_POST}: an answer about something else than posts"
    keys = ", ".join(sorted(str(key) for key in row if key)[:6])
    return f"{NOT_A_POST}: fields {keys}"


_OTHERS = (
    (
        {"action", "reason", "created_at"},
        "a compliance notice, which says what happened to a post or account but not its words",
    ),
    ({"data", "meta"}, "an answer of X without posts (counts, accounts)"),
    ({"users", "places"}, "the accounts that stand beside a dump of posts; import the file of the posts"),
    (
        {"id", "text", "spoiler_text"},
        "the source text that a Mastodon server returns to the author who edits or deletes a status, not what was posted",
    ),
    (
        {"content", "spoiler_text", "account", "created_at"},
        "a version of a Mastodon status, without the address that identifies it; import it with --url, or the status",
    ),
    ({"publicKey", "preferredUsername"}, "an account's own description"),
    ({"user_name", "account_type", "party"}, "a list of accounts that are watched"),
    ({"subject", "aliases", "links"}, "where an account is found (WebFinger)"),
    ({"$type", "subject", "createdAt"}, "a like, follow or block on Bluesky, which has no words"),
    ({"$type", "displayName", "description"}, "an account's own description"),
    ({"follows", "subject"}, "a list of the accounts that one follows"),
    ({"did"}, "the number of an account"),
    ({"objectType"}, "an object of ActivityStreams 1, which a tool made of a post; import the post as its platform gave it"),
    ({"media_url_https", "expanded_url"}, "something attached to a post, without the post"),
    ({"subscriber_count", "slug"}, "a list of accounts"),
    ({"t", "d", "s"}, "a search index whose texts are cut and in lower case, not what was posted"),
)
"""Files that accompany dumps, by fields that only they have."""
