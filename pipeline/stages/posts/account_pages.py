"""The addresses from which an account's posts are requested page by page: X's API, Mastodon, Bluesky, Telegram's preview.

Pure: addresses and responses in, addresses out. The fetcher (``pipeline.fetch``) begins at ``start_address`` and continues
with ``next_address`` until it is None. X's API requires ``Authorization: Bearer ...``; the others require nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlencode, urlunsplit

from pipeline.errors import ParseError
from pipeline.stages.posts.dumps import read_posts
from pipeline.stages.posts.shape import as_list, as_mapping, as_text
from storage.model.addresses import bare_host, split_address
from storage.text.untrusted_json import load_json

X_HOSTS = frozenset({"api.x.com", "api.twitter.com"})
"""The hosts that require a bearer token."""

_X_PAGES = frozenset({"x.com", "twitter.com", "mobile.twitter.com"})
_NO_HANDLES = frozenset({"i", "search", "home", "hashtag", "explore", "intent", "share"})
_X_FIELDS = {
    "max_results": "100",
    "tweet.fields": "attachments,author_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,"
    "referenced_tweets,withheld",
    "expansions": "author_id,attachments.media_keys,edit_history_tweet_ids,referenced_tweets.id,referenced_tweets.id.author_id",
    "user.fields": "name,protected,username",
    "media.fields": "alt_text,preview_image_url,type,url",
}
_BLUESKY_FEED = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
_LOOKUP = "/api/v1/accounts/lookup"
_STATUSES = re.compile(r"/api/v1/accounts/(\w+)/statuses\Z")
_MESSAGE = re.compile(rb'data-post="[\w-]+/(\d{1,18})"')
"""The number of a message in Telegram's preview; a number of more digits is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """An account: its platform, its handle and its host."""

    platform: str
    name: str
    host: str


def read_handle(url: str) -> Handle | None:
    """Read the account from the address of a profile or of an API request for one; None if it names no account."""
    parts = split_address(url)
    host = bare_host(url)
    path = [part for part in parts.path.split("/") if part]
    query = dict(parse_qsl(parts.query))
    if host in X_HOSTS:
        match = re.match(r"from:(\w+)", query.get("query", ""))
        name = match[1] if match else path[-1] if path[:4] == ["2", "users", "by", "username"] else None
        return Handle(platform="x", name=name, host=host) if name else None
    if host in _X_PAGES and path and path[0] not in _NO_HANDLES:
        return Handle(platform="x", name=path[0], host=host)
    if host in ("t.me", "telegram.me") and path:
        name = path[1] if path[0] == "s" and len(path) > 1 else path[0]
        return Handle(platform="telegram", name=name, host=host)
    if host == "bsky.app" and path[:1] == ["profile"] and len(path) > 1:
        return Handle(platform="bluesky", name=path[1], host=host)
    if "actor" in query and host.endswith("bsky.app"):
        return Handle(platform="bluesky", name=query["actor"], host=host)
    name = query.get("acct") if parts.path == _LOOKUP else path[0][1:] if path and path[0].startswith("@") else None
    return Handle(platform="mastodon", name=name.partition("@")[0], host=host) if name else None


def find_account(*urls: str | None) -> str | None:
    """Return the handle in the first address that names one, for dumps that do not state their account."""
    handles = (read_handle(url) for url in urls if url)
    return next((handle.name for handle in handles if handle), None)


def start_address(url: str, *, since: datetime | None = None, until: datetime | None = None) -> str | None:
    """Return the first address to ask for an account's posts, newest first; None for an address of no known platform.

    ``url`` is the account's profile, or the platform's own API address with any other query fields.
    """
    handle = read_handle(url)
    if handle is None:
        return None
    match handle.platform:
        case "x":
            asked = url if handle.host in X_HOSTS else f"https://api.x.com/2/users/by/username/{handle.name}"
            return _ask_x(asked, since, until)
        case "telegram":
            return url if split_address(url).path == f"/s/{handle.name}" else f"https://t.me/s/{handle.name}"
        case "bluesky":
            asked = url if "actor=" in url else f"{_BLUESKY_FEED}?actor={quote(handle.name)}"
            return _with_query(asked, {"limit": "100", "filter": "posts_with_replies"})
        case _:
            return url if split_address(url).path == _LOOKUP else f"https://{handle.host}{_LOOKUP}?acct={quote(handle.name)}"


