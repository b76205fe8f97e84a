"""X posts in tables and small objects, as tools and aggregators write them, each with its own column names.

rtweet, twarc-csv, twint, congresstweets, the Trump Twitter Archive (condensed JSON and CSV), Tweet Binder, newspapers'
spreadsheets. What such a dump does not say stays unknown: if no column distinguishes reposts, the kind is unknown, because
some tools write a repost's text as if it were the account's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pipeline.stages.posts.instants import read_instant
from pipeline.stages.posts.platform_dates import read_printed
from pipeline.stages.posts.shape import (
    NO_TEXT,
    Account,
    Format,
    Found,
    Refusal,
    Row,
    as_list,
    as_mappings,
    as_text,
    as_texts,
    find_canonical,
    make_document,
    once,
)
from pipeline.stages.posts.x_post import (
    PLATFORM,
    find_speaker,
    make_x_document,
    read_links,
    read_post_url,
    read_text,
    tell_kind,
)
from storage.model import Document, Media, Post, PostKind
from storage.model.addresses import split_address
from storage.text.untrusted_json import load_json

_COLUMNS = {
    "id": "id_str tweet_id status_id tweetid post_id id",
    "text": "full_text note_tweet.text rawcontent text tweet_text tweet content body message",
    "time": "created_at time date timestamp datetime created published post_created",
    "handle": "screen_name from_user author.username username user_screen_name user_name author_username handle user",
    "name": "author.name display_name author_name page_name name",
    "url": "status_url url link permalink tweet_url permanenturl",
    "language": "lang language",
    "reposted": "retweet_status_id retweeted_status_id referenced_tweets.retweeted.id retweet_id retweeted_status.id_str",
    "reposted_text": "retweet_text referenced_tweets.retweeted.text",
    "reposted_name": "retweet_name retweet_screen_name",
    "quoted": "quoted_status_id quoted_status_id_str referenced_tweets.quoted.id",
    "reply_to": "reply_to_status_id in_reply_to_status_id_str in_reply_to_status_id referenced_tweets.replied_to.id",
    "reply_user": "in_reply_to_user_id_str in_reply_to_user_id reply_to_user_id",
    "repost_flag": "is_retweet isretweet retweet",
    "quote_flag": "is_quote is_quote_status",
    "type": "type",
    "deleted": "deleted_at isdeleted is_deleted",
    "links": "urls_expanded_url entities.urls",
    "media": "ext_media_url media_url images photos",
}
_NAMES = {part: tuple(names.split()) for part, names in _COLUMNS.items()}
_COUNTS = frozenset(
    "retweet_count retweets rts favorite_count favorites likes likes_count replies replies_count nretweets nlikes "
    "public_metrics.retweet_count public_metrics.like_count impressions media_count".split()
)
_MISSING = frozenset({"", "na", "nan", "null", "none", "[]", "{}"})
_TRUE, _FALSE = frozenset({"true", "t", "1", "yes"}), frozenset({"false", "f", "0", "no"})
_TYPES = {"original": "original", "tweet": "original", "retweet": "repost", "retweeted": "repost", "rt": "repost"}
_TYPES |= {"reply": "reply", "replied_to": "reply", "quote": "quote", "quoted": "quote"}
_SPREADSHEET_DAMAGE = re.compile(r"\d(?:\.\d+)?e\+?\d+\Z", re.IGNORECASE)
_OTHER_PLATFORMS = {
    "weibo": frozenset({"bid", "attitudes_count", "reposts_count", "mblogid"}),
    "vk": frozenset({"owner_id", "from_id", "post_type"}),
    "instagram": frozenset({"shortcode", "owner_username", "display_url"}),
    "reddit": frozenset({"subreddit", "permalink", "ups"}),
}
"""Columns that only other platforms' posts have."""
_FOREIGN = frozenset({"speaker", "issuer", "spoiler_text", "visibility"})
"""Columns that X's posts never have: those of collections of documents, and of Mastodon."""

_MIN_PLATFORM_COLUMNS = 2
"""The columns of another platform that tell its posts; one name alone is shared by unlike tables."""
_CONGRESS = frozenset({"id", "screen_name", "user_id", "time", "link", "text", "source"})
_ADDRESS = re.compile(r"https?://[^\s,|;\"'\]]+")
_SHORT_AND_WHOLE = (("urls_t.co", "urls_expanded_url"), ("media_t.co", "media_expanded_url"))
_MAX_TRUNCATED_CHARS = 140
"""The length of a post until November 2017, to which X's older interface still cuts longer ones."""
_CUT_FORM = re.compile(r"(?<=.{90})… https://t\.co/[A-Za-z0-9]{10}\Z", re.DOTALL)
_MARKED_QUOTE = re.compile(r"/status(?:es)?/(\d+) QT @\w+")


