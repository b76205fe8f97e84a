"""Addresses of accounts and of the pages of their posts: whose each is, where its pages begin, and which page is next.

``fields/addresses.expected.txt`` holds what is told of each; see `tests.expected`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pipeline.stages.posts.account_pages import find_account, is_empty_page, next_address, read_handle, start_address
from tests.expected import expect
from tests.stages.posts.dumps import toot, v2_page, v2_post
from tests.stages.posts.test_bluesky import feed, view

FOLDER = Path(__file__).parent
ADDRESSES = """https://x.com/TideMinistry
https://x.com/TideMinistry/
https://twitter.com/TideMinistry/status/13
https://x.com/i/web/status/13
https://x.com/search?q=a
https://x.com/home
https://api.x.com/2/users/by/username/TideMinistry
https://api.x.com/2/tweets/search/all?query=from%3ATideMinistry
https://api.x.com/2/tweets/search/recent?query=from:TideMinistry%20is:reply
https://api.x.com/2/users/900001/tweets?max_results=100
https://t.me/TideMinistry
https://t.me/s/TideMinistry
https://t.me/s/TideMinistry?before=90
https://t.me/TideMinistry/42
https://telegram.me/TideMinistry
https://t.me/
https://bsky.app/profile/tides.example
https://bsky.app/profile/did:plc:tides/post/3l7abc
https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=tides.example
https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=tides.example&limit=50
https://social.example/@harbour
https://social.example/@harbour/103254962155278888
https://social.example/@pilot@other.example
https://social.example/api/v1/accounts/lookup?acct=harbour
https://social.example/api/v1/accounts/77/statuses
https://social.example/api/v1/accounts/77/statuses?limit=40&max_id=98
https://truthsocial.com/@TideMinistry
https://tides.example/news/1
no address
https://[x""".splitlines()
DAY, NEXT = datetime(2020, 10, 26, tzinfo=UTC), datetime(2020, 10, 28, tzinfo=UTC)
BODIES = {
    "nothing": b"",
    "empty list": b" [] ",
    "no list": b"{}",
    "preview": (FOLDER / "pages/telegram_preview.html").read_bytes(),
    "toots": json.dumps([toot(id="100"), toot(id="99"), toot(id="98")]).encode(),
    "account": json.dumps({"id": "77", "acct": "harbour"}).encode(),
    "page": json.dumps(v2_page(v2_post()) | {"meta": {"next_token": "n1", "result_count": 1}}).encode(),
    "last page": json.dumps(v2_page(v2_post())).encode(),
    "user": json.dumps({"data": {"id": "900001", "username": "TideMinistry"}}).encode(),
    "feed": json.dumps(feed({"post": view()})).encode(),
    "last feed": json.dumps({"feed": [{"post": view()}]}).encode(),
}


def test_every_address_of_an_account_leads_to_its_pages() -> None:
    def tell() -> Iterator[str]:
        for url in ADDRESSES:
            yield f"{url}: {read_handle(url)} {find_account(None, 'https://tides.example/', url)}"
            yield f"  from {start_address(url)} then {start_address(url, since=DAY)} until {start_address(url, until=NEXT)}"
            for name, body in BODIES.items():
                following = [
                    next_address(url, body),
                    next_address(url, body, since=NEXT),
                    next_address(url, body, since=DAY, until=NEXT),
                ]
                if any(following) or is_empty_page(url, body):
                    yield f"  {name}: {following} {is_empty_page(url, body)}"

    expect(FOLDER / "fields/addresses.expected.txt", tell())


def test_a_message_of_thousands_of_digits_is_none() -> None:
    body = b'<div data-post="gov/12"></div><div data-post="gov/%s"></div>' % (b"9" * 5000)
    assert next_address("https://t.me/s/gov", body) == "https://t.me/s/gov?before=12"
