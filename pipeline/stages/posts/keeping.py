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

_LOOK = 4000
_TELEGRAM_TALK = re.compile(rb'"type":\s*"(?:personal_chat|bot_chat|saved_messages|private_\w+)"')


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
        why = find_private(content)
        yield LeftOut(name=name, why=why) if why else Kept(name=name, content=content)
        return
    members = [(member, b"".join(pieces)) for member, pieces in iterate_members(content)]
    reasons = [find_private(part) for _, part in members]
    if not any(reasons):
        yield Kept(name=name, content=content)
        return
    owners = [owner for member, part in members if (owner := read_owner_script(member, part))]
    url = f"https://x.com/{owners[0]}" if owners else None
    for (member, part), why in zip(members, reasons, strict=True):
        if why or detect_posts(part) is None:
            yield LeftOut(name=f"{name}/{member}", why=why or PRIVATE)
        else:
            yield Kept(name=f"{name}/{member}", content=part, account_url=url)


def find_private(content: bytes) -> str | None:
    """Say why bytes must not be stored: private parts of an account's archive, private talks; None where they may."""
    if script := _SCRIPT.match(content[:200]):
        return None if script[1] in _POSTS else PRIVATE
    head = content[:_LOOK]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        if _TELEGRAM_TALK.search(head) and b'"messages"' in head:
            return "a private conversation is never kept"
        if b'"personal_information"' in head and (b'"phone_number"' in head or b'"chats"' in head):
            return "a whole account's export holds private conversations; export the public channel alone"
    return None
