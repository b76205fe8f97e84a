"""The versions of an edited Mastodon status, as its server lists them; only their address identifies the status."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.errors import ParseError
from pipeline.stages.posts.mastodon import NO_ONE, read_status
from pipeline.stages.posts.shape import Account, Format, Found, Refusal, Row, as_mapping, as_mappings, as_text
from pipeline.stages.results import ParsedPosts
from storage.model import Document
from storage.model.addresses import split_address
from storage.text.untrusted_json import load_json

ELSEWHERE = "the history of another server's status, whose id there is not told"
_NO_WORDING = "not a wording of a status"
# https://docs.joinmastodon.org/methods/statuses/#history
_PATH = re.compile(r"/api/v1/statuses/(\w+)/history/?\Z")
_ADDRESS, _WORDINGS = "history of", "wordings"


def is_history(address: str | None) -> bool:
    """Say whether an address is that of a status's versions."""
    return address is not None and _PATH.search(split_address(address).path) is not None


def name_history(address: str, wordings: list[object]) -> Row:
    """Combine the versions of a status with the address that listed them into one row."""
    return {_ADDRESS: address, _WORDINGS: wordings}


def read_history(body: bytes, address: str) -> ParsedPosts:
    """Read the response from the address of a status's versions. Raises ParseError if it holds none."""
    try:
        answer = load_json(body)
    except ValueError as error:
        raise ParseError(
            "torn", f"{address}: torn or not JSON ({error}); expected a list of wordings. Fetch it again."
        ) from error
    found = tuple(_read(name_history(address, answer if isinstance(answer, list) else [answer]), address, NO_ONE))
    documents = tuple(item for item in found if isinstance(item, Document))
    refused = tuple((item.where, item.why) for item in found if isinstance(item, Refusal))
    if not documents:
        why = refused[0][1] if refused else "an empty list"
        raise ParseError("no posts", f"{address}: {why}; expected the wordings of a status.")
    return ParsedPosts(documents=documents, refused=refused)


def _read(row: Row, where: str, owner: Account) -> Iterator[Found]:
    """Read each version as a status. The first is the publication, each later one an edit."""
    address = as_text(row[_ADDRESS]) or ""
    named = _PATH.search(split_address(address).path)
    wordings = as_mappings(row[_WORDINGS])
    status = named[1] if named else ""
    first = as_text(wordings[0].get("created_at")) if wordings else None
    for number, wording in enumerate(wordings, 1):
        place = f"{where}, wording {number}"
        written = as_text(wording.get("created_at"))
        page = as_text(as_mapping(wording.get("account")).get("url"))
        if first is None or written is None or page is None or "content" not in wording:
            yield Refusal(where=place, why=_NO_WORDING)
            continue
        if "@" in (as_text(as_mapping(wording.get("account")).get("acct")) or ""):
            yield Refusal(where=place, why=ELSEWHERE)
            continue
        later = {"edited_at": written} if number > 1 else {}
        whole = {**wording, **later, "id": status, "url": f"{page.rstrip('/')}/{status}", "created_at": first}
        found = read_status(whole, place, owner)
        if isinstance(found, Document) and found.post:
            edits = (found.post.id,) * len(wordings)
            found = replace(found, fragment=f"{status}, of {written}", post=replace(found.post, edits=edits))
        yield found


FORMATS = (Format(name="mastodon-history", matches=lambda row: row.keys() == {_ADDRESS, _WORDINGS}, read=_read),)