def _read_row(row: Row, where: str, owner: Account) -> Iterator[Found]:
    cells = {_name(key): value for key, value in row.items() if isinstance(key, str)}
    parts = {part: _cell(cells, names) for part, names in _find_columns(frozenset(cells)).items()}
    post_id = read_id(parts["id"], parts["url"])
    entities = _read_entities(cells)
    text = read_text(parts["text"] or "", entities)
    media = _media(cells)
    if not text and not media:
        yield Refusal(where=post_id or where, why=NO_TEXT)
        return
    if platform := _find_other_platform(parts["url"]) or _find_by_columns(frozenset(cells)):
        yield _read_elsewhere(platform, parts, cells, where, owner)
        return
    kind = _tell_kind(parts, cells, text)
    handle = parts["handle"] or owner.handle
    post = Post(
        platform=PLATFORM,
        id=post_id,
        account=handle,
        author=(parts["name"] if parts["handle"] else None) or owner.name,
        kind=kind,
        reply_to=_plain_id(parts["reply_to"]),
        reposted=_reposted(parts, kind, post_id),
        quoted=_plain_id(parts["quoted"]) or _marked_quote(text),
        links=read_links(entities) or _links(cells, _NAMES["links"]),
        media=media,
        cut=not parts["reposted_text"] and _cut_short(text),
        deleted=parts["deleted"] if (parts["deleted"] or "").lower() not in _FALSE | {""} else None,
    )
    time = parts["time"]
    yield make_x_document(
        post,
        text=read_text(parts["reposted_text"] or "", entities) or text,
        published=read_instant(time) or read_printed(time) if time else None,
        where=where,
        language=parts["language"],
        spoken_by=parts["reposted_name"] or find_speaker(text),
    )


@lru_cache(maxsize=256)
def _find_by_columns(columns: frozenset[str]) -> str | None:
    """Detect the platform from columns that only its posts have: at least two of them."""
    return next((name for name, own in _OTHER_PLATFORMS.items() if len(own & columns) >= _MIN_PLATFORM_COLUMNS), None)


def _find_other_platform(url: str | None) -> str | None:
    """Detect the platform from the address of the post, if it is not X: ``facebook`` for ``https://www.facebook.com/...``."""
    host = (split_address(url or "").hostname or "").split(".")
    name = host[-2] if len(host) > 1 else None
    return None if name in (None, "twitter", "x", "t") else name


def _read_elsewhere(
    platform: str, parts: Mapping[str, str | None], cells: Mapping[str, Any], where: str, owner: Account
) -> Document:
    """Read a row of another platform's table (such as CrowdTangle's), which has no column for the kind."""
    path = split_address(parts["url"] or "").path.strip("/").split("/")
    handle, time = parts["handle"] or owner.handle, parts["time"]
    post = Post(
        platform=platform,
        id=_plain_id(parts["id"]) or path[-1],
        account=handle,
        author=parts["name"] or owner.name,
        kind=PostKind.UNKNOWN,
        links=_links(cells, _NAMES["links"]),
        media=_media(cells),
    )
    return make_document(
        post,
        text=parts["text"] or "",
        published=read_instant(time) or read_printed(time) if time else None,
        url=find_canonical(parts["url"]),
        fragment=where,
        language=parts["language"],
    )


@lru_cache(maxsize=4096)
def _name(column: str) -> str:
    return column.strip().lower().replace(" ", "_")


