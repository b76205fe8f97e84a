"""Which bytes of an imported file may be stored: an account's archive holds e-mail, telephone and letters beside its posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from pipeline.errors import ParseError
from pipeline.stages.posts.reading import detect_posts
from pipeline.stages.posts.unpack import is_packed, is_zip, iterate_members, unpack
from pipeline.stages.posts.x_archive import HEADERS, PRIVATE, read_owner_script

_SCRIPT = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+\s*=")
_POSTS = frozenset({b"tweets", b"tweet", b"deleted_tweets", b"community_tweet", b"note_tweet"})
"""The parts of X's archive that were published; every other part is the account holder's own."""

_LOOK = 4000
_CHUNK = 1 << 16
LETTERS = "a private conversation is never kept"
_LETTER = re.compile(rb'"(?:dm_conversation_id|dmConversation|message_create|recipient_screen_name)"\s*:')
_TELEGRAM_TALK = re.compile(rb'"type":\s*"(?:personal_chat|bot_chat|saved_messages|private_\w+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What may be stored: the file as it is (``content`` is None) or a part of it, with the address of the account it belongs
    to where the archive says so."""

    name: str
    content: bytes | None = None
    account_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that must not be stored, and why."""

    name: str
    why: str = PRIVATE


def sort_out(name: str, stream: IO[bytes]) -> Iterator[Kept | LeftOut]:
    """Sort the bytes of an imported file: whole as a rule, in parts where it is X's archive of an account."""
    head = stream.read(_CHUNK)
    if not is_zip(head):
        why = find_private(head)
        yield LeftOut(name=name, why=why) if why else Kept(name=name)
        return
    reasons = {member: find_private(next(pieces, b"")) for member, pieces in iterate_members(stream)}
    if not any(reasons.values()):
        yield Kept(name=name)
        return
    owners = (read_owner_script(member, b"".join(pieces)) for member, pieces in iterate_members(stream))
    owner = next(filter(None, owners), None)
    url = f"https://x.com/{owner}" if owner else None
    for member, pieces in iterate_members(stream):
        part = b"" if reasons[member] else b"".join(pieces)
        if detect_posts(part) is None:
            yield LeftOut(name=f"{name}/{member}", why=reasons[member] or PRIVATE)
        else:
            yield Kept(name=f"{name}/{member}", content=part, account_url=url)


def find_private(start: bytes) -> str | None:
    """Say why bytes that begin so must not be stored: private parts of an account's archive, private talks and letters; None
    where they may."""
    head = _unpack_start(start)[:_LOOK]
    if script := _SCRIPT.match(head[:200]):
        return None if script[1] in _POSTS else HEADERS if script[1].endswith(b"tweet_headers") else PRIVATE
    if _LETTER.search(head):
        return LETTERS
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        if _TELEGRAM_TALK.search(head) and b'"messages"' in head:
            return LETTERS
        if b'"personal_information"' in head and (b'"phone_number"' in head or b'"chats"' in head):
            return "a whole account's export holds private conversations; export the public channel alone"
    return None


def _unpack_start(start: bytes) -> bytes:
    """Unpack as much as these first bytes of a packed file hold."""
    if not is_packed(start):
        return start
    unpacked: list[bytes] = []
    with suppress(ParseError):  # it ends early, of course
        unpacked.extend(unpack([start]))
    return b"".join(unpacked)
