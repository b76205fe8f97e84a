"""Which bytes of an imported file may be stored: an account's archive holds e-mail, telephone and messages beside its posts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from pipeline.errors import ParseError
from pipeline.stages.posts.dumps import detect_posts
from pipeline.stages.posts.unpack import is_packed, is_zip, iterate_members, unpack
from pipeline.stages.posts.x_archive import HEADERS, PRIVATE, read_owner_script

_SCRIPT = re.compile(rb"\s*window\.YTD\.(\w+)\.part\d+\s*=")
_POSTS = frozenset({b"tweets", b"tweet", b"deleted_tweets", b"community_tweet", b"note_tweet"})
"""The parts of X's archive that were published; all others are private."""

_HEAD_BYTES = 4000
"""The first bytes of a file in which private content is detected. Chosen by hand."""
_CHUNK = 1 << 16
"""The first bytes that tell a zip, and of which the beginning is unpacked. Chosen by hand."""
LETTERS = "a private conversation is never kept"
_LETTER = re.compile(rb'"(?:dm_conversation_id|dmConversation|message_create|recipient_screen_name)"\s*:')
_TALK = (
    re.compile(rb'"(?:sender_name|sender_id_INTERNAL|conversation_?[Ii]d|recipients?|is_unsent|thread_path)"\s*:'),
    re.compile(rb"^\W{0,4}(?:CONVERSATION ID|Conversation Id|Thread ID),", re.MULTILINE),
    re.compile(
        rb"(?:^\W{0,8}\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d.{0,14}?[\]-] ?[^:\n]{1,40}: .*\n?){3}",
        re.MULTILINE,
    ),
    re.compile(rb"\AFrom [^\n]{0,200}\n[\w-]+: "),
    re.compile(rb"\A(?:[\w-]{1,40}: [^\n]*\n(?:[ \t][^\n]*\n){0,20}){0,40}?Message-I[Dd]: "),
)
"""Private messages: of Facebook, Instagram and others in JSON, of LinkedIn in a table, of WhatsApp, and mail."""
_SIDES = (re.compile(rb'"participants"\s*:\s*\['), re.compile(rb'"messages"\s*:\s*\['))
"""A conversation in JSON has both."""
_CONTACT = re.compile(
    rb'"(e-?mails?|e-?mail_?address(?:es)?|phones?|phone_?numbers?|mobile|contact_?info|address_?book|contacts|'
    rb'ip_?address(?:es)?|birth_?date|birthday|date_of_birth|home_?address|previous_emails|security_questions)"\s*:'
    rb'\s*["\[{]\s*["\w+{\[]',
    re.IGNORECASE,
)
"""Contact details, by the field names of exports, if they have a value."""
MOST_MEMBER_BYTES = 64 << 20
"""The largest file of a zip with private files that is stored, in bytes: it is held in memory, its rows as well. Chosen by
hand."""
_TOO_LARGE = f"larger than {MOST_MEMBER_BYTES >> 20} MB: unpack the zip and import this file by itself"
_OF_PERSON = re.compile(r"(?i)profile|account|personal|contact|login|device|address")
_MIN_CONTACT_FIELDS = 2
"""The number of different contact fields from which on a file counts as contact details; one if its name says so. Chosen by
hand: posts may have an e-mail address or a telephone number as a field, hardly both."""
_PUBLISHED = (b'"base_path"', b'"@context"')
"""Fields of publishers' own APIs, whose e-mail addresses are those of press offices."""
_PRIVATE_PART = re.compile(
    r"(?i)(?:^|/)(?:messages?|inbox|archived_threads|message_requests|filtered_threads|direct[_-]messages?|e2ee_cutover|"
    r"security_and_login_information|personal_information|contacts|friends_and_followers|ads_information|location|"
    r"search(?:_history)?|your_messages)/|(?:^|/)message_\d+\.(?:json|html)$|\.(?:mbox|eml|msg|vcf)$"
)
"""The parts of an account's export that are private, by their path in it."""
_TELEGRAM_TALK = re.compile(rb'"type":\s*"(?:personal_chat|bot_chat|saved_messages|private_\w+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What may be stored: the whole file (``content`` is None) or a part of it, with the address of its account
    if the archive states it."""

    name: str
    content: bytes | None = None
    account_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that must not be stored, and why."""

    name: str
    why: str = PRIVATE


def sort_out(name: str, stream: IO[bytes]) -> Iterator[Kept | LeftOut]:
    """Decide what of an imported file may be stored: usually the whole file, parts if it is a zip with private files."""
    head = stream.read(_CHUNK)
    if not is_zip(head):
        why = find_private(head, name=name)
        yield LeftOut(name=name, why=why) if why else Kept(name=name)
        return
    reasons = {member: find_private(next(pieces, b""), name=member) for member, pieces in iterate_members(stream)}
    if not any(reasons.values()):
        yield Kept(name=name)
        return
    owners = (read_owner_script(member, pieces) for member, pieces in iterate_members(stream))
    owner = next(filter(None, owners), None)
    url = f"https://x.com/{owner}" if owner else None
    for member, pieces in iterate_members(stream):
        part = b"" if reasons[member] else _join(pieces)
        if part is None:
            yield LeftOut(name=f"{name}/{member}", why=_TOO_LARGE)
        elif detect_posts(part) is None:
            yield LeftOut(name=f"{name}/{member}", why=reasons[member] or PRIVATE)
        else:
            yield Kept(name=f"{name}/{member}", content=part, account_url=url)


def _join(pieces: Iterable[bytes]) -> bytes | None:
    """Join the pieces of a member; None if they are more than are held in memory at once."""
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_MEMBER_BYTES:
            return None
        held.append(piece)
    return b"".join(held)


def find_private(start: bytes, *, name: str = "") -> str | None:
    """Say why a file with these first bytes and this name must not be stored: private parts of an account's archive, private
    messages, contact details; None if it may."""
    whole = _unpack_start(start)[:_CHUNK]
    head = whole[:_HEAD_BYTES]
    if script := _SCRIPT.match(head[:200]):
        return None if script[1] in _POSTS else HEADERS if script[1].endswith(b"tweet_headers") else PRIVATE
    if _LETTER.search(head):
        return LETTERS
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        if _TELEGRAM_TALK.search(head) and b'"messages"' in head:
            return LETTERS
        if b'"personal_information"' in head and (b'"phone_number"' in head or b'"chats"' in head):
            return "a whole account's export holds private conversations; export the public channel alone"
    if detect_posts(whole) is not None:
        return None
    talks = all(side.search(whole) for side in _SIDES) or any(talk.search(whole) for talk in _TALK)
    if talks or _PRIVATE_PART.search(name):
        return LETTERS
    return PRIVATE if _tells_how_to_reach(whole, name) else None


def _tells_how_to_reach(whole: bytes, name: str) -> bool:
    """Say whether JSON holds contact details of a person, such as e-mail or telephone."""
    if whole.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[") or any(sign in whole for sign in _PUBLISHED):
        return False
    kinds = {found.lower() for found in _CONTACT.findall(whole)}
    return len(kinds) >= (1 if _OF_PERSON.search(name) else _MIN_CONTACT_FIELDS)


def _unpack_start(start: bytes) -> bytes:
    """Unpack as much as possible of these first bytes of a packed file."""
    if not is_packed(start):
        return start
    unpacked: list[bytes] = []
    with suppress(ParseError):  # the input is cut off here
        unpacked.extend(unpack([start]))
    return b"".join(unpacked)
