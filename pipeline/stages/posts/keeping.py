"""Which bytes of an imported file may be stored: an account's archive holds e-mail, telephone and letters beside its posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.stages.posts.reading import detect_posts
from pipeline.stages.posts.unpack import is_zip, iterate_members
from pipeline.stages.posts.x_archive import PRIVATE, read_owner_script

_SCRIPT = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+\s*=")
_POSTS = frozenset({b"tweets", b"tweet", b"deleted_tweets", b"community_tweet", b"note_tweet"})
"""The parts of X's archive that were published; every other part is the account holder's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file that may be stored, and the address of the account it belongs to where the archive says so."""

    name: str
    content: bytes
    account_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that must not be stored, and why."""

    name: str
    why: str = PRIVATE


def sort_out(name: str, content: bytes) -> Iterator[Kept | LeftOut]:
    """Sort the bytes of an imported file: whole as a rule, in parts where it is X's archive of an account."""
    if not is_zip(content):
        yield LeftOut(name=name) if _is_private(content) else Kept(name=name, content=content)
        return
    members = [(member, b"".join(pieces)) for member, pieces in iterate_members(content)]
    if not any(_is_private(part) for _, part in members):
        yield Kept(name=name, content=content)
        return
    owners = [owner for member, part in members if (owner := read_owner_script(member, part))]
    url = f"https://x.com/{owners[0]}" if owners else None
    for member, part in members:
        if _is_private(part) or detect_posts(part) is None:
            yield LeftOut(name=f"{name}/{member}")
        else:
            yield Kept(name=f"{name}/{member}", content=part, account_url=url)


def _is_private(content: bytes) -> bool:
    script = _SCRIPT.match(content[:200])
    return script is not None and script[1] not in _POSTS