def is_empty_page(asked: str, body: bytes) -> bool:
    """Say whether a response is the empty page after an account's last post, on platforms that send a bare list."""
    return _STATUSES.search(split_address(asked).path) is not None and body.strip() == b"[]"


def next_address(asked: str, body: bytes, *, since: datetime | None = None, until: datetime | None = None) -> str | None:
    """Return the address of the page after this one (the posts before its oldest); None at the end, and if every post of
    the page is older than ``since``."""
    if _is_before(body, since):
        return None
    parts = split_address(asked)
    if parts.hostname in ("t.me", "telegram.me"):
        numbers = [int(number) for number in _MESSAGE.findall(body)]
        return _with_query(asked, {"before": str(min(numbers))}, anew=True) if numbers and min(numbers) > 1 else None
    answer = _read_json(body)
    if parts.hostname in X_HOSTS:
        return _after_x(asked, as_mapping(answer), since, until)
    if parts.path.startswith("/xrpc/"):
        cursor = as_text(as_mapping(answer).get("cursor"))
        return _with_query(asked, {"cursor": cursor}, anew=True) if cursor else None
    return _after_mastodon(asked, answer)


def _ask_x(asked: str, since: datetime | None, until: datetime | None) -> str:
    if "/by/username/" in asked:
        return asked
    times = {"start_time": _stamp(since), "end_time": _stamp(until)}
    return _with_query(asked, _X_FIELDS | {name: value for name, value in times.items() if value})


def _after_x(asked: str, answer: Mapping[str, object], since: datetime | None, until: datetime | None) -> str | None:
    user = as_text(as_mapping(answer.get("data")).get("id"))
    if "/by/username/" in asked:
        parts = split_address(asked)
        return _ask_x(f"{parts.scheme}://{parts.netloc}/2/users/{user}/tweets", since, until) if user else None
    token = as_text(as_mapping(answer.get("meta")).get("next_token"))
    name = "next_token" if "/search/" in asked else "pagination_token"
    return _with_query(asked, {name: token}, anew=True) if token else None


def _after_mastodon(asked: str, answer: object) -> str | None:
    parts = split_address(asked)
    if parts.path == _LOOKUP:
        account = as_text(as_mapping(answer).get("id"))
        return f"{parts.scheme}://{parts.netloc}/api/v1/accounts/{account}/statuses?limit=40" if account else None
    ids = [status_id for status in as_list(answer) if (status_id := as_text(as_mapping(status).get("id")))]
    if not _STATUSES.search(parts.path) or not ids:
        return None
    oldest = min(ids, key=lambda status_id: (len(status_id), status_id))
    return _with_query(asked, {"max_id": oldest}, anew=True)


def _is_before(body: bytes, since: datetime | None) -> bool:
    """Say whether all posts of a page are older; a pinned or reposted old post among newer ones does not end the walk."""
    if since is None:
        return False
    try:
        documents = read_posts(body).documents
    except ParseError:
        return False
    latest = [document.published.latest for document in documents if document.published and document.published.latest]
    return bool(latest) and max(latest) < since


def _read_json(body: bytes) -> object:
    try:
        return load_json(body)
    except ValueError:
        return None


def _stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _with_query(url: str, fields: Mapping[str, str], *, anew: bool = False) -> str:
    """Add query fields that an address lacks; ``anew`` replaces existing ones."""
    parts = split_address(url)
    given = dict(parse_qsl(parts.query))
    query = {**given, **fields} if anew else {**fields, **given}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
