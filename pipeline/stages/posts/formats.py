"""The formats that are known, and which of them a row has: told by its content, never by a file's name."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import ParseError
from pipeline.stages.posts import mastodon, telegram, x_v1, x_v2
from pipeline.stages.posts.rows import Placed
from pipeline.stages.posts.shape import Format, Found, Refusal

FORMATS: tuple[Format, ...] = (*x_v2.FORMATS, *x_v1.FORMATS, *mastodon.FORMATS, *telegram.FORMATS)
"""Asked in this order: a format that asks for more stands before one that asks for less."""

NOT_A_POST = "not a post"


def get_format(name: str) -> Format:
    """Look up a format by its name."""
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise ParseError("unknown format", f"{name!r} is not a format of posts; expected one of {names}, or none to detect it")


def find_format(row: object, *, first: Format | None = None) -> Format | None:
    """Find the format of a row, trying the one of the row before it first."""
    if not isinstance(row, dict):
        return None
    if first is not None and first.matches(row):
        return first
    return next((known for known in FORMATS if known.matches(row)), None)


def read_found(rows: Iterator[Placed], *, format: str | None, account: str | None) -> Iterator[Found]:  # noqa: A002 - the word of the command line
    """Read every row by its own format, for dumps mix them; a row of no known format is left out with what it is."""
    known = get_format(format) if format else None
    for where, row in rows:
        if row is None:
            yield Refusal(where=where, why="torn or not JSON")
            continue
        if format is None:
            known = find_format(row, first=known)
        if known is None or not isinstance(row, dict):
            yield Refusal(where=where, why=describe(row))
        else:
            yield from known.read(row, where, account)


def describe(row: object) -> str:
    """Say what a row is that is no post."""
    if not isinstance(row, dict):
        return f"{NOT_A_POST}: a bare {type(row).__name__}"
    keys = ", ".join(sorted(str(key) for key in row if key)[:6])
    return f"{NOT_A_POST}: fields {keys}"
