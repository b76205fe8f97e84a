"""The archive that X provides to an account's owner (``window.YTD`` scripts): posts, also deleted ones, and nothing private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.row_streams import open_text, read_rows
from pipeline.stages.posts.shape import NO_TEXT, Account, Format, Found, Refusal, Row, as_list, as_mapping, as_mappings, as_text
from pipeline.stages.posts.x_post import PLATFORM, make_x_document, read_links, read_text
from pipeline.stages.posts.x_v1 import read_status
from storage.model import Post, PostKind

PRIVATE = "what an account's archive holds besides its posts (e-mail, telephone, letters, settings) is never kept"
HEADERS = "only ids and dates of posts, without their words; import tweets.js, which has both"


def read_owner(row: Row) -> Account:
    """Read handle and name from ``account.js``, and nothing else in it."""
    given = as_mapping(row.get("account"))
    return Account(handle=as_text(given.get("username")), name=as_text(given.get("accountDisplayName")))


def read_owner_script(name: str, script: Iterable[bytes]) -> str | None:
    """Read the handle from an archive's ``account.js``; None for any other file."""
    if name.rpartition("/")[2] != "account.js":
        return None
    _, row = next(read_rows(open_text(script)), ("", None))
    return read_owner(row).handle if isinstance(row, dict) else None


def _read_tweet(row: Row, where: str, owner: Account) -> Iterator[Found]:
    status = as_mapping(row["tweet"])
    if "full_text" not in status and "text" not in status:
        post_id = as_text(status.get("tweet_id")) or as_text(status.get("id_str"))
        yield Refusal(where=post_id or where, why=f"{NO_TEXT}: only an id and dates")
        return
    deleted = as_text(status.get("deleted_at"))
    yield read_status(status, author=owner, where=where, edits=_edits(status), deleted=deleted)


def _edits(status: Row) -> tuple[str, ...]:
    given = as_mapping(status.get("edit_info"))
    initial = as_mapping(given.get("initial")) or as_mapping(as_mapping(given.get("edit")).get("editControlInitial"))
    return tuple(str(edit) for edit in as_list(initial.get("editTweetIds")))


def _read_note(row: Row, where: str, owner: Account) -> Iterator[Found]:
    """Read the whole text of a long post. The archive does not name its post: time and words identify it."""
    note = as_mapping(row["noteTweet"])
    core, created = as_mapping(note.get("core")), as_text(note.get("createdAt"))
    text = as_text(core.get("text"))
    where = as_text(note.get("noteTweetId")) or where
    if text is None:
        yield Refusal(where=where, why=NO_TEXT)
        return
    entities = {
        "urls": [{"url": url.get("shortUrl"), "expanded_url": url.get("expandedUrl")} for url in as_mappings(core.get("urls"))]
    }
    post = Post(
        platform=PLATFORM, id="", account=owner.handle, author=owner.name, kind=PostKind.UNKNOWN, links=read_links(entities)
    )
    published = read_instant(created) if created else None
    speaker = owner.name or owner.handle
    yield make_x_document(post, text=read_text(text, entities), published=published, where=where, spoken_by=speaker)


def _read_account(row: Row, where: str, owner: Account) -> Iterator[Found]:  # noqa: ARG001 - refused for any account
    yield Refusal(where=where, why=PRIVATE)


_PRIVATE_PARTS = frozenset({"account", "dmConversation", "phoneNumber", "emailAddressChange", "ageInfo", "ipAudit"})


FORMATS = (
    Format(name="x-archive", matches=lambda row: isinstance(row.get("tweet"), dict), read=_read_tweet),
    Format(name="x-archive-note", matches=lambda row: isinstance(row.get("noteTweet"), dict), read=_read_note),
    Format(
        name="x-archive-private", matches=lambda row: len(row) == 1 and not _PRIVATE_PARTS.isdisjoint(row), read=_read_account
    ),
)