@lru_cache(maxsize=256)
def _find_columns(columns: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Find the columns of each part in a dump; all its rows have the same."""
    return {part: tuple(name for name in names if name in columns) for part, names in _NAMES.items()}


def _cell(cells: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = cells.get(name)
        text = str(value).lower() if isinstance(value, bool) else as_text(value)
        if text is not None and text.strip().lower() not in _MISSING:
            return text
    return None


def read_id(cell: str | None, url: str | None) -> str:
    """Read a post's id as text; one that a spreadsheet rounded is lost, unless the address of the post still has it."""
    given = _plain_id(cell)
    if given and given.isdigit():
        return given
    address = read_post_url(url or "")
    return address[1] if address else ""


def _plain_id(cell: str | None) -> str | None:
    """Read an id; rtweet writes an ``x`` before it so that spreadsheets do not round it."""
    if cell is None or _SPREADSHEET_DAMAGE.match(cell):
        return None
    return cell.removeprefix("x").removesuffix(".0") or None


def _tell_kind(parts: Mapping[str, str | None], cells: Mapping[str, Any], text: str) -> PostKind:
    named = _TYPES.get((parts["type"] or "").lower())
    flag = (parts["repost_flag"] or "").lower()
    if flag in _TRUE or parts["reposted"] or named == "repost":
        return PostKind.REPOST
    shown = tell_kind(reposted=None, quoted=parts["quoted"] or _marked_quote(text), reply=None, text=text)
    if shown is not PostKind.ORIGINAL:
        return shown
    if (parts["quote_flag"] or "").lower() in _TRUE or named == "quote":
        return PostKind.QUOTE
    if parts["reply_to"] or parts["reply_user"] or named == "reply":
        return PostKind.REPLY
    if named or flag in _FALSE or "retweet_status_id" in cells or "referenced_tweets.retweeted.id" in cells:
        return PostKind.ORIGINAL
    if cells.keys() >= _CONGRESS:  # marks reposts with RT and quotes with QT, and keeps the mention of a reply in front
        return PostKind.REPLY if text.startswith("@") else PostKind.ORIGINAL
    return PostKind.UNKNOWN


def _reposted(parts: Mapping[str, str | None], kind: PostKind, post_id: str) -> str | None:
    """Find the id of the reposted post: stated, or from a link to another post than the row's own."""
    if kind is not PostKind.REPOST:
        return None
    address = read_post_url(parts["url"] or "")
    return _plain_id(parts["reposted"]) or (address[1] if address and address[1] != post_id else None)


def _marked_quote(text: str) -> str | None:
    match = _MARKED_QUOTE.search(text)
    return match[1] if match else None


def _links(cells: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    return once([address for name in names for address in _addresses(cells.get(name))])


def _cut_short(text: str) -> bool:
    """Say whether X truncated a text, by its form: at most 140 characters, an ellipsis, a link to the whole."""
    return len(text) <= _MAX_TRUNCATED_CHARS and _CUT_FORM.search(text) is not None


def _read_entities(cells: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the targets of t.co links: rtweet has separate columns for both, twarc-csv a column of JSON."""
    listed = cells.get("entities.urls")
    if isinstance(listed, str) and listed.startswith("[{"):
        try:
            listed = load_json(listed)
        except ValueError:
            listed = None
    urls = as_mappings(listed)
    for short, whole in _SHORT_AND_WHOLE:
        addresses, targets = _addresses(cells.get(short)), _addresses(cells.get(whole))
        if len(addresses) == len(targets):
            urls += [{"url": url, "expanded_url": target} for url, target in zip(addresses, targets, strict=True)]
    return {"urls": urls}


def _addresses(cell: object) -> list[str]:
    return as_texts(cell) if isinstance(cell, list) else _ADDRESS.findall(cell) if isinstance(cell, str) else []


def _media(cells: Mapping[str, Any]) -> tuple[Media, ...]:
    videos = [item.get("url") for item in as_list(cells.get("videos")) if isinstance(item, dict)]
    photos = [Media(url=url, kind="photo") for url in _links(cells, _NAMES["media"])]
    return (*photos, *(Media(url=url, kind="video") for url in videos if isinstance(url, str)))


def _is_row(row: Row) -> bool:
    """Say whether a row is a post: a text with an account, or with counts that only platforms have."""
    return _are_columns(frozenset(key for key in row if isinstance(key, str)))


@lru_cache(maxsize=256)
def _are_columns(columns: frozenset[str]) -> bool:
    names = {_name(column) for column in columns}
    if names.isdisjoint(_NAMES["text"]) or not names.isdisjoint(_FOREIGN):
        return False
    flags = {*_COUNTS, *_NAMES["repost_flag"], *_NAMES["reposted"], "screen_name", "author.username", "user_screen_name"}
    return not names.isdisjoint(flags) or (not names.isdisjoint(_NAMES["handle"]) and not names.isdisjoint(_NAMES["time"]))


FORMATS = (Format(name="x-table", matches=_is_row, read=_read_row),)
